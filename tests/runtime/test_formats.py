"""Values in the words of each language we ship with, and of one we do not know."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import pytest

from flowengine.runtime import formats

DAY = date(2027, 3, 1)  # a Monday


@pytest.mark.parametrize(
    ("language", "style", "text"),
    [
        ("en", "long", "1 March 2027"),
        ("en", "short", "01/03/2027"),
        ("en", "full", "Monday, 1 March 2027"),
        ("en", "MM/dd/yyyy", "03/01/2027"),
        ("uk", "long", "1 березня 2027\u202fр."),
        ("hr", "long", "1. ožujka 2027."),
        ("fa", "long", "۱۰ اسفند ۱۴۰۵"),
        ("fa-AF", "long", "۱۰ حوت ۱۴۰۵"),
        ("xx-nowhere", "long", "1 March 2027"),
        ("!", "long", "1 March 2027"),
    ],
)
def test_a_day(language: str, style: str, text: str) -> None:
    assert formats.day(DAY, style, language) == text


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (time(9, 5), "en", "09:05"),
        (time(18, 0), "uk", "18:00"),
        (time(18, 0), "fa", "۱۸:۰۰"),
        (datetime(2027, 3, 1, 18, 30), "en", "18:30"),  # noqa: DTZ001 - its zone says nothing here
    ],
)
def test_a_clock(value: time | datetime, language: str, text: str) -> None:
    assert formats.clock(value, "short", language) == text


def at(day: int, hour: int = 18) -> datetime:
    return datetime(2027, 3, day, hour)  # noqa: DTZ001 - its zone says nothing here


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (at(1), "en", "today at 18:00"),
        (at(2, 9), "en", "tomorrow at 09:00"),
        (at(3, 9), "en", "on Wednesday at 09:00"),
        (at(7, 9), "en", "on Sunday at 09:00"),
        (at(8, 9), "en", "on 8 March 2027 at 09:00"),
        (date(2027, 2, 28), "en", "on 28 February 2027"),
        (date(2027, 3, 2), "en", "tomorrow"),
        (at(3, 9), "uk", "у середу о 09:00"),
        (at(3, 11), "uk", "у середу об 11:00"),
        (at(1), "ru", "сегодня в 18:00"),
        (at(2), "hr", "sutra u 18:00"),
        (at(2), "fa", "فردا ساعت ۱۸:۰۰"),
        (date(2027, 3, 21), "fa", "۱ فروردین ۱۴۰۶"),
    ],
)
def test_a_moment_as_people_say_it(value: date, language: str, text: str) -> None:
    assert formats.moment(value, DAY, language) == text


@pytest.mark.parametrize(
    ("amount", "currency", "language", "text"),
    [
        (Decimal("19.90"), "EUR", "en", "€19.90"),
        (Decimal(20), "eur", "en", "€20"),
        (6, "GBP", "en", "£6"),
        (Decimal("1234.5"), "EUR", "hr", "1.234,50\xa0€"),
        (20, "UAH", "uk", "20\xa0₴"),
        (Decimal("1234.5"), "UAH", "uk", "1\xa0234,50\xa0₴"),
        (20, "EUR", "uk", "20\xa0€"),
        (Decimal("19.90"), "USD", "uk", "19,90\xa0$"),
        (20, "RUB", "ru", "20\xa0₽"),
        (Decimal("1234.5"), "EUR", "ru", "1\xa0234,50\xa0€"),
        (20, "EUR", "hr", "20\xa0€"),
        (-20, "EUR", "hr", "-20\xa0€"),
        (20, "CHF", "uk", "20\xa0CHF"),
        (1500, "JPY", "en", "JP¥1,500"),
        (Decimal("1234.5"), "", "uk", "1\xa0234,5"),
        (Decimal("1234.5"), "", "hr", "1.234,5"),
        (Decimal("1234.5"), "", "en", "1,234.5"),
        (50_000, "IRR", "fa", "۵۰٬۰۰۰ ریال"),
        (Decimal("12.5"), "USD", "fa", "۱۲٫۵۰ $"),
        (Decimal("1234.5"), "", "fa", "۱٬۲۳۴٫۵"),
    ],
)
def test_money(amount: Decimal | int, currency: str, language: str, text: str) -> None:
    assert formats.money(amount, currency, language) == text


@pytest.mark.parametrize(
    ("count", "language", "form"),
    [
        (1, "en", "one"),
        (2, "en", "few"),
        (1, "uk", "one"),
        (2, "uk", "few"),
        (5, "uk", "many"),
        (11, "uk", "many"),
        (21, "uk", "one"),
        (-1, "en", "one"),
        (Decimal("1.5"), "uk", "few"),
        (Decimal("2.5"), "ru", "few"),
        (1, "hr", "one"),
        (22, "hr", "few"),
        (5, "hr", "many"),
        (21, "ru", "one"),
        (1, "fa", "one"),
        (3, "fa", "few"),
    ],
)
def test_the_form_that_goes_with_a_number(count: Any, language: str, form: str) -> None:
    assert formats.plural(count, ("one", "few", "many"), language) == form


@pytest.mark.parametrize(
    ("digits", "language", "text"),
    [
        ("+380501112233", "hr", "+380 50 111 22 33"),
        ("0501112233", "uk", "050 111 22 33"),
        ("116123", "uk", "116 123"),
        ("112", "en", "112"),
        ("1", "en", "1"),
        ("", "en", ""),
        ("12345", "ru", "12 345"),
        ("1234567", "xx", "1234 567"),
        ("+4915112345678", "en", "+4915 112 345 678"),
        ("09121234567", "fa", "۰۹۱۲-۱۲۳-۴۵۶۷"),
    ],
)
def test_a_phone_number_in_groups(digits: str, language: str, text: str) -> None:
    assert formats.grouped(digits, language) == text


@pytest.mark.parametrize(
    ("seconds", "language", "text"),
    [
        (0, "en", "1 minute"),
        (61, "en", "2 minutes"),
        (60, "ru", "1 минута"),
        (300, "fa", "۵ دقیقه"),
    ],
)
def test_a_span(seconds: float, language: str, text: str) -> None:
    assert formats.span(seconds, language) == text


@pytest.mark.parametrize(
    ("low", "high", "language", "text"),
    [
        (0, 20, "en", "about 1 minute"),
        (240, 360, "en", "about 4 to 6 minutes"),
        (240, 360, "uk", "приблизно 4–6 хвилин"),
        (60, 180, "ru", "примерно 1–3 минуты"),
        (240, 360, "hr", "oko 4–6 minuta"),
        (600, 60, "en", "about 1 minute"),
        (60, 300, "fa", "حدود ۱ تا ۵ دقیقه"),
    ],
)
def test_an_estimate_is_a_range(low: float, high: float, language: str, text: str) -> None:
    assert formats.estimate(low, high, language) == text


@pytest.mark.parametrize(
    ("value", "language", "text"),
    [
        (None, "en", ""),
        (True, "en", "Yes"),
        (False, "uk", "Ні"),
        ("as it is", "en", "as it is"),
        (5, "en", "5"),
        (0.1 + 0.2, "en", "0.3"),
        (0.1 + 0.2, "uk", "0,3"),
        (Decimal("4.50"), "hr", "4,50"),
        (2027, "ru", "2027"),
        (Decimal("1E+3"), "en", "1000"),
        (at(1), "en", "1 March 2027, 18:00"),
        (DAY, "en", "1 March 2027"),
        (time(9), "en", "09:00"),
        (timedelta(minutes=5), "en", "5 minutes"),
        (["a", 2, True], "en", "a, 2 and Yes"),
        (("a", "b"), "uk", "a і b"),
        ([], "en", ""),
        ({"n": 1, "name": "Ann"}, "en", "Ann"),
        ({"n": 1}, "en", ""),
        (1405, "fa", "۱۴۰۵"),
        (Decimal("2.50"), "fa", "۲٫۵۰"),
        (2.5, "fa", "۲٫۵"),
        (["الف", 2], "fa", "الف و ۲"),
        (timedelta(minutes=5), "fa", "۵ دقیقه"),
        (frozenset(), "en", "frozenset()"),
    ],
)
def test_any_value_where_a_text_stands(value: Any, language: str, text: str) -> None:
    assert formats.plain(value, language) == text


def test_what_is_read_out_one_by_one() -> None:
    assert formats.spaced("47 11", "en") == "4 7 1 1"
    assert formats.spaced("4711", "fa") == "\u200e۴ ۷ ۱ ۱"
    assert formats.grouped("09123456789", "fa") == "۰۹۱۲-۳۴۵-۶۷۸۹"


def test_a_choice_is_joined_by_or() -> None:
    assert formats.options(["Red", "Blue"], "en") == "Red or Blue"
