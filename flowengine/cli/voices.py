"""`flowengine voices`: what speech needs to be there before anybody calls.

Each deed is a module of its own (`voices_…`), which adds itself here.
"""

from __future__ import annotations

from typing import Any

from flowengine.cli import voices_render

DEEDS = (voices_render,)


def register(commands: Any) -> None:
    command = commands.add_parser(
        "voices",
        help="speak all texts of flows before anybody calls",
        description="Prepares what is heard in calls, and what hears.",
    )
    deeds = command.add_subparsers(metavar="WHAT", required=True)
    for deed in DEEDS:
        deed.register(deeds)
