from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flowengine.language.expressions.period import Period
from flowengine.language.expressions.values import (
    ARITHMETIC,
    Impossible,
    bounded,
    contains,
    is_empty,
    is_number,
)

DAY = date(2027, 3, 1)
MOMENT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
WEEK = timedelta(days=7)


@pytest.mark.parametrize(
    ("sign", "one", "two", "result"),
    [
        ("+", 1, 2, 3),
        ("+", Decimal("1.5"), 2, Decimal("3.5")),
        ("-", 1, 2.5, -1.5),
        ("*", 3, 4, 12),
        ("/", 6, 3, 2),
        ("/", 1, 2, 0.5),
        ("/", Decimal(6), 3, Decimal(2)),
        ("//", 7, 2, 3),
        ("%", 7, 2, 1),
        ("+", DAY, WEEK, date(2027, 3, 8)),
        ("-", DAY, WEEK, date(2027, 2, 22)),
        ("+", DAY, Period(1), date(2027, 4, 1)),
        ("-", DAY, Period(12), date(2026, 3, 1)),
        ("+", MOMENT, timedelta(hours=1), MOMENT.replace(hour=10)),
        ("-", date(2027, 3, 8), DAY, WEEK),
        ("-", MOMENT, MOMENT, timedelta()),
        ("+", WEEK, WEEK, timedelta(days=14)),
        ("-", WEEK, WEEK, timedelta()),
    ],
)
def test_arithmetic(sign: str, one: Any, two: Any, result: object) -> None:
    found = ARITHMETIC[sign](one, two)
    assert (found, type(found)) == (result, type(result))


@pytest.mark.parametrize(
    ("sign", "one", "two", "error"),
    [
        ("+", "a", "b", TypeError),
        ("+", [1], [2], TypeError),
        ("*", "a", 10**9, TypeError),
        ("%", "%d", 3, TypeError),
        ("+", True, 1, TypeError),
        ("-", MOMENT, DAY, TypeError),
        ("*", WEEK, 2, TypeError),
        ("+", WEEK, DAY, TypeError),
        ("+", None, 1, Impossible),
        ("*", 1, None, Impossible),
        ("+", DAY, timedelta(hours=1), Impossible),
        ("*", 10**17, 10, Impossible),
        ("-", -(10**17) * 9, 10**17, Impossible),
        ("+", float("inf"), 1, Impossible),
        ("+", float("nan"), 1, Impossible),
        ("/", 1, 0, ZeroDivisionError),
        ("+", DAY, timedelta(days=10**8), OverflowError),
        ("+", DAY, Period(10**6), ValueError),
    ],
)
def test_arithmetic_that_is_refused(sign: str, one: Any, two: Any, error: type[Exception]) -> None:
    with pytest.raises(error):
        ARITHMETIC[sign](one, two)


def test_bounds() -> None:
    assert bounded("a" * 10_000) == "a" * 10_000
    assert bounded([10**30]) == [10**30], "only what is counted or said is bounded"
    with pytest.raises(Impossible, match="longer than 10000"):
        bounded("a" * 10_001)


@pytest.mark.parametrize(
    ("value", "empty", "number"),
    [
        (None, True, False),
        ("", True, False),
        ([], True, False),
        ({}, True, False),
        (0, False, True),
        (1.5, False, True),
        (False, False, False),
        ("a", False, False),
        ([None], False, False),
    ],
)
def test_empty_and_number(value: object, empty: bool, number: bool) -> None:
    assert (is_empty(value), is_number(value)) == (empty, number)


@pytest.mark.parametrize(
    ("value", "inside", "found"),
    [
        ("a", "cat", True),
        ("", "cat", True),
        (None, "cat", False),
        ("a", ["a"], True),
        (None, [None], True),
        ("a", {"a": 1}, True),
        ("a", None, False),
        (1, (1, 2), True),
    ],
)
def test_contains(value: object, inside: object, found: bool) -> None:
    assert contains(value, inside) is found


@pytest.mark.parametrize(("value", "inside"), [(3, "cat"), (3, 33), ([1], {})])
def test_what_nothing_can_be_looked_for_in(value: object, inside: object) -> None:
    with pytest.raises(TypeError):
        contains(value, inside)
