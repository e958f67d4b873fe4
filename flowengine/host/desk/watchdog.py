"""Somebody who watches the router: a dispatcher that died unnoticed leaves people waiting for ever.

It measures the longest that somebody has waited whom an agent could have been offered, by its own
look where the router has not looked lately; and a router that ended is begun again.
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
        """The same work, begun again where it ended by itself or by a mistake."""

        async def guarded() -> None:
            while True:
                task = asyncio.ensure_future(work())
                try:
                    await asyncio.shield(task)
                except asyncio.CancelledError:
                    if not task.done():  # it is we who are to end
                        task.cancel()
                        await asyncio.gather(task, return_exceptions=True)
                        raise
                    why = "it was cancelled"
                except Exception as error:  # noqa: BLE001 - whatever it died of, it has to go on
                    why = type(error).__name__
                else:
                    why = "it came to its end"
                _log.error("the router of the desk died (%s) and is begun again", why)
                await asyncio.sleep(EVERY)

        return guarded
