from __future__ import annotations

from datetime import date

import pytest

from flowengine.language.week import DAYS, LONG, place


@pytest.mark.parametrize(
    ("word", "at"),
    [("mon", 0), ("monday", 0), ("sun", 6), ("sunday", 6), ("sund", None), ("", None)],
)
def test_a_day_has_its_place_in_either_spelling(word: str, at: int | None) -> None:
    assert place(word) == at


def test_days_stand_as_the_calendar_counts_them() -> None:
    for at, (short, long) in enumerate(zip(DAYS, LONG, strict=True)):
        assert f"{date(2027, 3, 1 + at):%A}".lower() == long
        assert long.startswith(short)
