"""`flowengine voices remove`: a model or voice that is not wanted any more."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

from flowengine.cli import given_models

if TYPE_CHECKING:
    from argparse import Namespace


def register(deeds: Any) -> None:
    command = deeds.add_parser(
        "remove",
        help="delete an installed model or voice",
        description="Deletes an installed model or voice. A server that uses it goes on with it"
        " until it is started again.",
    )
    command.add_argument("name", metavar="NAME", help="of its folder")
    given_models.argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    """1 where there is none of that name."""
    from flowengine.speech.installing.installing import NotInstalled, remove

    folder = given_models.folder(chosen)
    try:
        remove(chosen.name, folder)
    except NotInstalled as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{chosen.name} is gone.")
    return 0
