"""What follows from a move for its agent, beside what the store wrote and people were told.

An agent who has ended something is idle from then on; whoever lets two offers in a row pass is put
away.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from flowengine.desk import items, log
from flowengine.host.refusal import Refusal
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Coroutine, Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.host.desk.attendance import Attendance
    from flowengine.store.verbs import Store

LET_PASS = 2  # offers in a row that nobody answered: then nobody sits there
LOOK_BACK = 3600.0  # seconds of the log in which they are looked for
_HAD = items.TALKING | {items.WRAP_UP}
_ANSWERS = frozenset((log.ACCEPTED, log.REFUSED, log.EXPIRED))

_log = logging.getLogger(__name__)


class Following:
    def __init__(self, store: Store, attendance: Attendance) -> None:
        self._store = store
        self._attendance = attendance
        self._tasks: set[asyncio.Task[None]] = set()

    def follow(self, moves: Sequence[Move]) -> None:
        """In the background: whoever moved the item may hold its conversation."""
        for move in moves:
            if move.before is not None:
                self._begin(self._follow(move.before, move))

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    def _begin(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _follow(self, before: Item, move: Move) -> None:
        """What cannot be done is logged: the move itself is made."""
        after = move.after
        try:
            if before.state in _HAD and before.agent and not _has(after, before.agent):
                await self._attendance.ended(before.agent)
            if any(one.kind == log.EXPIRED for one in move.entries):
                await self._let_pass(before.agent, move.entries[0].at)
        except (StoreError, Refusal) as error:
            _log.error("what follows from a move could not be done: %s", error)

    async def _let_pass(self, agent: str, at: float) -> None:
        found = await self._store.entries(since=at - LOOK_BACK)
        answers = [one.kind for one in found if one.agent == agent and one.kind in _ANSWERS]
        if answers[-LET_PASS:] == [log.EXPIRED] * LET_PASS:
            await self._attendance.put_away(agent)


def _has(item: Item, agent: str) -> bool:
    return item.agent == agent and item.state in _HAD
