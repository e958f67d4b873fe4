"""States and how an item is kept."""

from __future__ import annotations

import msgspec
import pytest

from flowengine.desk import items
from flowengine.desk.items import Guest, Item
from tests.desk.moves.kit import ACTIVE, REST


def test_states_are_what_they_say() -> None:
    assert items.TALKING < items.HELD < items.OPEN
    assert items.OPEN.isdisjoint({items.CLOSED, items.ABANDONED})
    assert {*items.OPEN, items.CLOSED, items.ABANDONED} == set(REST)


@pytest.mark.parametrize(
    ("channel", "slot"),
    [("voice", "voice"), ("chat", "chat"), ("sms", "async"), ("email", "async"), ("x", "async")],
)
def test_a_channel_fills_a_slot(channel: str, slot: str) -> None:
    assert items.media(channel) == slot


def test_an_item_is_kept_as_json_and_read_again() -> None:
    guests = (Guest(agent="sofia", mode=items.LISTEN, hidden=True),)
    for item in (
        *REST.values(),
        msgspec.structs.replace(ACTIVE, guests=guests, skills=(("a", 1),)),
    ):
        assert msgspec.json.decode(msgspec.json.encode(item), type=Item) == item


def test_an_item_of_before_its_new_fields_is_still_read() -> None:
    old = {"id": "i", "conversation": "c", "queue": "q", "channel": "chat", "joined": 5.0}
    found = msgspec.convert(old, Item)
    assert (found.entered, found.hold, found.held) == (0.0, 0.0, 0.0)


def test_priorities_are_in_their_order() -> None:
    assert list(items.PRIORITIES.values()) == sorted(items.PRIORITIES.values())
    assert items.PRIORITIES["highest"] == items.URGENT
