"""Who waits for news of a conversation: open pages in this process.

News carries no content. A listener that wakes reads the transcript from where it left off, so that
nothing depends on having been there at the right moment.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator


class Listeners:
    def __init__(self) -> None:
        self._bells: defaultdict[str, set[asyncio.Event]] = defaultdict(set)

    @contextmanager
    def listening(self, key: str) -> Iterator[asyncio.Event]:
        """A bell that rings at each commit to the conversation; clear it before reading."""
        bell = asyncio.Event()
        self._bells[key].add(bell)
        try:
            yield bell
        finally:
            self._bells[key].discard(bell)
            if not self._bells[key]:
                del self._bells[key]

    def awaited(self) -> frozenset[str]:
        """Those that somebody listens for."""
        return frozenset(self._bells)

    def ring(self, key: str) -> None:
        for bell in self._bells.get(key, ()):
            bell.set()

    def ring_all(self) -> None:
        """Whoever waits here should look, and then go to another node."""
        for bells in self._bells.values():
            for bell in bells:
                bell.set()
