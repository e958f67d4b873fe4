from __future__ import annotations

from datetime import date

import pytest

from flowengine.grammar.date_figures import OTHER_ORDER, typed
from flowengine.grammar.reading import Context

TODAY = date(2027, 3, 3)  # 12 Esfand 1405


def found(text: str, language: str) -> list[tuple[date, float]]:
    return [
        (each.value, each.score)
        for each in typed(text, Context(language, TODAY))
        if isinstance(each.value, date)
    ]


@pytest.mark.parametrize(
    ("text", "dates"),
    [
        ("1405/12/15", [(date(2027, 3, 6), 1.0)]),
        ("1405-12-15", [(date(2027, 3, 6), 1.0)]),
        ("1405 / 12 / 15", [(date(2027, 3, 6), 1.0)]),
        ("1405.1.1", [(date(2026, 3, 21), 1.0)]),
        ("1403/12/30", [(date(2025, 3, 20), 1.0)]),
        ("1405/12/30", []),
        ("15/12/1405", [(date(2027, 3, 6), 1.0)]),
        ("2027/3/5", [(date(2027, 3, 5), 1.0)]),
        ("5/3/2027", [(date(2027, 3, 5), 1.0), (date(2027, 5, 3), OTHER_ORDER)]),
        ("05/12/15", [(date(2027, 3, 6), 1.0), (date(2037, 2, 23), OTHER_ORDER)]),
        ("05/13/15", []),
        ("15/12/05", [(date(2037, 2, 23), 1.0), (date(2027, 3, 6), OTHER_ORDER)]),
        ("84/6/31", [(date(2005, 9, 22), 1.0)]),
        ("12/15", [(date(2027, 3, 6), 1.0)]),
        ("15/12", [(date(2027, 3, 6), 1.0)]),
        ("1/2", [(date(2027, 3, 22), 1.0), (date(2027, 4, 21), 1.0)]),
        ("12/11", [(date(2028, 3, 1), 1.0), (date(2028, 2, 1), 1.0)]),
        ("31/12", []),
    ],
)
def test_persian_figures(text: str, dates: list[tuple[date, float]]) -> None:
    assert found(text, "fa") == dates
    assert found(text, "fa-AF") == dates


def test_a_day_alone_is_the_next_such_day() -> None:
    assert found("15.", "hr") == [(date(2027, 3, 15), 1.0)]
    assert found("2.", "hr") == [(date(2027, 4, 2), 1.0)]
    assert found("15.", "fa") == [(date(2027, 3, 6), 1.0)]
    assert found("32.", "hr") == found("15", "hr") == []


def test_elsewhere_such_years_are_long_ago() -> None:
    assert found("1405-12-15", "en") == [(date(1405, 12, 15), 1.0)]
