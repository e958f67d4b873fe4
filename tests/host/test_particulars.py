from __future__ import annotations

from typing import Any

import pytest

from flowengine.desk.people import AGENT, SUPERVISOR
from flowengine.host.demo import USERS
from flowengine.host.particulars import checked, levels
from flowengine.host.refusal import Refusal

MISTAKES: list[tuple[dict[str, Any], str]] = [
    ({"shown": " "}, "no-shown"),
    ({"shown": "x" * 61}, "no-shown"),
    ({"shown": "a\u202eb"}, "no-shown"),
    ({"roles": ()}, "no-role"),
    ({"roles": ("king",)}, "no-role"),
    ({"queues": ("help me",)}, "no-queue"),
    ({"languages": {"uk": 6}}, "no-level"),
    ({"languages": {"u k": 5}}, "no-level"),
    ({"skills": {"legal": 0}}, "no-level"),
    ({"caps": {"fax": 1}}, "no-cap"),
    ({"caps": {"chat": -1}}, "no-cap"),
    ({"caps": {"chat": 21}}, "no-cap"),
]


@pytest.mark.parametrize(("about", "code"), MISTAKES)
def test_what_makes_no_sense_of_a_user_is_told(about: dict[str, Any], code: str) -> None:
    with pytest.raises(Refusal) as refusal:
        checked(USERS[0], about)
    assert refusal.value.code == code


def test_what_is_checked_is_put_in_order() -> None:
    user = checked(
        USERS[0], {"roles": (SUPERVISOR, AGENT), "queues": ("b", "a", "b"), "caps": {"chat": 2}}
    )
    assert user.roles == (AGENT, SUPERVISOR)
    assert user.queues == ("b", "a")
    assert user.caps == {"voice": 1, "chat": 2, "async": 10}


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("", {}),
        ("uk:5, en:3", {"uk": 5, "en": 3}),
        (" legal  trauma:2,", {"legal": 5, "trauma": 2}),
        ("uk:9", {"uk": 9}),  # `checked` knows which levels there are
    ],
)
def test_levels_are_read_as_people_write_them(text: str, found: dict[str, int]) -> None:
    assert levels(text) == found


@pytest.mark.parametrize("text", ["uk:", "uk:x", "uk:-1", "uk:٣", "uk:1:2"])
def test_a_level_that_is_no_number_is_told(text: str) -> None:
    with pytest.raises(Refusal):
        levels(text)
