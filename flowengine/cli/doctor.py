"""`flowengine doctor`: whether all is well with this machine, the flows and the store."""

from __future__ import annotations

import os
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.counting import many
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace

MARKS = {"ok": "✓", "warn": "!", "bad": "✗"}


def register(commands: Any) -> None:
    command = commands.add_parser(
        "doctor",
        help="look whether all is well with this machine, the flows and the store",
        description="Looks whether a server would be well here, and says how to mend what would"
        " not. Run it as the user and with the environment of the server; it may run meanwhile.",
    )
    command.add_argument("folder", nargs="?", type=Path, metavar="FOLDER", default=Path())
    command.add_argument("--host", default="127.0.0.1", help="where the server listens")
    command.add_argument("--port", type=int, default=8000)
    command.add_argument(
        "--store",
        metavar="FILE",
        help="the database that keeps the conversations: a file, or postgresql://user@host/name",
    )
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 when something is bad."""
    from flowengine.config import settings
    from flowengine.server.checkup import BAD, OK, checkup

    try:
        found = settings(
            os.environ, chosen.folder, host=chosen.host, port=chosen.port, store=chosen.store
        )
    except ValueError as error:
        raise Refusal(str(error)) from error
    levels = []
    for one in checkup(found, os.environ):
        print(f"{MARKS[one.level]} {one.about}: {one.what}", flush=True)
        if one.level != OK and one.mend:
            print(f"    {one.mend}")
        levels.append(one.level)
    worse = [level for level in levels if level != OK]
    print(
        f"\n{many(len(levels), 'check')}, {len(worse)} to look at." if worse else "\nAll is well."
    )
    return int(BAD in levels)
