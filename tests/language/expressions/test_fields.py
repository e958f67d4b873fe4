from __future__ import annotations

from datetime import UTC, date, datetime, time
from typing import Any

import pytest

from flowengine.language.expressions.fields import field

DAY = date(2027, 3, 1)
MOMENT = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "key", "found"),
    [
        ({"items": 3}, "items", 3),
        ({"a": 1, "b": 2}, "count", 2),
        ({"count": 7}, "count", 7),
        ({"count": None}, "count", None),
        ({}, "pop", None),
        (["a", "b"], 1, "b"),
        (["a", "b"], -1, "b"),
        (["a", "b"], 2, None),
        (["a"], "a", None),
        (["a", "b"], "count", 2),
        (("a",), 0, "a"),
        ("one\ntwo", "lines", ["one", "two"]),
        ("one", "count", 3),
        ("one", "upper", None),
        ("one", 0, None),
        (DAY, "year", 2027),
        (DAY, "month", 3),
        (DAY, "day", 1),
        (DAY, "weekday", "mon"),
        (DAY, "hour", None),
        (MOMENT, "day", 1),
        (MOMENT, "hour", 9),
        (time(9, 30), "minute", 30),
        (time(9, 30), "year", None),
        (None, "a", None),
        (3, "real", None),
        (object(), "__class__", None),
    ],
)
def test_fields(value: Any, key: object, found: object) -> None:
    assert field(value, key) == found


@pytest.mark.parametrize("value", [{}, DAY, time(9)])
def test_a_list_is_no_key(value: object) -> None:
    with pytest.raises(TypeError):
        field(value, [1])
