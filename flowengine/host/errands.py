"""Slow things a turn asked for: done beside the conversation, their answers brought as events.

Each has a row in the store until its answer is committed, and is that node's whose turn asked for
it. When the node dies another takes it up. A request that may have changed something elsewhere is
not repeated then: nobody knows whether it arrived, and the flow hears an error, unless the author
allowed repeating. What the desk tells a conversation is such a row too: its answer is known
already and is only brought, and so is what a person is told beside their flow.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, get_args

import msgspec

from flowengine.host import measures
from flowengine.host.cause import Cause
from flowengine.host.refusal import Refusal
from flowengine.runtime.effects import Fetch
from flowengine.runtime.events import Accepted, AnyEvent, Fetched, HandoffEnded, Signalled
from flowengine.store.desk.verbs import WORD
from flowengine.store.verbs import Store, StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence

    from flowengine.host.conversations import Conversations
    from flowengine.host.fetch import Fetcher
    from flowengine.store.records import Errand

EVERY = 5.0  # seconds between two looks for errands of nodes that died
AT_ONCE = 100  # errands that are taken up in one look
AFTER_TROUBLE = 10.0  # seconds until an answer that could not be kept is brought again
HANDOFF = "handoff"  # rows of stores from before there was a desk
TOLD: Mapping[str, type[AnyEvent]] = {
    str(one.__struct_config__.tag): one for one in get_args(AnyEvent)
}
_SAFE = frozenset(("GET", "HEAD"))  # RFC 9110, 9.2.1: asking again changes nothing
_log = logging.getLogger(__name__)


class Errands:
    """`shown` gives the name by which people know an agent; `signalled` is told of a conversation
    in which something stands out, before its flow is; `say` tells a person a word of the desk's."""

    def __init__(self, conversations: Conversations, fetcher: Fetcher) -> None:
        self._conversations = conversations
        self._fetcher = fetcher
        self.shown: Callable[[str], Awaitable[str]] = _as_they_are
        self.signalled: Callable[[str], Awaitable[None]] = _nobody_looks
        self.say: Callable[[Errand], Awaitable[None]] = _nobody_speaks
        self._tasks: set[asyncio.Task[None]] = set()
        conversations.stepping.perform = self.perform

    def perform(self, errands: Sequence[Errand]) -> None:
        for errand in errands:
            self._begin(errand, again=False)

    async def take_up(self, store: Store) -> None:
        """What nobody does any more: after a crash, or when another node died. Raises
        StoreError."""
        while True:
            found = await store.claim_errands(AT_ONCE, self._conversations.node)
            for errand in found:
                self._begin(errand, again=True)
            if len(found) < AT_ONCE:
                return

    async def watch(self, store: Store) -> None:
        """Take up again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.take_up(store)
            except Exception as error:  # noqa: BLE001 - whoever watches must outlive any one look
                # A store quotes nobody; anything else could quote what a person said.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("errands could not be taken up: %s", why)
                await asyncio.sleep(AFTER_TROUBLE)

    async def idle(self) -> None:
        """Until nothing is under way."""
        while self._tasks:
            await asyncio.gather(*self._tasks)

    async def let_go(self) -> None:
        """Give up all that is under way; what is unanswered stays in the store."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    def _begin(self, errand: Errand, *, again: bool) -> None:
        task = asyncio.create_task(self._run(errand, again=again))
        self._tasks.add(task)
        measures.errands_running.inc()
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        self._tasks.discard(task)
        measures.errands_running.dec()

    async def _run(self, errand: Errand, *, again: bool) -> None:
        """Its row stays after a time-out, until the late answer is there or given up."""
        if errand.kind.startswith(WORD):
            await self._kept(errand, lambda: self.say(errand))
            return
        async for event, last in self._answers(errand, again=again):
            await self._bring(errand, event, Cause(answered=errand if last else None))

    async def _bring(self, errand: Errand, event: AnyEvent, cause: Cause) -> None:
        await self._kept(
            errand, lambda: self._conversations.obey(errand.conversation, event, cause)
        )

    async def _kept(self, errand: Errand, bring: Callable[[], Awaitable[object]]) -> None:
        """Until it is kept: somebody waits for the answer, and a full disk may have room again."""
        told = False
        while True:
            try:
                await bring()
                return
            except Refusal as refusal:
                if refusal.code != "busy":  # the conversation is gone, and its errand with it
                    return
            except StoreError as error:
                if not told:
                    key = errand.conversation
                    about = {"conversation": key}
                    _log.error(
                        "the answer to an errand of %s could not be kept: %s", key, error,
                        extra=about,
                    )  # fmt: skip
                told = True
            await asyncio.sleep(AFTER_TROUBLE)

    async def _told(self, errand: Errand) -> AnyEvent:
        """What the desk tells the conversation; an agent by the name that people know."""
        event: AnyEvent = msgspec.json.decode(errand.body, type=TOLD[errand.kind])
        if isinstance(event, Accepted):
            return msgspec.structs.replace(event, agent=await self.shown(event.agent))
        if isinstance(event, Signalled):
            await self.signalled(errand.conversation)
        return event

    async def _answers(
        self, errand: Errand, *, again: bool
    ) -> AsyncIterator[tuple[AnyEvent, bool]]:
        """The events that answer the errand, and whether each is the last."""
        clock = self._conversations.clock
        if errand.kind in TOLD:
            yield await self._told(errand), True
            return
        if errand.kind == HANDOFF:
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


async def _nobody_looks(_conversation: str) -> None:
    """As `_as_they_are`."""


async def _nobody_speaks(_errand: Errand) -> None:
    """As `_as_they_are`; whoever has a desk tells it later."""


async def _as_they_are(agent: str) -> str:
    """Until there is a desk that knows names."""
    return agent
