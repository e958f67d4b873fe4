"""How long things are kept, by kind of data: none is deleted unless the server's owner has named
the days, save that what nobody continues comes to an end.

With a conversation goes all it left: its transcript, results, notes, and messages for other roads
that nobody has taken. One that still waits for a timer or an answer stays until it has come. It is
a chore, which one node of many does. By a clock that has jumped ahead nothing is deleted: what is
gone does not come back when the clock is set right.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from flowengine.host.refusal import Refusal
from flowengine.store.verbs import KINDS, StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from flowengine.host.conversations import Conversations
    from flowengine.store.verbs import Store

EVERY = 3_600.0  # seconds between two clean-ups
AT_ONCE = 200  # rows in one transaction; turns of the living wait no longer than that
EXPIRED = "expired"  # why a conversation is over that nobody continued
_CHORE = "retention"
_DAY = 86_400.0
JUMP = _DAY  # seconds that a clock may be ahead of the time that went by since the start
BELIEVED = 7 * _DAY  # seconds after which a clock that stays ahead is believed: nobody set it back

_log = logging.getLogger(__name__)


class Retention:
    """`keep` has the days by kind of row (`store.verbs.KINDS`); what is not in it stays for ever.

    An open conversation in which nothing happened for `expire_days`, and for which nothing is to
    happen, ends; None lets them all wait. `ticks` gives seconds that never jump.
    """

    def __init__(
        self,
        conversations: Conversations,
        store: Store,
        keep: Mapping[str, int],
        expire_days: int | None = None,
        ticks: Callable[[], float] = time.monotonic,
    ) -> None:
        self._conversations = conversations
        self._store = store
        self._keep = keep
        self._expire_days = expire_days
        self._ticks = ticks
        self._begun = conversations.clock() - ticks()  # stays the same while no clock jumps
        self._doubted: float | None = None  # since when, in ticks

    @property
    def idle(self) -> bool:
        """True where nothing is ever to be done."""
        return not self._keep and self._expire_days is None

    async def do(self) -> int | None:
        """Look, where it is this node's turn and its clock can be believed; else None. Raises
        StoreError."""
        now = self._conversations.clock()
        if self._ahead(now) or not await self._store.chore(_CHORE, EVERY, now):
            return None
        return await self.look()

    def _ahead(self, now: float) -> bool:
        """True while the clock has jumped ahead, and nobody knows whether that is right."""
        ticks = self._ticks()
        if now - ticks - self._begun <= JUMP:
            self._doubted = None
            return False
        if self._doubted is None:
            self._doubted = ticks
            _log.error(
                "the clock has jumped %.0f days ahead, so nothing old is deleted for a week; set"
                " it back, or restart the server if it is right now",
                (now - ticks - self._begun) / _DAY,
            )
        if ticks - self._doubted < BELIEVED:
            return True
        self._begun = now - ticks
        self._doubted = None
        return False

    async def look(self) -> int:
        """End and delete all that is old now; how much was deleted. Raises StoreError."""
        now = self._conversations.clock()
        if self._expire_days is not None:
            await self._expire(now - self._expire_days * _DAY)
        # In the order of KINDS: a conversation that goes takes most of the rest along.
        kinds = [kind for kind in KINDS if kind in self._keep]
        return sum([await self._forget(kind, now - self._keep[kind] * _DAY) for kind in kinds])

    async def _forget(self, kind: str, before: float) -> int:
        gone = 0
        while True:
            found = await self._store.forget(kind, before, AT_ONCE)
            gone += found
            if not found:
                return gone

    async def _expire(self, before: float) -> None:
        while True:
            found = await self._store.idle(before, AT_ONCE)
            for key in found:
                try:
                    await self._conversations.end_where(
                        key, lambda one: one.changed < before, EXPIRED
                    )
                except Refusal:  # erased since we looked
                    continue
            if len(found) < AT_ONCE:
                return

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.do()
            except Exception as error:  # noqa: BLE001 - what was promised to go must go
                # A store quotes nobody; anything else could quote what a person said.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("what is old could not be deleted: %s", why)
            await asyncio.sleep(EVERY)
