"""How long conversations are kept: none is deleted unless the server's owner has named the days.

With a conversation goes all it left: its transcript, results, notes, and messages for other roads
that nobody has taken. One that still waits for a timer or an answer stays until it has come.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from flowengine.store.interface import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.store.interface import Store

EVERY = 3_600.0  # seconds between two clean-ups
AT_ONCE = 200  # conversations in one transaction; turns of the living wait no longer than that
_DAY = 86_400.0

_log = logging.getLogger(__name__)


class Retention:
    """`days` after its last turn a conversation is forgotten; `clock` gives POSIX seconds."""

    def __init__(self, store: Store, clock: Callable[[], float], days: int) -> None:
        self._store = store
        self._clock = clock
        self._days = days

    async def look(self) -> int:
        """Forget all that is old now; how many there were. Raises StoreError."""
        before = self._clock() - self._days * _DAY
        gone = 0
        while True:
            found = await asyncio.wrap_future(self._store.forget(before, AT_ONCE))
            gone += found
            if not found:
                return gone

    async def watch(self) -> None:
        """Look again and again, until cancelled."""
        while True:
            try:
                await self.look()
            except StoreError as error:
                _log.error("old conversations could not be deleted: %s", error)
            await asyncio.sleep(EVERY)
