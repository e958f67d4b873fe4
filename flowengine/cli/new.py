"""`flowengine new`: a folder with a small hotline that runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace


def register(commands: Any) -> None:
    command = commands.add_parser(
        "new",
        help="make a folder with a flow, a transcript and a README that work",
        description="Makes a folder with a small hotline that runs; change its words to yours.",
    )
    command.add_argument("name", type=Path, metavar="NAME", help="the folder to be made")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """Raises Refusal where the folder is there already, or the name is none for a flow."""
    from flowengine.authoring.starter import flow_name, make

    name = flow_name(chosen.name.name)
    if name is None:
        raise Refusal(f"“{chosen.name.name}” is no name for a flow: begin with a letter.")
    if chosen.name.exists():
        raise Refusal(f"{chosen.name} is there already. Take another name.")
    for path in make(chosen.name, name):
        print(path)
    print(f"\nTry it: flowengine chat {chosen.name / name}.flow")
    return 0
