"""Eight processes at one desk: nobody is given twice, nobody is given too much, nothing is lost."""

from __future__ import annotations

import asyncio
import json
from collections import Counter
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

import pytest
from msgspec.structs import replace as changed

from flowengine.desk.items import HELD
from flowengine.store.opening import opened
from tests.store.desk.rows import ITEM, OLENA, joins, kept, offer, staffed
from tests.store.races import EIGHT

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterable, Sequence

    from flowengine.desk.items import Item
    from flowengine.store.database import Database
    from tests.store.races import Race

pytestmark = pytest.mark.slow

CAPS = {"chat": 3, "voice": 1, "async": 5}


@asynccontextmanager
async def _desk(address: str, *people: Item, agents: Sequence[str] = ()) -> AsyncIterator[Database]:
    """A store where these wait, with agents of these names."""
    store = opened(address)
    await store.start()
    try:
        await store.keep_sources("d1", b"")
        await staffed(store, *(changed(OLENA, id=one, name=one, caps=CAPS) for one in agents))
        await joins(store, *people)
        yield store
    finally:
        await store.close()


def _people(count: int, *media: str) -> list[Item]:
    """i1, i2, …; one after the other of these media."""
    kinds = media or ("chat",)
    return [
        changed(ITEM, id=f"i{n}", conversation=f"c{n}", media=kinds[n % len(kinds)])
        for n in range(1, count + 1)
    ]


def _named(count: int) -> list[str]:
    return [f"a{number}" for number in range(count)]


async def _fits(store: Database) -> None:
    """Never anybody more than fits, and never chat beside voice."""
    for load in (await store.loads()).values():
        assert all(count <= CAPS[media] for media, count in load.items())
        assert not (load.get("chat") and load.get("voice"))


async def _whole(store: Database, said: Iterable[tuple[str, str, str, int]]) -> None:
    """Each version of each item was written by one, who was told so; each line of the log is one
    move's; whoever holds an item fills a place with it."""
    written = Counter((item, version) for _, item, _, version in said)
    assert set(written.values()) <= {1}
    held: Counter[tuple[str, str]] = Counter()
    for one in await _all(store):
        assert [version for item, version in sorted(written) if item == one.id] == list(
            range(2, one.version + 1)
        )
        assert one.joined == 100.0
        if one.state in HELD:
            held[one.agent, one.media] += 1
    loads = await store.loads()
    assert held == {(who, media): n for who, load in loads.items() for media, n in load.items()}
    assert await store.verify() == ()


async def _all(store: Database) -> list[Item]:
    return [*await store.items(), *await store.items(states=("closed", "abandoned"))]


async def test_f1_of_eight_routers_one_offers_each_person(postgresql: str, race: Race) -> None:
    agents = _named(30)
    async with _desk(postgresql, *_people(60), agents=agents) as store:
        said = await race.run([race.add("routes", postgresql, me, agents, 4) for me in EIGHT])
        offers = [tuple(one) for part in said for one in part]
        assert sorted(item for _, item, _, _ in offers) == sorted(one.id for one in _people(60))
        logged = Counter(one.item for one in await store.entries() if one.kind == "offered")
        assert set(logged.values()) == {1}
        await _fits(store)
        await _whole(store, offers)


async def test_f2_f3_whoever_comes_too_late_changes_nothing(postgresql: str, race: Race) -> None:
    """Routers, hands and rules on the same few people."""
    agents = ["olena", "marko", "lada"]
    async with _desk(postgresql, *_people(12), agents=agents) as store:
        racers = [race.add("meddles", postgresql, me, 3) for me in EIGHT[:4]]
        racers += [race.add("routes", postgresql, me, agents, 3) for me in EIGHT[4:]]
        said = [tuple(one) for part in await race.run(racers) for one in part]
        await _whole(store, said)
        # What was fetched by hand was given to nobody afterwards.
        for kind, item, agent, version in said:
            if kind == "pulled":
                found = await kept(store, item)
                assert (found.agent, found.version) == (agent, version)


async def test_f5_of_eight_who_take_the_same_call_one_has_it(postgresql: str, race: Race) -> None:
    agents = _named(20)
    async with _desk(postgresql, *_people(40), agents=agents) as store:
        for number, one in enumerate(await store.items()):
            assert await store.move([offer(one, agents[number % 20])], "n1") == ("moved",)
        tokens = [f"token of {one.id}" for one in _people(40)]
        said = await race.run([race.add("takes", postgresql, me, tokens) for me in EIGHT])
        taken = [item for part in said for _, item, _, _ in part]
        assert sorted(taken) == sorted(one.id for one in _people(40))
        told = Counter(one.conversation for one in await store.claim_errands(99, "n1"))
        assert told == {one.conversation: 1 for one in _people(40)}


async def test_f4_nobody_has_more_than_fits_at_any_moment(postgresql: str, race: Race) -> None:
    """Eight processes work a shift on calls, chats and letters of four agents."""
    agents, people = _named(4), _people(24, "chat", "voice", "async")
    async with _desk(postgresql, *people, agents=agents) as store:
        racers = [race.add("works", postgresql, me, agents, 12) for me in EIGHT]
        working = asyncio.create_task(race.run(racers))
        while not working.done():
            await _fits(store)
        await _whole(store, [tuple(one) for part in await working for one in part])


async def test_what_was_told_stays_when_processes_are_killed(postgresql: str, race: Race) -> None:
    agents = _named(10)
    async with _desk(postgresql, *_people(40), agents=agents) as store:
        racers = [race.add("works", postgresql, me, agents, 6) for me in EIGHT]
        await asyncio.to_thread(race.start, racers)
        told = [json.loads(racer.line()) for racer in racers[:4]]
        for racer in racers[:4]:
            racer.process.kill()
            told += [json.loads(line) for line in racer.process.communicate()[0].splitlines()[:-1]]
        for racer in racers[4:]:
            told += await asyncio.to_thread(racer.end)
        await _fits(store)
        assert await store.verify() == ()
        versions = {one.id: one.version for one in await _all(store)}
        assert all(version <= versions[item] for _, item, _, version in told)
        for key, version in versions.items():  # every move left its line
            assert len(await store.entries(item=key)) >= version
