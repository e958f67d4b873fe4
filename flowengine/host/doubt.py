"""Commits of which nobody knows whether they were written: the answer was lost on its way.

Whoever asked is told of trouble and asks again, which the store makes safe. But what the turn
wanted done would be nobody's: its rows are this node's, and this node lives. So it is found out
later.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from flowengine.store.records import Conversation, Turn
    from flowengine.store.verbs import Store

EVERY = 1.0  # seconds between two questions to a store that does not answer


class Doubt:
    """`written` is told of each turn that was written after all."""

    def __init__(self, store: Store, written: Callable[[Turn, Conversation], None]) -> None:
        self._store = store
        self._written = written
        self._tasks: set[asyncio.Task[None]] = set()

    def about(self, turn: Turn) -> None:
        """Find out, in the background, what became of it."""
        task = asyncio.create_task(self._find_out(turn))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def close(self) -> None:
        """Give up; whoever takes over this node's work finds the rows."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _find_out(self, turn: Turn) -> None:
        while True:
            try:
                found = await self._found(turn)
            except StoreError:
                await asyncio.sleep(EVERY)
                continue
            if found is not None:
                self._written(turn, found)
            return

    async def _found(self, turn: Turn) -> Conversation | None:
        """A turn is known by its trace, which says how long just this node was at it."""
        key, trace = turn.conversation.id, turn.trace
        if trace is None or trace not in await self._store.traces(key):
            return None
        return await self._store.conversation(key)
