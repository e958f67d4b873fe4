from __future__ import annotations

import asyncio
import os
from pathlib import Path
from typing import Any

import pytest

from flowengine.config import settings
from flowengine.desk.people import User
from flowengine.server.checkup import store
from flowengine.server.checkup.finding import BAD, OK, WARN, Finding
from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.postgresql.engine import ROOM
from flowengine.store.records import FAILED, Outgoing


def look(path: Path) -> list[Finding]:
    return list(store.opens(settings({}, Path(), store=path)))


def levels(found: list[Finding]) -> dict[str, str]:
    return {one.about: one.level for one in found}


async def filled(path: Path, *messages: Outgoing) -> None:
    made = opened(path)
    await made.start()
    await made.post(messages)
    await made.close()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    asyncio.run(filled(tmp_path / "s.db"))
    return tmp_path / "s.db"


def test_a_store_that_is_well_is_told_so(path: Path) -> None:
    assert levels(look(path)) == {"store": OK, "clock": OK, "disk": OK}


@pytest.mark.parametrize(("key", "level"), [("", WARN), ("a key of thirty-two characters…!", OK)])
def test_an_audit_without_a_key_is_told_where_people_sign_in(
    path: Path, key: str, level: str
) -> None:
    async def hired() -> None:
        made = opened(path)
        await made.start()
        assert await made.write_user(User(id="u1", name="olena", shown="Olena", version=1))
        await made.close()

    asyncio.run(hired())
    found = store.opens(settings({"FLOWENGINE_DESK_KEY": key} if key else {}, Path(), store=path))
    assert levels(list(found))["audit"] == level


def test_a_server_goes_on_meanwhile(path: Path) -> None:
    serving = opened(path)
    assert levels(look(path))["store"] == OK
    asyncio.run(serving.close())


def test_a_store_that_is_not_there_yet_is_not_made(tmp_path: Path) -> None:
    (found,) = look(tmp_path / "a" / "s.db")
    assert (found.level, "will be made" in found.what) == (OK, True)
    assert list(tmp_path.iterdir()) == []


def test_a_folder_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    (found,) = look(tmp_path / "s.db")
    assert found.level == BAD


def test_the_store_of_another_user_is_not_opened(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """`root` looked, and afterwards the server could not write the log beside its own file."""
    monkeypatch.setattr(os, "geteuid", lambda: path.stat().st_uid + 1)
    monkeypatch.setattr(store, "opened", lambda *_: pytest.fail("it was opened"))
    (found,) = look(path)
    assert (found.level, "belongs to another user" in found.what) == (WARN, True)


def test_a_store_that_others_can_read_is_told(path: Path) -> None:
    path.chmod(0o640)
    found = look(path)
    assert (found[0].level, found[0].mend) == (WARN, f"chmod 600 {path}")


def test_what_is_no_store_is_told(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    path.write_bytes(b"no database " * 100)
    path.chmod(0o600)
    (found,) = look(path)
    assert found.level == BAD


def test_a_store_that_hangs_is_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    async def never(_self: Database) -> None:
        await asyncio.Event().wait()

    monkeypatch.setattr(Database, "check", never)
    monkeypatch.setattr(store, "WITHIN", 0.0)
    (found,) = look(path)
    assert (found.level, "took more than" in found.what) == (BAD, True)


def test_messages_that_could_not_be_delivered_are_told(tmp_path: Path) -> None:
    path = tmp_path / "s.db"
    asyncio.run(filled(path, Outgoing("k", "", 1.0, "{}", state=FAILED)))
    found = look(path)[0]
    assert (found.level, "1 messages could not be delivered" in found.what) == (WARN, True)


def answers(monkeypatch: pytest.MonkeyPatch, verb: str, value: Any) -> None:
    async def answer(_self: Database) -> Any:
        return value

    monkeypatch.setattr(Database, verb, answer)


def test_clocks_that_differ_are_told(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "now", 5.0)
    assert levels(look(path))["clock"] == WARN


def test_the_disk_of_a_database_is_its_own_business(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers(monkeypatch, "room", ROOM)
    (disk,) = [one for one in look(path) if one.about == "disk"]
    assert (disk.level, "its own machine" in disk.what) == (OK, True)


@pytest.mark.parametrize(("room", "level"), [(10**6, BAD), (10**8, WARN), (10**9, OK)])
def test_a_disk_without_room_is_told(
    path: Path, monkeypatch: pytest.MonkeyPatch, room: int, level: str
) -> None:
    answers(monkeypatch, "room", room)
    assert levels(look(path))["disk"] == level
