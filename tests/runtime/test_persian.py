"""What Persian writes its own way."""

from __future__ import annotations

from datetime import date

import pytest
from babel import Locale

from flowengine.runtime import persian

DAY = date(2027, 3, 6)  # Saturday, 15 Esfand 1405
FARVARDIN = date(2026, 3, 25)  # 5 Farvardin 1405


@pytest.mark.parametrize(
    ("value", "style", "text"),
    [
        (DAY, "long", "۱۵ اسفند ۱۴۰۵"),
        (DAY, "medium", "۱۵ اسفند ۱۴۰۵"),
        (DAY, "full", "شنبه ۱۵ اسفند ۱۴۰۵"),
        (DAY, "short", "۱۴۰۵/۱۲/۱۵"),
        (FARVARDIN, "short", "۱۴۰۵/۰۱/۰۵"),
        (FARVARDIN, "d LLLL yy", "۵ فروردین ۰۵"),
        (FARVARDIN, "EEEE d/M/y", "چهارشنبه ۵/۱/۱۴۰۵"),
        (FARVARDIN, "'روز' dd", "روز ۰۵"),
    ],
)
def test_a_day(value: date, style: str, text: str) -> None:
    assert persian.day(value, style, Locale.parse("fa")) == text


def test_a_day_in_afghanistan() -> None:
    assert persian.day(DAY, "long", Locale.parse("fa_AF")) == "۱۵ حوت ۱۴۰۵"


@pytest.mark.parametrize(
    ("groups", "text"),
    [
        ("0912 345 6789", "۰۹۱۲-۳۴۵-۶۷۸۹"),
        ("+98 912 345 6789", "\u200e+۹۸-۹۱۲-۳۴۵-۶۷۸۹"),
        ("115", "۱۱۵"),
        ("", ""),
    ],
)
def test_a_phone_number_is_not_turned_about(groups: str, text: str) -> None:
    assert persian.joined(groups) == text


def test_numbers() -> None:
    assert persian.figures("17:30, 1.5") == "۱۷:۳۰, ۱.۵"
    assert persian.number("-1.5") == "-۱٫۵"
    assert persian.spaced("4 7 1 1") == "\u200e۴ ۷ ۱ ۱"
