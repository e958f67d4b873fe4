"""Somebody who watches the router: a dispatcher that died unnoticed leaves people waiting for ever.

It measures the longest that somebody has waited whom an agent could have been offered, by its own
look where the router has not looked lately; and a router that ended, or that hangs without an end,
is begun again. A process that stands still as a whole nobody in it can mend: that is told when it
goes on, and taken for no fault of the router's.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from flowengine.desk import routing
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Coroutine

    from flowengine.host.desk.picture import Picture
    from flowengine.host.desk.router import Router

EVERY = 1.0  # seconds between two looks
ALARM = 2.0  # seconds that somebody may wait while an agent is free for them
HUNG = 45.0  # seconds without a step of the router: more than a store lets any statement last
STILL = 10.0  # seconds that a pause may be longer than it should be, on a busy machine
LET_GO = 5.0  # seconds in which what hangs may end by itself when it is told to

_log = logging.getLogger(__name__)


class Watchdog:
    def __init__(
        self, router: Router, picture: Callable[[], Awaitable[Picture]], clock: Callable[[], float]
    ) -> None:
        self._router = router
        self._picture = picture
        self._clock = clock
        self._unmatched: dict[tuple[str, str], float] = {}
        self._told = False

    def oldest(self) -> float:
        """Seconds for which somebody has waited whom an agent could have been offered."""
        return max((self._clock() - since for since in self._unmatched.values()), default=0.0)

    def trouble(self) -> str:
        """In words, "" while all is well."""
        if self.oldest() <= ALARM:
            return ""
        return "people wait for somebody although an agent is free"

    async def look(self) -> None:
        """Raises StoreError."""
        now = self._clock()
        if 0 <= now - self._router.looked <= ALARM:
            self._unmatched = dict(self._router.unmatched)
        else:
            seen = await self._picture()
            found = routing.choose(seen.items, seen.agents, seen.queues, now)
            pairs = [(match.item.id, match.agent) for match in found]
            self._unmatched = {pair: self._unmatched.get(pair, now) for pair in pairs}
        alarm = self.oldest() > ALARM
        if alarm and not self._told:
            _log.error("%s (for %.0f s)", self.trouble(), self.oldest())
        self._told = alarm

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.look()
            except Exception as error:  # noqa: BLE001 - whoever watches must outlive any one look
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("the desk could not be watched: %s", why)

    def guard(
        self, work: Callable[[], Coroutine[None, None, None]]
    ) -> Callable[[], Coroutine[None, None, None]]:
        """The router's work, begun again where it ended by itself, by a mistake, or not at all."""

        async def guarded() -> None:
            while True:
                self._router.stir()
                task = asyncio.ensure_future(work())
                try:
                    why = await self._ended(task)
                finally:  # also where it is we who are to end
                    await _let_go(task)
                _log.error("the router of the desk died (%s) and is begun again", why)
                await asyncio.sleep(EVERY)

        return guarded

    async def _ended(self, task: asyncio.Future[None]) -> str:
        """Why, when it has, or when it hangs."""
        now = asyncio.get_running_loop().time
        while not task.done():
            before = now()
            await asyncio.wait({task}, timeout=EVERY)
            stood = now() - before - EVERY
            if stood > STILL:
                _log.warning("this process stood still for %.0f s, and nobody was served", stood)
                self._router.stir()
            elif now() - self._router.stirred > HUNG:
                return f"it hung for {HUNG:.0f} s"
        if task.cancelled():
            return "it was cancelled"
        error = task.exception()
        return "it came to its end" if error is None else type(error).__name__


async def _let_go(task: asyncio.Future[None]) -> None:
    """What does not end even so is left behind: two routers do no harm, for the store takes each
    move from one of them."""
    task.cancel()
    await asyncio.wait({task}, timeout=LET_GO)
    if not task.done():
        _log.error("a look at the desk that hangs cannot be ended and is left behind")
