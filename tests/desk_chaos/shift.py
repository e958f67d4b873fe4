"""The whole shift: people come, agents work, things break; then quiet, in which all must end."""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass, field
from random import Random
from typing import TYPE_CHECKING

from flowengine.host.desk import terms
from flowengine.host.library import Library
from flowengine.store.opening import opened
from tests.desk_chaos import scene
from tests.desk_chaos.agents import Agent
from tests.desk_chaos.calling import Calling
from tests.desk_chaos.chromium import Console
from tests.desk_chaos.people import Person, Provider, page, texter
from tests.desk_chaos.reckoning import reckon
from tests.desk_chaos.servers import Server
from tests.desk_chaos.storing import Storing
from tests.desk_chaos.supervising import Supervisor
from tests.desk_chaos.watching import Reader, Watch
from tests.desk_chaos.world import World
from tests.host.peer import Asked, peer, reply

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from tests.chaos.accounts import Accounts
    from tests.database import Server as Postgres

QUIET = 400.0  # seconds within which everybody must have been answered
SHOWN = 60.0  # seconds until a page must show what is: it looks by itself every 15
STOPS = 120.0  # seconds within which a node ends that is asked to
FIRST = 400.0  # seconds beyond the shift's own for each thing to go wrong once, and words enough
ENOUGH = 20  # words of agents
AGENTS = 6
IDLE = ("queued", "sending", "timers", "errands")
LATEST = 5.0  # seconds that somebody may wait beside who is free: the desk's 2, and some patience


