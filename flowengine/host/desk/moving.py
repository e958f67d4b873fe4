"""How this process moves items: written by the store, then told to all whom it concerns.

Whoever makes a move hands it in here. What a conversation is told is an errand that is stored with
the move; this node brings it at once, and after a crash another does.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host.listeners import Listeners
from flowengine.store.desk.moving import errands
from flowengine.store.desk.verbs import MOVED

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from flowengine.desk.moves import Move
    from flowengine.store.records import Errand, Outgoing
    from flowengine.store.verbs import Store

DESK = "desk"  # the bell of every change


class Moving:
    """`node` is in whose name it is done, `perform` brings errands. `made` is told of the
    moves that were written, `changed` of each change; on `bell` ring DESK and `agent/<id>`."""

    def __init__(
        self, store: Store, node: Callable[[], str], perform: Callable[[Sequence[Errand]], None]
    ) -> None:
        self.bell = Listeners()
        self.changed: Callable[[], None] = _nothing
        self.made: Callable[[tuple[Move, ...]], None] = _nobody
        self._store = store
        self._node = node
        self._perform = perform

    async def move(
        self, *moves: Move, letters: Mapping[str, Outgoing] | None = None
    ) -> tuple[str, ...]:
        """What became of each: MOVED, GONE or FULL. `letters`, by item, are sent with their moves.
        Raises StoreError."""
        if not moves:
            return ()
        done = await self._store.move(moves, self._node(), letters)
        made = [move for move, what in zip(moves, done, strict=True) if what == MOVED]
        told = [one for move in made for one in errands(move)]
        if told:
            self._perform(told)
        if made:
            self.made(tuple(made))
            self.ring({name for move in made for name in concerned(move)})
        return done

    def ring(self, agents: Iterable[str] = ()) -> None:
        """Something has changed at the desk, for these agents above all."""
        self.changed()
        self.bell.ring(DESK)
        for name in agents:
            self.bell.ring(f"agent/{name}")


def concerned(move: Move) -> Iterator[str]:
    """The agents who had, have, or take part in the item."""
    for item in (move.before, move.after):
        if item is not None:
            yield from (one for one in (item.agent, *(g.agent for g in item.guests)) if one)


def _nothing() -> None:
    """Until the router listens."""


def _nobody(_: tuple[Move, ...]) -> None:
    """As `_nothing`."""
