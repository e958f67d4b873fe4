"""Conversations looked for by a text and more; on every store."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store.finding import in_json, likened
from flowengine.store.records import Identity, Message, Turn
from tests.store.rows import NEW

if TYPE_CHECKING:
    from flowengine.store.database import Database


def body(text: str) -> str:
    return json.dumps({"kind": "text", "text": text}, ensure_ascii=False)


async def _filled(store: Database) -> None:
    said = {
        "abc1": ("Привіт, ЇЖАКУ", "shop", False, ""),
        "abc2": ('He said "no" \\ 100%', "shop", True, "p1"),
        "xyz3": ("Čestitam_svima", "desk", False, "p2"),
    }
    for number, (key, (text, flow, ended, contact)) in enumerate(said.items()):
        now = replace(NEW, id=key, flow=flow, ended=ended, contact=contact, changed=100.0 + number)
        lines = (Message(1, 1.0, "person", body(text)), Message(2, 1.0, "flow", body("Thanks")))
        await store.commit(Turn(now, messages=lines))
    people = [Identity("sms", f"+{name}", name, 1.0) for name in ("p1", "p2")]
    await store.write_contact(identities=people)
    assert await store.merge("p2", "p1")


@pytest.mark.parametrize(
    ("wanted", "keys"),
    [
        ({}, ["xyz3", "abc2", "abc1"]),
        ({"text": "їжак"}, ["abc1"]),
        ({"text": "ПРИВІТ"}, ["abc1"]),
        ({"text": "ČESTITAM"}, ["xyz3"]),
        ({"text": 'said "NO" \\'}, ["abc2"]),
        ({"text": "100%"}, ["abc2"]),
        ({"text": "%"}, ["abc2"]),
        ({"text": "m_s"}, ["xyz3"]),
        ({"text": "!"}, []),
        ({"text": "thanks"}, ["xyz3", "abc2", "abc1"]),
        ({"text": "abc"}, ["abc2", "abc1"]),
        ({"text": "bc1"}, []),
        ({"flow": "shop"}, ["abc2", "abc1"]),
        ({"ended": False}, ["xyz3", "abc1"]),
        ({"ended": True}, ["abc2"]),
        ({"contact": "p1"}, ["xyz3", "abc2"]),
        ({"contact": "p2"}, ["xyz3"]),
        ({"contact": "nobody"}, []),
        ({"text": "thanks", "flow": "shop", "ended": False}, ["abc1"]),
        ({"limit": 1}, ["xyz3"]),
        ({"before": 102.0, "behind": "xyz3"}, ["abc2", "abc1"]),
        ({"before": 101.0}, ["abc1"]),
        ({"text": "a\0b"}, []),
    ],
)
async def test_a_search_finds(store: Database, wanted: dict[str, Any], keys: list[str]) -> None:
    await _filled(store)
    assert [one.id for one in await store.search(**wanted)] == keys


async def test_what_is_found_shows_no_secret(store: Database) -> None:
    await _filled(store)
    (found,) = await store.search("їжаку")
    whole = await store.conversation("abc1")
    assert whole is not None
    assert found == replace(whole, session=b"", token=b"", prompt="")


async def test_pages_lose_nothing_that_changed_at_one_moment(store: Database) -> None:
    for number in range(5):
        await store.commit(Turn(replace(NEW, id=f"c{number}", changed=7.0)))
    got: list[str] = []
    while page := await store.search(
        before=7.0 if got else 0.0, behind=got[-1] if got else "", limit=2
    ):
        got += [one.id for one in page]
    assert got == ["c4", "c3", "c2", "c1", "c0"]


def test_a_text_is_looked_for_as_it_stands() -> None:
    assert likened("50%_Off!") == "%50!%!_off!!%"
    assert in_json('"\n') == '\\"\\n'
