"""What is done with the desk as the router saw it last, beside routing: people are told how they
stand, who stays away counts as offline, switches that are over are taken off.

It goes on beside the router, never in it. Telling somebody is a turn of their conversation, and
that of a node which died in the middle of one is nobody's until its lease has run out: a router
that waited for it would let everybody else wait beside free agents. Pictures that came meanwhile
are left out, but for the newest.
"""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING

from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from flowengine.host.desk.picture import Picture

AFTER_TROUBLE = 2.0  # seconds until it is gone on with when something failed

_log = logging.getLogger(__name__)


class Beside:
    """`work` is done with one picture at a time."""

    def __init__(self, work: Callable[[Picture], Awaitable[None]]) -> None:
        self._work = work
        self._newest: Picture | None = None
        self._shown = asyncio.Event()

    def show(self, seen: Picture) -> None:
        """The desk as it is now; returns at once."""
        self._newest = seen
        self._shown.set()

    async def catch_up(self) -> None:
        """Do it with the newest picture, where that was not done yet. Raises StoreError."""
        self._shown.clear()
        seen, self._newest = self._newest, None
        if seen is not None:
            await self._work(seen)

    async def watch(self) -> None:
        """Catch up again and again, until cancelled."""
        while True:
            await self._shown.wait()
            try:
                await self.catch_up()
            except Exception as error:  # noqa: BLE001 - whoever watches must outlive any one picture
                # A store quotes nobody; anything else could quote what a person said.
                why = error if isinstance(error, StoreError) else type(error).__name__
                _log.error("what goes beside routing could not be done: %s", why)
                await asyncio.sleep(AFTER_TROUBLE)
