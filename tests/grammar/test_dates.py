from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from flowengine.grammar import date_figures, dates
from flowengine.grammar.reading import Context
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2027-03-04", [date(2027, 3, 4)]),
        ("2027-3-4", [date(2027, 3, 4)]),
        ("2027-13-04", []),
        ("3/4/2027", [date(2027, 4, 3), date(2027, 3, 4)]),
        ("3.4.2027.", [date(2027, 4, 3), date(2027, 3, 4)]),
        ("3. 4. 2027.", [date(2027, 4, 3), date(2027, 3, 4)]),
        ("03 04 27", [date(2027, 4, 3), date(2027, 3, 4)]),
        ("25,12", [date(2027, 12, 25)]),
        ("3/3/2027", [date(2027, 3, 3)]),
        ("3/25/2027", [date(2027, 3, 25)]),
        ("3/4/27", [date(2027, 4, 3), date(2027, 3, 4)]),
        ("25/12/48", [date(1948, 12, 25)]),
        ("25/12/47", [date(2047, 12, 25)]),
        ("25/12", [date(2027, 12, 25)]),
        ("32/12/2027", []),
        ("today", [date(2027, 3, 3)]),
        ("Tomorrow morning, please", [date(2027, 3, 4)]),
        ("the day after tomorrow", [date(2027, 3, 5)]),
        ("yesterday", [date(2027, 3, 2)]),
        ("in two weeks", [date(2027, 3, 17)]),
        ("a month ago", [date(2027, 2, 3)]),
        ("in a couple of years", [date(2029, 3, 3)]),
        ("in 999 years", [date(3026, 3, 3)]),
        ("in 9999 years", []),
        ("4 march 99999999999999", []),
        ("in 999999999999 days", []),
        ("on friday", [date(2027, 3, 5)]),
        ("wednesday", [date(2027, 3, 3), date(2027, 3, 10)]),
        ("this wednesday", [date(2027, 3, 3)]),
        ("next monday", [date(2027, 3, 8)]),
        ("next friday", [date(2027, 3, 5), date(2027, 3, 12)]),
        ("next wednesday", [date(2027, 3, 10)]),
        ("last friday", [date(2027, 2, 26)]),
        ("last wednesday", [date(2027, 2, 24)]),
        ("3 March", [date(2027, 3, 3)]),
        ("2 March", [date(2028, 3, 2)]),
        ("March 3rd 2027", [date(2027, 3, 3)]),
        ("the twenty first of june twenty twenty eight", [date(2028, 6, 21)]),
        ("first of may nineteen oh five", [date(1905, 5, 1)]),
        ("4 july two thousand and one", [date(2001, 7, 4)]),
        ("29 feb", [date(2028, 2, 29)]),
        ("31 february", []),
        ("friday the 5th", [date(2027, 3, 5)]),
        ("friday 5 march", [date(2027, 3, 5)]),
        ("monday 5 march", [date(2027, 3, 5)]),
        ("the third", [date(2027, 3, 3)]),
        ("the second", [date(2027, 4, 2)]),
        ("the 31st", [date(2027, 3, 31)]),
        ("the 32nd", []),
        ("on 3/4/2027", [date(2027, 4, 3), date(2027, 3, 4)]),
        ("firday", [date(2027, 3, 5)]),
        ("end of the month", [date(2027, 3, 31)]),
        ("the last day of february", [date(2028, 2, 29)]),
        ("end of may 2029", [date(2029, 5, 31)]),
        ("the first of next month", [date(2027, 4, 1)]),
        ("31st of next month", []),
        ("start of the month", [date(2027, 4, 1)]),
        ("2 march next year", [date(2028, 3, 2)]),
        ("two weeks on monday", [date(2027, 3, 22)]),
        ("this weekend", [date(2027, 3, 6), date(2027, 3, 7)]),
        ("not friday, saturday", [date(2027, 3, 6)]),
        ("not friday", [date(2027, 3, 5)]),
        ("sometime", []),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("date", text, standard, "en", now)] == values


