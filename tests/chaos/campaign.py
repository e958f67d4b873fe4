"""The whole of it: people under way, nodes that die, and in the end some quiet to finish in."""

from __future__ import annotations

import asyncio
import time
from collections import Counter
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from flowengine.store.opening import opened
from tests.chaos import scene
from tests.chaos.accounts import Accounts, Rows, audit, read
from tests.chaos.nodes import Gone, Node
from tests.chaos.outside import Outside
from tests.chaos.people import Person
from tests.host.peer import Peer, peer

if TYPE_CHECKING:
    from collections.abc import AsyncIterator
    from pathlib import Path

QUIET = 240.0  # seconds within which all that was promised must be done
GATE = 0.15  # seconds that the slow answers take at most
FIRST = 30.0  # seconds within which a node has taken something, however busy the machine is
LONGEST = 1.0  # seconds of a life from then on
MOST = 60  # messages that a node takes before it is killed
ANY = "at any time"
# Verbs of the store whose every beginning and end is a moment to die in.
VERBS = ("commit", "commit", "commit", "claim_outgoing", "settle", "claim_timers", "claim_errands")
IDLE = ("queued", "sending", "timers", "errands")


@dataclass
class Campaign:
    """`deaths` says how often and how nodes died, `lives` what each had taken by then."""

    address: str
    folder: Path
    seed: int
    people: int = 32
    nodes: int = 1
    deaths: Counter[str] = field(default_factory=Counter)
    lives: list[int] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.outside = Outside(Random(self.seed))
        self.living: list[Node] = []
        self._somebody = asyncio.Event()
        self.crowd = [
            Person(f"p{n}", bool(n % 2), Random(f"{self.seed} {n}"), self._anybody)
            for n in range(self.people)
        ]

    async def _anybody(self) -> Node:
        """One who serves just now; waits for one."""
        while True:
            ready = [one for one in self.living if one.ready.is_set()]
            if ready:
                return self.chance.choice(ready)
            self._somebody.clear()
            await self._somebody.wait()

    @asynccontextmanager
    async def node(self, service: Peer) -> AsyncIterator[Node]:
        """A node while it lives and is asked."""
        one = Node(self.address, scene.written(self.folder, service.port), service.port)
        self.living.append(one)
        async with asyncio.timeout(180):
            await asyncio.wait(
                [asyncio.ensure_future(one.ready.wait()), asyncio.ensure_future(one.over.wait())],
                return_when=asyncio.FIRST_COMPLETED,
            )
        assert one.ready.is_set(), "a node did not begin to serve"
        self._somebody.set()
        try:
            yield one
        finally:
            self.living.remove(one)

    async def run(self, kills: int) -> Accounts:
        """Kill so often, let the rest be done, and give the account of it."""
        async with peer(self.outside.say) as service:
            done = asyncio.Event()
            gate = asyncio.create_task(_opened_again_and_again(service))
            talks = [asyncio.create_task(one.talk(done)) for one in self.crowd]
            await asyncio.gather(*(self._lives(service, kills) for _ in range(self.nodes)))
            self.outside.kind = True
            async with self.node(service) as last:
                done.set()
                async with asyncio.timeout(QUIET):
                    await asyncio.gather(*talks)
                rows = await self._at_rest()
                await last.stop()
            gate.cancel()
        return audit(rows, self.crowd, self.outside)

    async def _lives(self, service: Peer, kills: int) -> None:
        while self.deaths.total() < kills:
            async with self.node(service) as node:
                how = await self._ended(node)
            if self.deaths.total() < kills:
                self.deaths[how] += 1
                self.lives.append(node.answers)

    async def _ended(self, node: Node) -> str:
        """Let it live a little; how it died."""
        how = ANY
        if self.chance.random() < 0.5:
            verb, before = self.chance.choice(VERBS), self.chance.random() < 0.4
            how = f"{'before' if before else 'after'} {verb}"
            try:
                await node.ask("die", verb=verb, before=before, count=self.chance.randint(1, 8))
            except Gone:  # pragma: no cover - nobody kills it before
                how = "by itself"
        work = self.chance.randint(0, MOST) if how == ANY else 10 * MOST
        try:
            async with asyncio.timeout(FIRST):
                await node.works(min(work, 1))
            async with asyncio.timeout(LONGEST):
                await node.works(work)
                await asyncio.sleep(self.chance.uniform(0, 0.01))
        except TimeoutError:
            how = ANY
        if not node.over.is_set():
            how = ANY
        await node.kill()
        return how

    async def _at_rest(self) -> Rows:
        """All rows, once nothing is on its way any more."""
        store = opened(self.address, beside=True)
        await store.start()
        until = time.monotonic() + QUIET
        try:
            while True:
                counts = await store.counts()
                if not any(counts[name] for name in IDLE) or time.monotonic() > until:
                    return await read(store)
                await asyncio.sleep(0.2)
        finally:
            await store.close()


async def _opened_again_and_again(service: Peer) -> None:
    """The slow answers go out together, again and again."""
    while True:
        await asyncio.sleep(GATE)
        service.gate.set()
        service.gate.clear()
