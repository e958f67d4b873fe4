from __future__ import annotations

import pytest

from flowengine.language.checks.page import (
    entries_need_nothing,
    exits_lead_away,
    labels_are_whole,
    pages_hand_in_words,
)
from tests.language.checks.scopes import scope, told


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("https://www.example.org", 0),
        ("http://example.org/weather?q=1", 0),
        ("", 1),
        ("example.org", 1),
        ("/weather", 1),
        ("javascript:alert(1)", 1),
        ("https://", 1),
        ("https://[", 1),
        ("https://a.example/{{ x }}", 1),
        ("https://a.example/ b", 1),
    ],
)
def test_where_leaving_leads(address: str, found: int) -> None:
    source = f'flow shop "A"\nquick exit to "{address}"\n'
    assert told(exits_lead_away, scope(source, head="")) == [("FE150", 2)] * found


def test_a_flow_nobody_has_to_leave_in_a_hurry() -> None:
    assert told(exits_lead_away, "") == []


@pytest.mark.parametrize(
    ("slot", "found"),
    [
        ("campus: text, from page", 0),
        ("day: date from today to today + 3 days, from page", 0),
        ("face: photo, from page", 1),
        ("pick: choice, from page", 1),
        ("pin: digits 4, secret, from page", 1),
        ("pin: digits 4, secret", 0),
        ("face: photo", 0),
    ],
)
def test_what_a_page_can_hand_in(slot: str, found: int) -> None:
    assert told(pages_hand_in_words, f"slots\n  {slot}\n") == [("FE151", 3)] * found


@pytest.mark.parametrize(
    ("source", "at"),
    [
        ('flow shop "A"\n  uk: "Б"\nentry b "B" -> c\n  uk: "В"\n', []),
        ('flow shop "A {{ x }}"\n', [1]),
        ('flow shop "A"\n  uk: "{{ x }}"\n', [2]),
        ('flow shop "A"\nquick exit to "https://a.example" titled "{{ x }}"\n', [2]),
        ('flow shop "A"\nentry b "{{ x }}" -> c\n', [2]),
        ('flow shop "A"\nentry b "B" -> c\n  uk: "{{ x }}"\n', [3]),
    ],
)
def test_what_is_shown_before_the_conversation(source: str, at: list[int]) -> None:
    assert told(labels_are_whole, scope(source, head="")) == [("FE152", line) for line in at]


@pytest.mark.parametrize(
    ("place", "found"), [("give", 1), ("start", 0), ("nowhere", 0), ("person", 0)]
)
def test_entries_of_steps_that_want_something(place: str, found: int) -> None:
    source = f'flow shop "A"\nentry e "E" -> {place}\n\nstart:\n  end\n\ngive with n:\n  return\n'
    assert told(entries_need_nothing, scope(source, head="")) == [("FE153", 2)] * found
