"""`flowengine rollback`: new conversations begin with the version that was published before."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument

if TYPE_CHECKING:
    from argparse import Namespace

    from flowengine.store.verbs import Store


def register(commands: Any) -> None:
    command = commands.add_parser(
        "rollback",
        help="go back to the version of a flow that was published before",
        description="New conversations begin with the version before. Given twice, it is undone.",
    )
    command.add_argument("flow", metavar="FLOW")
    command.add_argument(
        "--move", action="store_true", help="people in the newer version go back too"
    )
    store_argument(command)
    command.set_defaults(run=run)


def run(chosen: Namespace) -> int:
    return beside(chosen.store, lambda store: _back(store, chosen))


async def _back(store: Store, chosen: Namespace) -> int:
    from flowengine.cli.publish import tell_outcome, who
    from flowengine.host.editions import Editions
    from flowengine.host.library import Library
    from flowengine.host.publishing import MOVE, PIN, Publishing

    library = Library(None)
    publishing = Publishing(library, store, Editions(library, store))
    done = await publishing.roll_back(chosen.flow, policy=MOVE if chosen.move else PIN, by=who())
    tell_outcome(done)
    return 0
