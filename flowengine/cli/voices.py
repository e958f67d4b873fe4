"""`flowengine voices`: what speech needs to be there before anybody calls.

Each deed is a module of its own (`voices_…`), which adds itself here.
"""

from __future__ import annotations

from typing import Any

from flowengine.cli import voices_install, voices_list, voices_remove, voices_render

DEEDS = (voices_list, voices_install, voices_remove, voices_render)


def register(commands: Any) -> None:
    command = commands.add_parser(
        "voices",
        help="voices and recognisers: list, install, remove; speak all texts beforehand",
        description="Prepares what is heard in calls, and what hears.",
    )
    deeds = command.add_subparsers(metavar="WHAT", required=True)
    for deed in DEEDS:
        deed.register(deeds)
