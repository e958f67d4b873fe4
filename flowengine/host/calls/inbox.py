"""All that the driver of a call is told, one after another.

Reports of the sound, ends of turns, news of the transcript: whatever comes waits here until the
driver takes it. It decides nothing about what it holds.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress

from flowengine.host.calls.turning import Outcome
from flowengine.speech.duplex.reports import Report


class News:
    """The transcript may have new lines."""


class Made:
    """Something to be said may be ready."""


class Close:
    """This node ends."""


Item = Report | Outcome | News | Made | Close


class Inbox:
    """Made in the loop whose tasks put into it and take from it."""

    def __init__(self) -> None:
        self._items: asyncio.Queue[Item] = asyncio.Queue()

    def put(self, item: Item) -> None:
        """Returns at once."""
        self._items.put_nowait(item)

    async def next(self, within: float | None = None) -> Item:
        """Raises TimeoutError when nothing comes in so many seconds."""
        async with asyncio.timeout(within):
            return await self._items.get()

    async def ring(self, bell: asyncio.Event, look: float | None) -> None:
        """News whenever the bell rings, and each `look` seconds if any, until cancelled."""
        while True:
            with suppress(TimeoutError):
                async with asyncio.timeout(look):
                    await bell.wait()
            bell.clear()
            self.put(News())
