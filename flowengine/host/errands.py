"""Slow things a turn asked for: done beside the conversation, their answers brought back as events.

Each has a row in the store until its answer is committed, so a restart takes it up again. A request
that may have changed something elsewhere is not repeated then: nobody knows whether it arrived, and
the flow hears an error, unless the author allowed repeating. Until there is a desk, nobody takes a
hand-off.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

import msgspec

from flowengine.host.turn import Cause
from flowengine.runtime.effects import Fetch
from flowengine.runtime.events import AnyEvent, Fetched, HandoffEnded
from flowengine.store.interface import Errand, Store, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Sequence

    from flowengine.host.conversations import Conversations
    from flowengine.host.fetch import Fetcher

AFTER_TROUBLE = 10.0  # seconds until an answer that could not be kept is brought again
_SAFE = frozenset(("GET", "HEAD"))  # RFC 9110, 9.2.1: asking again changes nothing
_log = logging.getLogger(__name__)


class Errands:
    def __init__(self, conversations: Conversations, fetcher: Fetcher) -> None:
        self._conversations = conversations
        self._fetcher = fetcher
        self._tasks: set[asyncio.Task[None]] = set()
        conversations.perform = self.perform

    def perform(self, errands: Sequence[Errand]) -> None:
        for errand in errands:
            self._begin(errand, again=False)

    async def take_up(self, store: Store) -> None:
        """After a restart: everything that has no answer yet."""
        for errand in await asyncio.wrap_future(store.errands()):
            self._begin(errand, again=True)

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def close(self) -> None:
        """Let go; what is unanswered stays in the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, errand: Errand, *, again: bool) -> None:
        task = asyncio.create_task(self._run(errand, again=again))
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _run(self, errand: Errand, *, again: bool) -> None:
        """Its row stays after a time-out, until the late answer is there or given up."""
        async for event, last in self._answers(errand, again=again):
            await self._bring(errand, event, Cause(answered=errand if last else None))

    async def _bring(self, errand: Errand, event: AnyEvent, cause: Cause) -> None:
        """Until it is kept: somebody waits for the answer, and a full disk may have room again."""
        told = False
        while True:
            try:
                await self._conversations.obey(errand.conversation, event, cause)
                return
            except StoreError as error:
                if not told:
                    key = errand.conversation
                    _log.error("the answer to an errand of %s could not be kept: %s", key, error)
                told = True
            await asyncio.sleep(AFTER_TROUBLE)

    async def _answers(
        self, errand: Errand, *, again: bool
    ) -> AsyncIterator[tuple[AnyEvent, bool]]:
        """The events that answer the errand, and whether each is the last."""
        clock = self._conversations.clock
        if errand.kind == "handoff":
            yield HandoffEnded(at=clock(), turn=errand.turn, outcome="nobody"), True
            return
        request = msgspec.json.decode(errand.body, type=Fetch)
        if again and request.method not in _SAFE and not request.retry:
            yield Fetched(at=clock(), turn=errand.turn, error="interrupted"), True
            return
        in_time = True
        async for answer in self._fetcher.answers(request):
            last = not (in_time and answer.error == "timeout")
            in_time = False
            yield (
                Fetched(
                    at=clock(),
                    turn=errand.turn,
                    status=answer.status,
                    body=answer.body,
                    error=answer.error,
                ),
                last,
            )
