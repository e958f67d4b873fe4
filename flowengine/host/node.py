"""This process as one of perhaps many that serve from the store: it says again and again that it
lives, and learns when it was taken for dead.

Timers, errands and messages are claimed in a node's name. One that was silent too long (a machine
that slept, a database that was away) has lost what it claimed: somebody else may be doing it. It
then lets go of all of it and goes on under a new name.
"""

from __future__ import annotations

import asyncio
import logging
import time
from typing import TYPE_CHECKING

from flowengine.host import keys, measures
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from flowengine.store.verbs import Store

EVERY = 3.0  # seconds between two beats
LIFE = 15.0  # seconds that one beat lasts; others wait so long for the work of a node that died
SURE = 2 / 3  # of that life in which it may do what cannot be undone

_log = logging.getLogger(__name__)


class Node:
    """`id` names it while it lives; `renamed` is awaited with each new name."""

    def __init__(self, store: Store, name: str = "") -> None:
        self.id = name or keys.new_key()
        self.renamed: Callable[[str], Awaitable[None]] = _nobody
        self._store = store
        self._said = self._since = time.monotonic()

    async def join(self) -> None:
        """From now on it lives. Raises StoreError."""
        said = time.monotonic()
        await self._store.beat(self.id, LIFE)
        self._said = self._since = said

    def reached(self) -> float:
        """Seconds for which it has reached the store without a gap in which others could take it
        for dead. Where it is short, nobody else may have reached the store for longer."""
        return time.monotonic() - self._since if self.lives() else 0.0

    def lives(self) -> bool:
        """Whether nobody can have taken it for dead yet: then what it claimed is its own."""
        return time.monotonic() - self._said < SURE * LIFE

    async def beat(self) -> bool:
        """True when it still lives under its name. Raises StoreError."""
        said = time.monotonic()
        lives = await self._store.beat(self.id, LIFE)
        measures.beats_total.inc()
        # The database forgets a node that was silent; nobody can tell what happened meanwhile.
        late = time.monotonic() - self._said > LIFE
        self._said = said
        if late:
            self._since = said
        if lives and not late:
            return True
        await self._begin_anew()
        return False

    async def _begin_anew(self) -> None:
        measures.given_up_total.inc()
        old, self.id = self.id, keys.new_key()
        _log.warning("node %s was given up and goes on as %s", old, self.id)
        await self._store.beat(self.id, LIFE)
        await self._store.leave(old)
        await self.renamed(self.id)

    async def watch(self) -> None:
        """Beat again and again, until cancelled."""
        silent = False
        while True:
            await asyncio.sleep(EVERY)
            try:
                await self.beat()
                silent = False
            except Exception as error:  # noqa: BLE001 - a node that is silent loses all it does
                if not silent:  # once, not with every beat until it is mended
                    why = error if isinstance(error, StoreError) else type(error).__name__
                    _log.error("this node cannot say that it lives: %s", why)
                silent = True

    async def leave(self) -> None:
        """It ends in good order: what it had claimed is anybody's at once. Raises StoreError."""
        await self._store.leave(self.id)


async def _nobody(name: str) -> None:
    """Until somebody works in the name of this node."""
