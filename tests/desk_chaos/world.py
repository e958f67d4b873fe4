"""What everybody in the shift shares: who serves just now, chance, and whether it ends."""

from __future__ import annotations

import asyncio
import time
from collections import Counter, deque
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from random import Random

    from websockets.asyncio.client import ClientConnection

    from tests.desk_chaos.servers import Server

AGAIN = 0.2  # seconds until something is tried again


class Gone(Exception):
    """The connection broke: nobody knows whether what was sent has arrived."""


@dataclass
class World:
    """`closing`: nobody new comes, and nothing is broken any more. `over`: everybody goes home."""

    chance: Random
    servers: list[Server]
    closing: asyncio.Event = field(default_factory=asyncio.Event)
    over: asyncio.Event = field(default_factory=asyncio.Event)
    odd: list[str] = field(default_factory=list)
    counts: Counter[str] = field(default_factory=Counter)
    sockets: set[ClientConnection] = field(default_factory=set)  # of people, to be cut
    # When what befell whom, so that whoever is late can be explained.
    befell: deque[tuple[float, str]] = field(default_factory=lambda: deque(maxlen=200))
    stored: float = 1.0  # since when the store can be written to, 0.0 while it cannot

    def note(self, what: str) -> None:
        self.befell.append((time.time(), what))

    def lately(self, at: float, seconds: float) -> str:
        """What befell in so many seconds before, in order, each with how long ago."""
        return ", ".join(f"{at - when:.1f} {what}" for when, what in self.befell
                         if at - seconds < when)  # fmt: skip

    async def node(self) -> str:
        """The address of one who serves just now; waits for one."""
        while True:
            ready = [one.address for one in self.servers if one.ready.is_set()]
            if ready:
                return self.chance.choice(ready)
            await asyncio.sleep(AGAIN)

    async def pause(self, low: float, high: float) -> None:
        await asyncio.sleep(self.chance.uniform(low, high))