def test_american_figures_are_month_first(standard: Standard, now: datetime) -> None:
    found = read("date", "3/4/2027", standard, "en-US", now)
    assert [(reading.value, reading.score) for reading in found] == [
        (date(2027, 3, 4), 1.0),
        (date(2027, 4, 3), date_figures.OTHER_ORDER),
    ]


def test_a_weekday_that_does_not_agree_makes_it_doubtful(standard: Standard, now: datetime) -> None:
    (found,) = read("date", "monday 5 march", standard, "en", now)
    assert found.score == dates.DOUBTFUL


@pytest.mark.parametrize("tags", [(), ("1", "year"), ("month 3",)])
def test_tags_that_are_no_date(tags: tuple[str, ...]) -> None:
    assert dates.evaluate(tags, Context("en", date(2027, 3, 3))) == []


TODAY = Context("fa", date(2027, 3, 3))  # 12 Esfand 1405


@pytest.mark.parametrize(
    ("tags", "values"),
    [
        (("15", "day", "calendar persian", "month 12"), [date(2027, 3, 6)]),
        (("15", "day", "12", "month", "calendar persian"), [date(2027, 3, 6)]),
        (("11", "day", "calendar persian", "month 12"), [date(2028, 3, 1)]),
        (("30", "day", "calendar persian", "month 12"), [date(2030, 3, 20)]),
        (("31", "day", "calendar persian", "month 12"), []),
        (("1", "day", "calendar persian", "month 1", "6", "year"), [date(2027, 3, 21)]),
        (("1", "day", "calendar persian", "month 1", "99", "year"), [date(2020, 3, 20)]),
        (("15", "day", "calendar persian", "month 12", "405", "year"), [date(2027, 3, 6)]),
        (("1", "day", "calendar persian"), [date(2027, 3, 21)]),
        (("15", "day", "calendar persian"), [date(2027, 3, 6)]),
        (("months 1", "calendar persian"), [date(2027, 4, 1)]),
        (("7", "months", "ago", "calendar persian"), [date(2026, 8, 3)]),
        (("weekday 6", "in_week 1", "week_begins 6"), [date(2027, 3, 6)]),
        (("weekday 5", "in_week 1", "week_begins 6"), [date(2027, 3, 12)]),
        (("weekday 5", "in_week 0", "week_begins 6"), [date(2027, 3, 5)]),
        (("weekday 5", "in_week -1", "week_begins 6"), [date(2027, 2, 26)]),
        (("weekday 5", "in_week 1"), [date(2027, 3, 12)]),
        (("weekday 7", "next", "week_begins 6"), [date(2027, 3, 7)]),
        (("weekday 5", "next", "week_begins 6"), [date(2027, 3, 5), date(2027, 3, 12)]),
    ],
)
def test_tags_of_other_calendars_and_weeks(tags: tuple[str, ...], values: list[date]) -> None:
    assert [reading.value for reading in dates.evaluate(tags, TODAY)] == values


def test_the_end_of_the_calendar(standard: Standard) -> None:
    last = datetime(9999, 12, 31, tzinfo=UTC)
    for text in ("tomorrow", "next saturday", "monday", "friday", "the first", "1 january"):
        assert [each.value for each in read("date", text, standard, "en", last)] in (
            [],
            [date(9999, 12, 31)],
        )
    for text in ("two days ago", "in 40 years ago", "last monday", "yesterday"):
        read("date", text, standard, "en", datetime(1, 1, 1, tzinfo=UTC))


def test_the_next_month_after_december_is_of_the_next_year() -> None:
    context = Context("en", date(2027, 12, 3))
    found = dates.evaluate(("in_month 1", "last_day"), context)
    assert [reading.value for reading in found] == [date(2028, 1, 31)]
