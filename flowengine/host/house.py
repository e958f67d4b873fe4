"""Everything a running server consists of, put together, started and stopped in the right order."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TYPE_CHECKING

from flowengine.host.conversations import Conversations
from flowengine.host.editions import Editions
from flowengine.host.errands import Errands
from flowengine.host.fetch import Fetcher
from flowengine.host.library import Library, Look
from flowengine.host.retention import Retention
from flowengine.host.timers import Timers

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.store.interface import Store

LOOK = 1.0  # seconds between two looks at the folder of flows

Announce = Callable[[Library], None]
_log = logging.getLogger(__name__)


class House:
    """`announce` is told of every look at the folder that found a change.

    `keep_days` is how long a conversation is kept after its last turn; None for ever.
    """

    def __init__(
        self,
        folder: Path,
        store: Store,
        *,
        secrets: Mapping[str, str] | None = None,
        private: frozenset[str] = frozenset(),
        fetcher: Fetcher | None = None,
        announce: Announce | None = None,
        keep_days: int | None = None,
    ) -> None:
        self.library = Library(folder)
        self.store = store
        self.conversations = Conversations(Editions(self.library, store), store)
        self.fetcher = fetcher or Fetcher(secrets=secrets or {}, private=private)
        self.errands = Errands(self.conversations, self.fetcher)
        self.timers = Timers(self.conversations, store)
        self.retention = (
            None if keep_days is None else Retention(store, self.conversations.clock, keep_days)
        )
        self._announce = announce
        self._tasks: list[asyncio.Task[None]] = []

    def read(self) -> Look:
        """Look at the folder of flows once. Raises NotADirectoryError where there is none."""
        look = self.library.refresh()
        if look.changed and self._announce is not None:
            self._announce(self.library)
        return look

    async def start(self, *, watch: bool) -> None:
        if await self.conversations.editions.recover() and self._announce is not None:
            self._announce(self.library)
        await self.errands.take_up(self.store)
        self._tasks.append(asyncio.create_task(self.timers.watch()))
        if self.retention is not None:
            self._tasks.append(asyncio.create_task(self.retention.watch()))
        if watch:
            self._tasks.append(asyncio.create_task(self._watch()))

    async def stop(self) -> None:
        for task in self._tasks:
            task.cancel()
            with suppress(asyncio.CancelledError):
                await task
        await self.errands.close()
        await self.fetcher.close()
        await asyncio.to_thread(self.store.close)

    async def _watch(self) -> None:
        told = ""
        while True:
            await asyncio.sleep(LOOK)
            try:
                await asyncio.to_thread(self.read)
                trouble = ""
            except Exception as error:  # noqa: BLE001 - what runs must outlive any one reading
                trouble = f"{type(error).__name__}: {error}"
            if trouble and trouble != told:  # once, not every second until it is mended
                _log.warning("the folder of flows could not be read: %s", trouble)
            told = trouble
