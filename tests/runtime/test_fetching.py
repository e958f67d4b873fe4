"""Fetches: the request, its answer in time, late or never."""

from __future__ import annotations

from datetime import date, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flowengine.runtime.fetching import plain_json
from flowengine.runtime.values import SecretName
from tests.runtime.talk import Talk
from tests.runtime.talks import Case, cases


@cases("fetching.talks")
def test_fetching(case: Case) -> None:
    case.play()


FETCHES = (
    'start:\n  fetch a from "https://a.example"\n    on error: say "{{ event.error }}" -> leave\n'
    "  end\n\nleave:\n  end\n"
)


def _nested(depth: int) -> list[Any]:
    return [] if not depth else [_nested(depth - 1)]


def test_a_body_too_large_for_a_session_is_an_error() -> None:
    talk = Talk(FETCHES)
    talk.start()
    assert talk.fetched("x" * 200_000)[0] == "too large"


def test_a_body_nested_beyond_what_can_be_kept_is_a_fault() -> None:
    talk = Talk(FETCHES)
    talk.start()
    assert "too many lists inside one another" in talk.fetched(_nested(80))[0]


def test_a_body_nested_beyond_what_can_be_written_is_an_error() -> None:
    deep: list[Any] = []
    for _ in range(100_000):
        deep = [deep]
    talk = Talk(FETCHES)
    talk.start()
    assert talk.fetched(deep)[0] == "too large"


def test_a_late_body_too_large_is_forgotten() -> None:
    talk = Talk(
        'start:\n  fetch a from "https://a.example"\n    on error: -> leave\n'
        '    on late: say "Never."\n  end\n\nleave:\n  menu "Now?"\n    1 "One"\n  end\n'
    )
    talk.start()
    talk.fetched(error="timeout")
    assert talk.fetched("x" * 200_000, turn=1) == []


@pytest.mark.parametrize(
    ("value", "json"),
    [
        (None, None),
        (True, True),
        (2.5, 2.5),
        ("a", "a"),
        ((1, date(2027, 1, 7)), [1, "2027-01-07"]),
        ({1: time(9)}, {"1": "09:00:00"}),
        (Decimal("19.90"), 19.9),
        (SecretName("key"), ""),
        (timedelta(days=1), "1 day, 0:00:00"),
    ],
)
def test_every_value_has_a_form_in_json(value: Any, json: Any) -> None:
    assert plain_json(value) == json
