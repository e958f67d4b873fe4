"""Timers that ran out, brought to their conversations as events.

All timers are rows. A node claims those that are due, so that no other brings them too; a timer is
obeyed at least once and at most once, for its row goes in the transaction of the turn that obeys
it. Between two looks it sleeps until the next one is due, or somebody sets an earlier one.
"""

from __future__ import annotations

import asyncio
import logging
import math
from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.host import measures
from flowengine.host.calls import pulse
from flowengine.host.cause import Cause
from flowengine.host.refusal import Refusal
from flowengine.runtime.events import Due
from flowengine.store.verbs import Replayed, Store, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowengine.host.conversations import Conversations
    from flowengine.store.records import Timer

EVERY = 5.0  # seconds at most between two looks: others may set timers, and clocks may jump
AT_ONCE = 100  # timers of one look
_FAR = 1e12  # POSIX seconds: none is that late
AFTER_TROUBLE = 10.0  # seconds until the next look when one failed, so that no log is flooded

_log = logging.getLogger(__name__)


class Timers:
    def __init__(self, conversations: Conversations, store: Store) -> None:
        self._conversations = conversations
        self._store = store
        self._earlier = asyncio.Event()
        self._next = 0.0  # when we mean to look again
        self._claimed: tuple[Timer, ...] = ()  # ours, but the store could not take their turns
        self.carries: Callable[[str], bool] = lambda _: False  # a call is here; see `calls.pulse`
        self.reached: Callable[[], float] = lambda: math.inf  # seconds; see `Node.reached`
        conversations.stepping.expect = self.expect

    def expect(self, timers: Sequence[Timer]) -> None:
        """Somebody has set these."""
        if min(one.due for one in timers) < self._next:
            self._earlier.set()

    def wake(self) -> None:
        """Another node may have set one."""
        self._earlier.set()

    def let_go(self) -> None:
        """What was claimed is not ours any more."""
        self._claimed = ()

    async def look(self) -> int:
        """Bring all that is due now; how many there were. Raises StoreError."""
        now = self._conversations.clock()
        node = self._conversations.node
        due = self._claimed + await self._store.claim_timers(now, AT_ONCE, node)
        self._claimed = due
        troubles = await asyncio.gather(*map(self._bring, due), return_exceptions=True)
        self._claimed = tuple(
            timer for timer, trouble in zip(due, troubles, strict=True) if trouble is not None
        )
        for trouble in troubles:
            if trouble is not None:
                raise trouble
        return len(due)

    async def _bring(self, timer: Timer) -> None:
        now = self._conversations.clock()
        cut_off = pulse.word(timer, now)
        if cut_off is not None and self.carries(timer.conversation):
            await self._store.drop_timer(timer)  # the store was away; the call was not
            return
        if cut_off is not None and self.reached() < pulse.ANSWERS:
            later = replace(timer, due=now + pulse.ANSWERS)  # whoever carries it may be back, too
            await self._store.set_timer(later)
            return
        event = cut_off or Due(at=now, turn=timer.turn, timer=timer.name)
        # A node that was taken for dead may be bringing it, too; whoever is second writes nothing.
        once = f"timer {timer.turn} {timer.name} {timer.due!r}"
        try:
            await self._conversations.obey(
                timer.conversation, event, Cause(fired=timer, message_id=once)
            )
        except Replayed:
            pass  # its row went with the first; one of the same name may have been set since
        except Refusal:  # the conversation is gone, and its timer need not have gone with it
            await self._store.drop_timer(timer)
        measures.timers_total.inc()
        measures.timer_late_seconds.observe(max(0.0, now - timer.due))

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            self._earlier.clear()
            try:
                found = await self.look()
                wait = 0.0 if found >= AT_ONCE else await self._until_next()
            except Exception as error:  # noqa: BLE001 - all timers wait behind this one look
                # A store quotes nobody; anything else could quote what a person said.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("timers could not be obeyed: %s", why)
                await asyncio.sleep(AFTER_TROUBLE)
                continue
            if wait > 0:
                with suppress(TimeoutError):
                    async with asyncio.timeout(wait):
                        await self._earlier.wait()

    async def _until_next(self) -> float:
        """Seconds to the next look."""
        self._next = _FAR  # whatever is set while we ask wakes us
        due = await self._store.next_timer()
        now = self._conversations.clock()
        self._next = min(due or _FAR, now + EVERY)
        return self._next - now
