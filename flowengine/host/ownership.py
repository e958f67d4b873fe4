"""Whose turn it is: one turn after another in each conversation, here and on other nodes.

Here by a lock, in the order in which events came; between nodes by a lease of the store, and at
last by its comparing commit. A turn that has begun is finished, also when whoever asked for it has
gone; one that comes to nothing gives the conversation back at once.
"""

from __future__ import annotations

import asyncio
import random
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import suppress
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakValueDictionary

from flowengine.host import measures
from flowengine.host.refusal import Refusal
from flowengine.store.records import Conversation
from flowengine.store.verbs import LEASE, Busy, Stale, StoreError

if TYPE_CHECKING:
    from flowengine.store.verbs import Store

T = TypeVar("T")
TRIES = 5  # to commit one turn against other owners
FIRST_WAIT, LONGEST_WAIT = 0.01, 0.3  # seconds between two looks whether it is free
PATIENCE = LEASE + 2.0  # seconds; longer than the lease of a node that died in the middle of a turn

# One turn of a conversation as it was read: how it stands after its commit, the very same where
# nothing was to be written; None where it has to be taken once more, for there is more to do.
Once = Callable[[Conversation], Awaitable[Conversation | None]]


class Ownership:
    """`node` is in whose name conversations are taken."""

    def __init__(self, store: Store, node: Callable[[], str]) -> None:
        self._node = node
        self._store = store
        self._locks: WeakValueDictionary[str, asyncio.Lock] = WeakValueDictionary()
        self._under_way: dict[asyncio.Future[Any], asyncio.Task[None]] = {}

    async def run(self, key: str, once: Once) -> Conversation:
        """Raises what `once` raises, Refusal where there is no such conversation, and Busy or
        Stale, which are StoreErrors, where others were always first."""
        return await self.finished(self._locked(key, once))

    async def finished(self, turn: Coroutine[Any, Any, T]) -> T:
        """What has begun is finished, also when whoever asked for it is gone by then: given up
        between its commit and what follows, its errands would wait for a restart."""
        answer: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._under_way[answer] = asyncio.create_task(self._answer(turn, answer))
        return await answer

    async def _answer(self, turn: Coroutine[Any, Any, T], answer: asyncio.Future[T]) -> None:
        """As `asyncio.shield`, which would send the answer through the loop three times more."""
        try:
            after = await turn
        except Exception as error:  # noqa: BLE001 - it is told to whoever asked
            if not answer.done():
                answer.set_exception(error)
        except BaseException:
            answer.cancel()
            raise
        else:
            if not answer.done():
                answer.set_result(after)
        finally:
            del self._under_way[answer]

    async def idle(self) -> None:
        """Until no turn is under way."""
        while self._under_way:
            await asyncio.wait(self._under_way.values())

    async def _locked(self, key: str, once: Once) -> Conversation:
        lock = self._locks.get(key)
        if lock is None:
            lock = self._locks[key] = asyncio.Lock()
        async with lock:
            stale = 0
            while True:
                try:
                    after = await self._once(key, once)
                except Stale:
                    measures.stale_total.inc()
                    stale += 1
                    if stale == TRIES:
                        raise
                    continue
                if after is not None:
                    return after

    async def _once(self, key: str, once: Once) -> Conversation | None:
        node = self._node()
        try:
            before = await self._taken(key, node)
            after = await once(before)
        except Busy:
            raise
        except BaseException:  # also where we only do not know whether it was taken
            with suppress(StoreError):  # then the lease ends by itself
                await self._store.give_back(key, node)
            raise
        if after is before:
            await self._store.give_back(key, node)
        return after

    async def _taken(self, key: str, node: str) -> Conversation:
        loop = asyncio.get_running_loop()
        until, wait = loop.time() + PATIENCE, FIRST_WAIT
        while True:
            try:
                found = await self._store.take(key, node)
            except Busy:
                measures.busy_total.inc()
                if loop.time() >= until:
                    raise
                # Not all who wait at the same time.
                await asyncio.sleep(wait * random.uniform(0.5, 1.5))  # noqa: S311
                wait = min(2 * wait, LONGEST_WAIT)
                continue
            if found is None:
                raise Refusal("forbidden", "There is no such conversation. Please start again.")
            return found
