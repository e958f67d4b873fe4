"""Eight processes on one store: each thing is done once, and what a killed one held comes free."""

from __future__ import annotations

import asyncio
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store.opening import opened
from flowengine.store.records import Errand, Outgoing, Timer, Turn
from tests.store.races import EIGHT
from tests.store.rows import NEW

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from flowengine.store.database import Database
    from tests.store.races import Race

pytestmark = pytest.mark.slow


async def begun(address: str, *turns: Turn) -> Database:
    store = opened(address)
    await store.start()
    for turn in turns:
        await store.commit(turn)
    return store


def talk(key: str, **more: Any) -> Turn:
    return Turn(replace(NEW, id=key), **more)


# ---------------------------------------------------------------- turns


async def _whole(store: Database, keys: Sequence[str], accepted: set[str]) -> None:
    """Every accepted message is there once, and no revision is missing."""
    said: list[str] = []
    for key in keys:
        found = await store.conversation(key)
        assert found is not None
        lines = await store.messages(key, 0)
        assert [one.number for one in lines] == list(range(1, found.messages + 1))
        revisions = [one.revision for one in await store.traces(key)]
        assert revisions == list(range(2, found.revision + 1))
        said += [json.loads(one.body) for one in lines]
    assert len(said) == len(set(said))
    assert accepted <= set(said)


