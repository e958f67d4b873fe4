from __future__ import annotations

import pytest

from flowengine.host.backoff import LATEST, LONGEST, TRIES, pause, retry_after

NOW = 1_800_000_000.0  # Fri, 15 Jan 2027 08:00:00 GMT


@pytest.mark.parametrize(
    ("tries", "bound"),
    [(1, 2.0), (2, 4.0), (5, 32.0), (10, 1024.0), (11, LONGEST), (10**9, LONGEST)],
)
def test_the_bound_doubles_up_to_the_longest(tries: int, bound: float) -> None:
    assert pause(tries, 1.0) == bound
    assert pause(tries, 0.5) == bound / 2
    assert pause(tries, 0.0) == 0.0


def test_what_the_other_side_asked_for_is_the_least_and_chance_comes_on_top() -> None:
    assert pause(1, 0.5, least=100.0) == 101.0
    assert pause(1, 0.0, least=1e9) == LATEST


def test_all_tries_together_take_hours_not_weeks() -> None:
    together = sum(pause(tries, 0.5) for tries in range(1, TRIES))
    assert 1 < together / 3600 < 24


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        ("120", 120.0),
        (" 7 ", 7.0),
        ("0", 0.0),
        ("99999999999999999999", LATEST),
        ("Fri, 15 Jan 2027 08:01:30 GMT", 90.0),
        ("Friday, 15-Jan-27 08:01:30 GMT", 90.0),
        ("Fri, 15 Jan 2027 08:01:30 -0000", 90.0),
        ("Fri, 15 Jan 2027 07:00:00 GMT", 0.0),
        ("Fri, 15 Jan 2099 07:00:00 GMT", LATEST),
        ("-5", 0.0),
        ("1.5", 0.0),
        ("²", 0.0),
        ("soon", 0.0),
        ("", 0.0),
    ],
)
def test_the_header_is_seconds_or_a_date(value: str, expected: float) -> None:
    assert retry_after(value, NOW) == expected
