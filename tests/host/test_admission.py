from __future__ import annotations

import asyncio
from dataclasses import replace

import msgspec
import pytest

from flowengine.desk.people import User
from flowengine.host import admission
from flowengine.host.admission import Admission
from flowengine.store.records import Token
from flowengine.store.verbs import StoreError

OLENA = User(id="u1", name="olena", shown="Olena", version=1)
IVAN = User(id="u2", name="ivan", shown="Ivan", version=1)
SESSION = Token("s1", "u1 x", "user session", b"h", 0.0, 0.0)


class Rows:
    """What a store would say. `asked` counts how often it was looked at."""

    def __init__(self) -> None:
        self.people = {one.id: one for one in (OLENA, IVAN)}
        self.sessions = {"s1": SESSION, "s2": replace(SESSION, id="s2")}
        self.asked = 0
        self.away = False

    async def users(self) -> tuple[User, ...]:
        self.asked += 1
        if self.away:
            raise StoreError("away")
        return tuple(self.people.values())

    async def tokens(self) -> tuple[Token, ...]:
        return tuple(self.sessions.values())


@pytest.fixture
def rows() -> Rows:
    return Rows()


@pytest.fixture
def door(rows: Rows) -> Admission:
    return Admission(rows)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("told", "rung"), [("u1", {"u1"}), ("s1", {"s1"}), ("i9", set()), ("", {"u1", "u2", "s1"})]
)
def test_what_is_told_rings_for_whom_it_is_about(
    door: Admission, told: str, rung: set[str]
) -> None:
    bell = door.bell
    with bell.listening("u1") as one, bell.listening("u2") as two, bell.listening("s1") as three:
        door.changed(told)
        bells = {"u1": one, "u2": two, "s1": three}
        assert {key for key, it in bells.items() if it.is_set()} == rung


@pytest.mark.parametrize("what", ["changed", "gone", "signed out"])
def test_what_nobody_tells_is_found_by_looking(door: Admission, rows: Rows, what: str) -> None:
    async def scene() -> None:
        bell = door.bell
        with bell.listening("u1") as one, bell.listening("u2") as two, bell.listening("s1") as it:
            await door.look()
            for each in (one, two, it):
                each.clear()
            await door.look()
            assert not any(each.is_set() for each in (one, two, it))
            if what == "changed":
                rows.people["u1"] = msgspec.structs.replace(OLENA, version=2)
            elif what == "gone":
                del rows.people["u1"]
            else:
                del rows.sessions["s1"]
            await door.look()
            assert (one.is_set(), two.is_set()) == (what != "signed out", False)
            assert it.is_set() == (what == "signed out")

    asyncio.run(scene())


def test_the_store_is_asked_nothing_while_nobody_has_a_page_open(
    door: Admission, rows: Rows
) -> None:
    asyncio.run(door.look())
    assert rows.asked == 0


def test_a_store_that_is_away_ends_no_looking(
    door: Admission, rows: Rows, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(admission, "LOOK", 0.0)
    rows.away = True

    async def scene() -> None:
        with door.bell.listening("u1") as bell:
            watching = asyncio.create_task(door.watch())
            while rows.asked < 3:
                await asyncio.sleep(0)
            rows.away = False
            await asyncio.wait_for(bell.wait(), 30)
            watching.cancel()
            await asyncio.gather(watching, return_exceptions=True)

    asyncio.run(scene())
