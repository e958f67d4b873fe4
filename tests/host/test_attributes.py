from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flowengine.host.attributes import decoded, encoded, values
from flowengine.store.records import Attribute


@pytest.mark.parametrize(
    "value",
    [
        "Оля",
        "",
        7,
        2.5,
        True,
        ["a", 1, None],
        {"a": {"b": [1]}},
        {"$date": "x", "and": "more"},
        date(2026, 5, 1),
        time(9, 30),
        datetime(2026, 5, 1, 9, 30, tzinfo=UTC),
        timedelta(days=2, seconds=1),
        Decimal("12.50"),
        {"day": date(2026, 5, 1), "sums": [Decimal("0.1")]},
    ],
)
def test_a_value_is_known_again_as_it_was(value: Any) -> None:
    found = decoded(encoded(value))
    assert found == value
    assert type(found) is type(value)


def test_what_a_program_reads_says_what_it_is() -> None:
    assert encoded(date(2026, 5, 1)) == '{"$date":"2026-05-01"}'
    assert encoded(None) == ""


@pytest.mark.parametrize(
    "text", ["{", "", '{"$date": 5}', '{"$date": "soon"}', '{"$number": "x"}', '{"$seconds": 1e99}']
)
def test_what_cannot_be_read_is_as_though_it_were_not_known(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - whatever its words
        decoded(text)
    known = [Attribute("c", "odd", text, 1.0), Attribute("c", "name", '"Оля"', 1.0)]
    assert values(known) == {"name": "Оля"}
