"""`flowengine show`: what a caller hears or reads at every place of a flow."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_paths
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace


def register(commands: Any) -> None:
    command = commands.add_parser(
        "show",
        help="print what a caller hears or reads at every place",
        description="Prints what a caller hears or reads at every place of a flow.",
    )
    command.add_argument("flow", type=Path, metavar="FLOW")
    command.add_argument(
        "--on", metavar="CHANNEL", default="", help="voice, sms, ussd, chat or a messenger"
    )
    command.add_argument("--language", "--in", metavar="LANGUAGE", default="", help="as in: uk")
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where the flow does not parse. Raises Refusal for an unknown channel or language."""
    from flowengine.authoring import report
    from flowengine.authoring.show import Lost, shown
    from flowengine.authoring.suite import Projects

    path = given_paths.flow(chosen.flow)
    sources = Projects().sources(path.parent)
    try:
        text, mistakes = shown(sources, path.name, chosen.on.lower(), chosen.language.lower())
    except Lost as lost:
        raise Refusal(str(lost)) from lost
    if mistakes:
        print(report.human(mistakes, sources.flows), file=sys.stderr)
        return 1
    print(text)
    return 0
