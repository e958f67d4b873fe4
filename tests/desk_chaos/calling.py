"""Those who call, and agents in their calls: real sound by real connections, through the exchange
processes of the nodes. Everybody hums a tone of their own, so that it is heard who hears whom.

A call that is cut off is over: nobody calls again, and what it has left behind is reckoned.
"""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING

from websockets.exceptions import WebSocketException

from tests.desk_chaos import scene
from tests.desk_chaos.people import begun
from tests.desk_chaos.world import AGAIN
from tests.server.desk.calling import Person as Line

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from tests.desk_chaos.people import Person
    from tests.desk_chaos.world import World

TROUBLE = (OSError, TimeoutError, AssertionError, WebSocketException)
# Hertz of the first; the next is 110 higher. So high that music and voices have little there.
CALLERS, AGENTS, STEP = 2_950.0, 4_550.0, 110.0
MOST = 9  # callers and agents whose tones are known
LASTS = 4  # looks in a row in which a tone is heard that is one: speech and music pass
LONGEST = 90.0  # seconds that somebody waits on the line
LOOK = 0.2  # seconds between two times that somebody listens


def tone(base: float, number: int) -> float:
    return base + STEP * number


class Ear:
    """What is heard on a line for a while, of these tones."""

    def __init__(self, line: Line, *wanted: float) -> None:
        self._line = line
        self._wanted = wanted
        self._rows: dict[float, int] = {}

    def listen(self) -> set[float]:
        found = self._line.tones(self._wanted)
        self._rows = {hertz: self._rows.get(hertz, 0) + 1 for hertz in found}
        return {hertz for hertz, rows in self._rows.items() if rows >= LASTS and hertz > 0}


@dataclass
class Calling:
    """`base` and `number` are of the tone that they hum."""

    world: World
    person: Person
    number: int

    async def call(self) -> None:
        """One call, from dialling to its end, whoever ends it."""
        address, token = await begun(self.person, scene.LINE, "voice")
        where = f"{address.replace('http', 'ws', 1)}/call/{self.person.conversation}"
        line = Line(where, tone(CALLERS, self.number))
        self.world.counts["calls"] += 1
        with suppress(*TROUBLE):
            async with _through(line, token):
                self.world.counts["calls answered"] += 1
                await self._holds(line)

    async def _holds(self, line: Line) -> None:
        chance = self.world.chance
        fate, patience = chance.random(), chance.uniform(1, 12)
        heard, ear = False, self._ear(line)
        with suppress(TimeoutError):
            async with asyncio.timeout(patience if fate < 0.25 else LONGEST):
                while not line.closed:
                    heard = self._listens(ear, heard=heard)
                    if heard and fate > 0.85:
                        break  # they hang up while they are talked to
                    await asyncio.sleep(LOOK)
        if line.closed:
            self.world.counts["calls that ended by themselves"] += 1
        elif fate < 0.12:
            self.world.counts["callers cut off"] += 1
            await line.vanish()
        else:
            self.world.counts["callers hung up"] += 1

    def _ear(self, line: Line) -> Ear:
        others = (tone(CALLERS, n) for n in range(MOST) if n != self.number)
        return Ear(line, *others, *(tone(AGENTS, n) for n in range(MOST)))

    def _listens(self, ear: Ear, *, heard: bool) -> bool:
        """Whether they have heard an agent; nobody ever hears another caller."""
        found = ear.listen()
        agent = any(hertz >= AGENTS for hertz in found)
        if any(hertz < AGENTS for hertz in found):
            self.world.odd.append(f"a caller heard another: {sorted(found)}")
        self.world.counts["callers who heard an agent"] += agent and not heard
        return heard or agent


async def joined(
    world: World, secret: str, item: str, ticket: str, number: int
) -> AsyncIterator[Line]:
    """The agent's leg, at the node that has the call; none where no node has it."""
    for node in [one.address for one in world.servers if one.address]:
        where = f"{node.replace('http', 'ws', 1)}/call/desk/{item}"
        line = Line(where, tone(AGENTS, number), secret)
        with suppress(*TROUBLE):
            async with _through(line, ticket):
                yield line
                return


@asynccontextmanager
async def _through(line: Line, token: str) -> AsyncIterator[None]:
    """While the connection is answered. Raises what TROUBLE has."""
    async with asyncio.timeout(30):
        await line.call(token)
    try:
        await line.until("answered")
        yield
    finally:
        with suppress(*TROUBLE):
            async with asyncio.timeout(10):
                await line.leave()


async def talks(world: World, secret: str, item: str, ticket: str, number: int) -> None:
    """An agent in a call: until they have heard the caller for a while, or it is over."""
    async for line in joined(world, secret, item, ticket, number):
        world.counts["agents in calls"] += 1
        ear = Ear(line, *(tone(CALLERS, n) for n in range(MOST)))
        with suppress(TimeoutError):
            async with asyncio.timeout(15):
                while not line.closed:
                    found = ear.listen()
                    if len(found) > 1:
                        world.odd.append(f"an agent heard two callers: {sorted(found)}")
                    if found:
                        world.counts["agents who heard their caller"] += 1
                        await world.pause(0.5, 3)
                        return
                    await asyncio.sleep(AGAIN)
