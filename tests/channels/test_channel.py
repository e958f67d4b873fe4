from __future__ import annotations

import pytest

from flowengine.channels.lower import BY_NAME
from flowengine.language.checks.scope import CHANNELS


def test_each_channel_a_flow_may_name_says_what_it_can_do() -> None:
    assert sorted(BY_NAME) == sorted(CHANNELS)
    assert all(name == channel.name for name, channel in BY_NAME.items())


@pytest.mark.parametrize(
    ("what", "names"),
    [
        ("spoken", {"voice"}),
        ("cellular", {"sms", "ussd"}),
        ("rows", {"whatsapp"}),
        ("patience", {"ussd"}),
        ("buttons", {"agent", "chat", "whatsapp", "telegram", "viber", "messenger"}),
        ("push", {"voice", "sms", "email", "whatsapp", "telegram", "viber", "messenger"}),
    ],
)
def test_who_can_what(what: str, names: set[str]) -> None:
    assert {one.name for one in BY_NAME.values() if getattr(one, what)} == names


def test_a_label_has_room_wherever_there_are_buttons_or_rows() -> None:
    for one in BY_NAME.values():
        assert bool(one.buttons) == bool(one.button_label)
        assert bool(one.rows) == bool(one.row_label)
