"""What the only process on a store may know by heart: conversations as they last stood, and leases.

It is never more than a copy: a commit still compares with the row, so that something old here
costs a second try and no more.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flowengine.store.verbs import LEASE, Busy

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.store.records import Conversation

KEPT = 20_000  # conversations; those that were longest silent go first


class Memory:
    """`clock` gives seconds that never go back."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._kept: dict[str, Conversation] = {}
        self._leases: dict[str, tuple[str, float]] = {}

    def get(self, key: str) -> Conversation | None:
        return self._kept.get(key)

    def keep(self, one: Conversation) -> None:
        """As it stands after its last commit; nobody remembers an older one by this."""
        known = self._kept.pop(one.id, None)
        self._kept[one.id] = one if known is None or known.revision <= one.revision else known
        if len(self._kept) > KEPT:
            del self._kept[next(iter(self._kept))]

    def drop(self, key: str) -> None:
        self._kept.pop(key, None)

    def clear(self) -> None:
        self._kept.clear()

    # ------------------------------------------------------------ leases

    def take(self, key: str, node: str) -> None:
        """Raises Busy."""
        held = self._leases.get(key)
        now = self._clock()
        if held is not None and held[0] != node and held[1] > now:
            raise Busy("Somebody else is answering in this conversation. Ask again in a moment.")
        self._leases[key] = (node, now + LEASE)

    def free(self, key: str) -> None:
        """The conversation has gone on: whoever had it would come too late anyway."""
        self._leases.pop(key, None)

    def give_back(self, key: str, node: str) -> None:
        held = self._leases.get(key)
        if held is not None and held[0] == node:
            del self._leases[key]

    def left(self, node: str) -> None:
        """All leases of a node that is no more."""
        for key in [key for key, (holder, _) in self._leases.items() if holder == node]:
            del self._leases[key]