async def test_each_message_is_taken_once_and_none_is_lost(postgresql: str, race: Race) -> None:
    """Two processes bring each message: one has it taken, the other is told so."""
    keys = ["c1", "c2", "c3"]
    store = await begun(postgresql, *map(talk, keys))
    ids = [[f"m{pair}-{number}" for number in range(30)] for pair in range(4)]
    racers = [race.add("turns", postgresql, me, ids[n // 2], keys) for n, me in enumerate(EIGHT)]
    said = [one for part in await race.run(racers) for one in part]
    assert sorted(said) == sorted(one for part in ids for one in part)
    await _whole(store, keys, set(said))
    await store.close()


async def test_what_was_accepted_stays_when_processes_are_killed(
    postgresql: str, race: Race
) -> None:
    """Three are killed in the middle; the others wait for their leases, and go on."""
    keys = ["c1", "c2", "c3"]
    store = await begun(postgresql, *map(talk, keys))
    racers = [
        race.add("turns", postgresql, me, [f"{me}-{number}" for number in range(40)], keys)
        for me in EIGHT
    ]
    await asyncio.to_thread(race.start, racers)
    accepted: set[str] = set()
    for number, racer in enumerate(racers[:3]):
        for _ in range(3 + 2 * number):
            accepted.add(json.loads(racer.line()))
        racer.process.kill()
        out, _ = racer.process.communicate()
        accepted |= {json.loads(line) for line in out.splitlines() if line.endswith('"')}
    for racer in racers[3:]:
        said = await asyncio.to_thread(racer.end)
        assert len(said) == 40
        accepted |= set(said)
    await _whole(store, keys, accepted)
    await store.close()


async def test_first_messages_of_one_address_make_one_conversation(
    postgresql: str, race: Race
) -> None:
    store = await begun(postgresql)
    said = await race.run([race.add("first", postgresql, me) for me in EIGHT])
    (key,) = {one for part in said for one in part}
    found = await store.open_at("sms", "+100")
    assert found is not None
    assert (found.id, found.revision, found.messages) == (key, 8, 8)
    lines = [json.loads(one.body) for one in await store.messages(key, 0)]
    assert sorted(lines) == [f"m-{me}" for me in EIGHT]
    await store.close()


# ---------------------------------------------------------------- claims


async def test_each_timer_is_claimed_once(postgresql: str, race: Race) -> None:
    keys = [f"c{number}" for number in range(150)]
    store = await begun(
        postgresql, *(talk(key, timers=(Timer(key, 1, "quiet", 1.0),)) for key in keys)
    )
    said = await race.run([race.add("timers", postgresql, me) for me in EIGHT])
    assert sorted(one for part in said for one in part) == sorted(keys)
    await store.close()


async def test_each_letter_is_sent_once(postgresql: str, race: Race) -> None:
    letters = [
        Outgoing(f"c{key}/{number}", f"c{key}", number, "{}", gateway="sms", to=f"+{key}")
        for key in range(20)
        for number in range(5)
    ]
    store = await begun(postgresql)
    await store.post(letters)
    said = await race.run([race.add("outbox", postgresql, me) for me in EIGHT])
    assert sorted(one for part in said for one in part) == sorted(one.key for one in letters)
    sent = await store.outgoing("sent", limit=200)
    assert [one.tries for one in sent] == [1] * 100
    await store.close()


async def test_a_chore_is_done_by_one(postgresql: str, race: Race) -> None:
    store = await begun(postgresql)
    said = await race.run([race.add("chores", postgresql, me) for me in EIGHT])
    assert sorted(one for part in said for one in part) == list(range(10))
    await store.close()


async def test_a_bucket_gives_no_token_twice(postgresql: str, race: Race) -> None:
    store = await begun(postgresql)
    said = await race.run([race.add("tokens", postgresql, me) for me in EIGHT])
    assert len([one for part in said for one in part]) == 13
    await store.close()


async def test_what_killed_ones_had_claimed_is_taken_up_by_others(
    postgresql: str, race: Race
) -> None:
    keys = [f"c{number}" for number in range(60)]
    store = await begun(
        postgresql,
        *(
            talk(
                key,
                timers=(Timer(key, 1, "quiet", 1.0),),
                errands=(Errand(key, 1, "fetch", "{}"),),
                outgoing=(Outgoing(f"{key}/1", key, 1.0, "{}", gateway="sms", to=key),),
            )
            for key in keys
        ),
    )
    holding = [race.add("hold", postgresql, me) for me in EIGHT[:4]]
    await asyncio.to_thread(race.start, holding)
    held = [json.loads(racer.line()) for racer in holding]
    for racer in holding:
        racer.process.kill()
    sending = [key for _, some, _ in held for key in some]
    assert [len(part) for part in held[0]] == [9, 3, 3]
    # Others had nothing to do with it: the test's own node never claimed anything.
    goal = len(keys) + len(keys) + len(sending)
    heirs = [race.add("inherit", postgresql, EIGHT[4], goal)]
    (lost,) = await race.run(heirs)
    assert sorted(lost) == sorted([key, "ambiguous"] for key in sending)
    counts = await store.counts()
    assert (counts["timers"], counts["errands"]) == (60, 60)
    assert (counts["queued"], counts["ambiguous"]) == (60 - len(sending), len(sending))
    await store.close()


# ---------------------------------------------------------------- one file


async def test_of_eight_that_open_one_file_one_serves(tmp_path: Path, race: Race) -> None:
    racers = [race.add("chores", str(tmp_path / "store.db"), me) for me in EIGHT]
    lines = [racer.line() for racer in racers]
    assert sorted(lines) == ["", "", "", "", "", "", "", "ready\n"]
    for racer, line in zip(racers, lines, strict=True):
        if not line:
            assert "Another server uses" in racer.process.communicate()[1]
    (serving,) = [racer for racer, line in zip(racers, lines, strict=True) if line]
    serving.go()
    assert serving.end() == list(range(10))


async def test_eight_that_write_beside_a_server_lose_nothing(tmp_path: Path, race: Race) -> None:
    file = str(tmp_path / "store.db")
    store = await begun(file)
    racers = [race.add("notes", file, me, beside=True) for me in EIGHT]
    await asyncio.to_thread(race.start, racers)
    for number in range(50):
        await store.commit(talk(f"c{number}"))
        await asyncio.sleep(0)
    for racer in racers:
        await asyncio.to_thread(racer.end)
    notes = {(one.who, one.subject) for one in await store.audits(limit=500)}
    assert len(notes) == 200
    assert (await store.counts())["open"] == 50
    await store.close()
