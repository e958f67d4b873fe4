"""Who may no longer be here: bells for pages that stay open, rung as soon as a user or a session of
theirs is another than it was.

A change made in this process rings at once, one of another node by its news. What nobody tells
(a command beside a server on a file, news that was lost) is found by looking, twice a second, while
any page is open. A bell says only that something changed; whether somebody still may is for the
page to ask.
"""

from __future__ import annotations

import asyncio
from contextlib import suppress
from typing import TYPE_CHECKING

from flowengine.host.listeners import Listeners
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.store.verbs import Store

LOOK = 0.5  # seconds


class Admission:
    """`house.admission`. On `bell` rings the id of a user or of a session."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.bell = Listeners()
        self._seen: Mapping[str, int] = {}

    def changed(self, key: str) -> None:
        """The user or the session of this id; "" where nobody knows whose."""
        self.bell.ring(key) if key else self.bell.ring_all()

    async def watch(self) -> None:
        """Until cancelled."""
        while True:
            await asyncio.sleep(LOOK)
            with suppress(StoreError):  # whoever has a page open is told by what they do
                await self.look()

    async def look(self) -> None:
        """Ring for all who changed since the last look. Raises StoreError."""
        awaited = self.bell.awaited()
        seen = await self._versions() if awaited else {}
        for key in awaited:
            if seen.get(key) != self._seen.get(key):
                self.bell.ring(key)
        self._seen = seen

    async def _versions(self) -> Mapping[str, int]:
        found = {one.id: 0 for one in await self._store.tokens()}
        return found | {one.id: one.version for one in await self._store.users()}