@dataclass
class Shift:
    """`address` is of an empty store, `database` the PostgreSQL it is on, where that may be killed.
    In a `hurry` leases last seconds. `browser`: a real one."""

    address: str
    folder: Path
    seed: int
    seconds: float
    nodes: int = 1
    places: int = 12  # people at once
    callers: int = 0  # and those who call
    hurry: bool = True
    browser: bool = True
    every: float = 3.0  # seconds from one break to the next, about
    latest: float = LATEST
    quiet: float = QUIET
    database: Postgres | None = None
    breaks: Counter[str] = field(default_factory=Counter)
    odd: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.chance = Random(self.seed)
        self.provider = Provider()
        self.people: list[Person] = []
        self.chromium: Console | None = None
        self.numbers = itertools.count(1)
        self.busy: dict[str, int] = {}
        self.broken = asyncio.Event()  # each thing has gone wrong once
        self.frozen: list[asyncio.Task[None]] = []

    async def run(self) -> Accounts:
        async with peer(self._takes) as provider:
            calls = self.callers > 0
            flows = scene.written(self.folder / "flows", calls=calls)
            self.servers = [
                Server(flows, self.address, provider.port, self.hurry, calls)
                for _ in range(self.nodes)
            ]
            self.world = World(self.chance, self.servers)
            for one in self.servers:
                one.note = self.world.note
            secrets = await self._furnished()
            self.agents = [
                Agent(self.world, f"u-agent{n}", secrets[f"u-agent{n}"], f"d{n}")
                for n in range(AGENTS)
            ]
            # Somebody who has two pages open, either of which is enough.
            self.agents.append(Agent(self.world, "u-agent1", secrets["u-agent1"], "other"))
            self.supervisor = Supervisor(self.world, secrets[f"u-{scene.SUPERVISES}"])
            self.storing = Storing(self.world, self.address, self.database)
            self.watch = self._watch(flows)
            await self._all(secrets[f"u-{scene.CHROMIUM}"])
            return await self._reckoned()

    def _takes(self, asked: Asked) -> bytes:
        self.provider.took(json.loads(asked.body))
        return reply(200, {"id": asked.headers["idempotency-key"]})

    async def _furnished(self) -> dict[str, str]:
        store = opened(self.address)
        await store.start()
        try:
            return await scene.furnished(store, AGENTS)
        finally:
            await store.close()

    def _watch(self, flows: Path) -> Watch:
        library = Library(flows)
        library.refresh()
        queues = terms.gathered(library.programs.values())
        return Watch(Reader(self.address), queues, self.servers, self.latest, self.world)

    async def _all(self, secret: str) -> None:
        serving = [asyncio.create_task(one.serve()) for one in self.servers]
        working = [asyncio.create_task(one.work()) for one in self.agents]
        if self.browser:
            self.chromium = Console(self.world, secret)
            working.append(asyncio.create_task(self.chromium.work()))
        watching = asyncio.create_task(self.watch.watch())
        try:
            for one in self.servers:
                async with asyncio.timeout(180):
                    await one.ready.wait()
            async with asyncio.timeout(180):
                await asyncio.gather(*(one.there.wait() for one in self.agents))
            places = [asyncio.create_task(self._place(n)) for n in range(self.places)]
            places += [asyncio.create_task(self._phone(n)) for n in range(self.callers)]
            places.append(asyncio.create_task(self.supervisor.work()))
            breaking = asyncio.create_task(self._breaks())
            await asyncio.wait([watching], timeout=self.seconds)
            assert not watching.done(), watching.exception()
            with suppress(TimeoutError):
                async with asyncio.timeout(FIRST):
                    await self._enough()
            self.world.closing.set()
            breaking.cancel()
            await asyncio.gather(*self.frozen)
            await self._ends(places)
        finally:
            for task in (watching, breaking, *places):
                task.cancel()
            self.world.over.set()
            await asyncio.wait(working, timeout=30)
            for one in self.servers:
                one.stop()
            _, still = await asyncio.wait(serving, timeout=STOPS)
            self.world.odd += ["a node did not end when it was asked to" for _ in still]
            for one in self.servers if still else ():
                one.end()
            await asyncio.gather(*serving)

    async def _enough(self) -> None:
        """However slow the machine is, each thing has gone wrong once and people were served."""
        await self.broken.wait()
        while sum(len(one.said) for one in self.agents) < ENOUGH:
            await asyncio.sleep(0.5)

    async def _ends(self, places: list[asyncio.Task[None]]) -> None:
        """Everybody goes, and nothing is open any more; what is, is told."""
        end = time.monotonic() + self.quiet
        gone, here = await asyncio.wait(places, timeout=self.quiet)
        self.world.odd += [
            f"somebody died of {one.exception()!r}" for one in gone if one.exception()
        ]
        left = [one for one in self.people if one.here]
        self.world.odd += [
            f"{one.name} is still there, in {one.conversation}" for one in left if here
        ]
        try:
            async with asyncio.timeout(max(end - time.monotonic(), 30)):
                await self._quiet()
        except TimeoutError:
            rows = await asyncio.to_thread(self.watch.reader.read)
            self.world.odd += [f"is open for ever: {row[-1]}" for row in rows["item"]]
            self.world.odd.append(f"is not idle: {self.busy}")
        else:
            await self._lists()

    async def _quiet(self) -> None:
        """Until nothing is open any more, and all that goes out has gone."""
        store = opened(self.address, beside=True)
        await store.start()
        try:
            while True:
                rows = await asyncio.to_thread(self.watch.reader.read)
                counts = await store.counts()
                self.busy = {name: counts[name] for name in IDLE if counts[name]}
                if not rows["item"] and not self.busy and not self.provider.again:
                    return
                await asyncio.sleep(0.5)
        finally:
            await store.close()

    async def _lists(self) -> None:
        """Nothing is open: until every agent's page shows nothing either, without a reload."""
        end = time.monotonic() + SHOWN
        while True:
            left = [one for one in self.agents if one.shows()]
            if not left:
                return
            if time.monotonic() > end:
                self.world.odd += [f"{one.user} is still shown {one.shows()}" for one in left]
                return
            await asyncio.sleep(0.5)

    # ------------------------------------------------------------ people

    async def _place(self, place: int) -> None:
        """One person after the other."""
        while not self.world.closing.is_set():
            number = next(self.numbers)
            person = Person(self.world, f"p{number}", f"127.0.1.{place + 1}")
            self.people.append(person)
            match place % 4:
                case 0:
                    await texter(person, self.provider, f"+3805010{number:05}")
                case 1:
                    await page(person, polls=True)
                case _:
                    await page(person, polls=False)
            person.here = False
            self.world.counts["people served"] += 1
            await self.world.pause(0, 4)

    async def _phone(self, number: int) -> None:
        """One call after the other by the same telephone."""
        while not self.world.closing.is_set():
            person = Person(self.world, f"v{next(self.numbers)}", f"127.0.2.{number + 1}")
            self.people.append(person)
            await Calling(self.world, person, number).call()
            person.here = False
            await self.world.pause(0, 4)

    # ------------------------------------------------------------ what goes wrong

    async def _breaks(self) -> None:
        """Each once, then by chance."""
        first = [one for one in _WEIGHTS if one != "database" or self.storing.possible]
        self.chance.shuffle(first)
        while True:
            await self.world.pause(self.every / 2, self.every * 1.5)
            whole = all(one.ready.is_set() for one in self.servers)
            names = first or [name for name, weight in _WEIGHTS.items() for _ in range(weight)]
            possible = [one for one in names if whole or one not in _OF_NODES]
            if not self.storing.possible:
                possible = [one for one in possible if one != "database"]
            if not possible:
                continue
            name = self.chance.choice(possible)
            if name in first:
                first.remove(name)
            if not first:
                self.broken.set()
            ways: dict[str, Callable[[], None]] = {
                "node": self._node,
                "frozen": self._freeze,
                "router": lambda: self.chance.choice(self.servers).kill_router(),
                "agent": lambda: self._agent(self.chance.uniform(0, 2)),
                "agent, long": lambda: self._agent(
                    self.chance.uniform(8, 15) if self.hurry else self.chance.uniform(60, 130)
                ),
                "person": self._person,
                "browser": self._browser,
                "database": self._database,
            }
            ways[name]()
            self.breaks[name] += name not in (*_OF_NODES, "database")  # they count themselves

    def _node(self) -> None:
        """One of them; where there are two, the other goes on."""
        ready = [one for one in self.servers if one.ready.is_set()]
        if ready and len(ready) == len(self.servers):
            self.chance.choice(ready).kill()

    def _freeze(self) -> None:
        ready = [one for one in self.servers if one.ready.is_set()]
        if ready and len(ready) == len(self.servers):
            seconds = self.chance.uniform(3, 8) if self.hurry else self.chance.uniform(10, 90)
            self.frozen.append(asyncio.create_task(self.chance.choice(ready).freeze(seconds)))

    def _database(self) -> None:
        seconds = self.chance.uniform(0.5, 4)
        self.frozen.append(asyncio.create_task(self.storing.fail(seconds)))

    def _agent(self, away: float) -> None:
        self.chance.choice(self.agents).cut(away)

    def _person(self) -> None:
        if self.world.sockets:
            self.chance.choice(list(self.world.sockets)).transport.abort()

    def _browser(self) -> None:
        if self.chromium is not None:
            self.chromium.kill()

    # ------------------------------------------------------------ the end

    async def _reckoned(self) -> Accounts:
        store = opened(self.address)
        await store.start()
        try:
            said = [] if self.chromium is None else self.chromium.said
            found = await reckon(store, self.people, self.agents, self.provider, said)
            self.breaks["database"] = self.storing.failed
            found.counts["surges"] = len(self.supervisor.surges)
        finally:
            await store.close()
        found.counts.update(self.world.counts)
        for one in self.servers:
            self.breaks.update(one.deaths)
        found.counts.update({f"break: {name}": count for name, count in self.breaks.items()})
        found.counts.update({f"most {name}": most for name, most in self.watch.most.items()})
        found.counts["looks into the store"] = self.watch.looks
        found.wrong += [*self.world.odd, *sorted(self.watch.wrong), *self.watch.late]
        self.odd = [line for one in self.servers for line in one.odd]
        return found


_OF_NODES = frozenset({"node", "router", "frozen"})
_WEIGHTS = {
    "node": 3,
    "frozen": 2,
    "router": 3,
    "agent": 6,
    "agent, long": 2,
    "person": 4,
    "browser": 1,
    "database": 2,
}


def told(shift: Shift, found: Accounts, began: float) -> str:
    """The account of it in words."""
    late = shift.watch.longest
    return (
        f"{shift.address.partition(':')[0]}, {shift.nodes} at once,"
        f" {time.time() - began:.0f} s, seed {shift.seed}\n{found}\n"
        f"  longest beside somebody free: {late:.2f} s\n"
        + "\n".join(f"  log: {line} ({n})" for line, n in Counter(shift.odd).most_common(20))
    )
