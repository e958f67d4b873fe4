"""What everybody in the shift shares: who serves just now, chance, and whether it ends."""

from __future__ import annotations

import asyncio
from collections import Counter
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
    stored: float = 1.0  # since when the store can be written to, 0.0 while it cannot

    async def node(self) -> str:
        """The address of one who serves just now; waits for one."""
        while True:
            ready = [one.address for one in self.servers if one.ready.is_set()]
            if ready:
                return self.chance.choice(ready)
            await asyncio.sleep(AGAIN)

    async def pause(self, low: float, high: float) -> None:
        await asyncio.sleep(self.chance.uniform(low, high))
