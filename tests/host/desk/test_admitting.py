"""Who may join which call; that a ticket opens nothing else is tried in `test_calls`."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.desk import items, moves
from flowengine.desk.items import Guest, Item
from flowengine.desk.permissions import Permissions
from flowengine.host.desk.admitting import Admitting, role_of
from flowengine.host.refusal import Refusal
from tests.host.desk.talks import MARKO, OLENA, Office, played


@pytest.mark.parametrize(
    ("state", "user", "role"),
    [
        (items.ACTIVE, "a", "agent"),
        (items.LOST, "a", "agent"),
        (items.ACTIVE, "b", "whisper"),
        (items.ACTIVE, "c", ""),
        (items.OFFERED, "a", ""),
        (items.WRAP_UP, "a", ""),
        (items.WAITING, "b", ""),
    ],
)
def test_the_part_is_that_of_the_item(state: str, user: str, role: str) -> None:
    item = Item(
        id="i", conversation="c", queue="q", channel="voice", state=state, agent="a",
        guests=(Guest("b", items.WHISPER),),
    )  # fmt: skip
    assert role_of(user, item) == role


@pytest.mark.parametrize("mode", [items.LISTEN, items.WHISPER, items.BARGE])
def test_a_supervisors_part_needs_its_own_right_when_they_come(tmp_path: Path, mode: str) -> None:
    async def scene(office: Office) -> None:
        item = await office.talks(OLENA, channel="voice")
        item = await office.move(moves.guest(item, Guest(MARKO.id, mode), office.now))
        admitting = Admitting(office.store, office.bureau.users, lambda: office.now)
        with pytest.raises(Refusal, match="not yours"):
            await admitting.ticket(MARKO, item.id)
        ways = {f"item.{mode}": (("everyone",),)}
        admitting.permissions = Permissions(ways)
        token = await admitting.ticket(MARKO, item.id)
        assert await admitting.admitted(item.id, token) == (item, MARKO, mode)
        admitting.redeem(token)
        with pytest.raises(Refusal, match="used before"):
            admitting.redeem(token)

    played(tmp_path / "store.db", tmp_path / "line", scene)
