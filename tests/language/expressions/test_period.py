from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from flowengine.language.expressions.period import Period


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        (date(2027, 3, 1), 12, date(2028, 3, 1)),
        (date(2028, 2, 29), 12, date(2029, 2, 28)),
        (date(2027, 1, 31), 1, date(2027, 2, 28)),
        (date(2027, 1, 15), -1, date(2026, 12, 15)),
        (date(2027, 12, 1), 1, date(2028, 1, 1)),
    ],
)
def test_months_keep_the_day_or_take_the_last_there_is(start: date, months: int, end: date) -> None:
    assert start + Period(months) == end
    assert start - Period(-months) == end


def test_a_moment_keeps_its_clock_and_zone() -> None:
    moment = datetime(2027, 3, 1, 9, 30, tzinfo=UTC)
    assert moment + Period(1) == datetime(2027, 4, 1, 9, 30, tzinfo=UTC)


@pytest.mark.parametrize("months", [12 * 9000, -12 * 9000])
def test_a_year_outside_the_calendar_is_refused(months: int) -> None:
    with pytest.raises(ValueError, match="too far"):
        date(2027, 3, 1) + Period(months)


def test_a_period_joins_nothing_but_dates_and_has_no_order() -> None:
    with pytest.raises(TypeError):
        3 + Period(1)  # type: ignore[operator]
    with pytest.raises(TypeError):
        assert Period(1) < Period(2)  # type: ignore[operator]
