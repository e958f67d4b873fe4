from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest

from flowengine.grammar.money import Money
from flowengine.grammar.spotting import spot
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import words

TALE = (
    "Two beds tomorrow at five for Ann Smith, call +44 20 7946 0018 "
    "or ann@example.org, $20 for 2 hours, yes"
)
DAY = date(2027, 3, 4)


@pytest.mark.parametrize(
    ("kind", "text", "found"),
    [
        ("number", "two beds and 3 cots", {"two": 2, "3": 3}),
        ("date", TALE, {"tomorrow": DAY}),
        ("time", TALE, {"at five": time(5)}),
        ("phone", TALE, {"44 20 7946 0018": "+442079460018"}),
        ("email", TALE, {"ann@example.org": "ann@example.org"}),
        ("money", TALE, {"$ 20": Money(Decimal(20), "USD")}),
        ("duration", TALE, {"for 2 hours": timedelta(hours=2)}),
        ("yes/no", TALE, {"yes": True}),
        ("name", TALE, {"for ann smith": "Ann Smith"}),
        ("digits", "code one two three ok", {"one two three": "123"}),
        ("time", "2 beds at 17:30 or half past six", {"at 17:30": time(17, 30)}),
        ("time", "2 beds", {}),
        (
            "time",
            "it cost 12.50, come at 5.30 or 6.45pm",
            {"at 5.30": time(5, 30), "6.45 pm": time(18, 45)},
        ),
        ("date", "12.5 kilos", {}),
        ("date", "not on 31 february but on friday", {"on friday": date(2027, 3, 5)}),
        ("yes/no", "no idea really", {}),
        ("yes/no", "I am not sure", {}),
        ("phone", "on 2027-03-04 for 12 345", {}),
        ("phone", "dial +112 23 or (020) 7946 0018", {"112 23": "+11223"}),
        (
            "phone",
            "oh eight one three five four two",
            {"oh eight one three five four two": "0813542"},
        ),
        ("phone", "+0000 000", {}),
        ("name", "two beds for ann", {"for ann": "Ann"}),
        ("name", "two beds for two people", {}),
        ("name", "Two beds for My wife", {}),
        ("name", "i am looking for a bed", {}),
        ("name", "This is Ann", {"this is ann": "Ann"}),
        ("name", "this is urgent", {}),
        ("name", "it is for", {}),
        ("name", "My name is Bob, not Ann", {"my name is bob": "Bob"}),
        ("name", "for " + "Abcdefghijklmnopqrstuvw" * 6, {}),
        ("name", "spelled b o b", {"b o b": "Bob"}),
        ("number", "", {}),
    ],
)
def test_spot(
    standard: Standard, now: datetime, kind: str, text: str, found: dict[str, object]
) -> None:
    spotted = spot(kind, text, standard, "en", now)
    said = words(text)
    heard = {" ".join(said[each.start_word : each.end_word]): each.value for each in spotted}
    assert {key: heard.get(key) for key in found} == found
    assert bool(heard) == bool(found)


def test_every_meaning_is_kept(standard: Standard, now: datetime) -> None:
    (found,) = spot("time", "two beds at five", standard, "en", now)
    assert [reading.value for reading in found.readings] == [time(5), time(17)]
    assert found.value == time(5)


def test_finds_do_not_overlap(standard: Standard, now: datetime) -> None:
    found = spot("number", "twenty five thirty six 7 eight", standard, "en", now)
    assert [each.value for each in found] == [25, 36, 7, 8]
    assert all(a.end_word <= b.start_word for a, b in pairwise(found))


def test_a_language_without_grammars(standard: Standard, now: datetime) -> None:
    assert spot("number", "two 3", standard, "xx", now) == ()
    assert spot("phone", "tel +44 20 7946 0018", standard, "xx", now)[0].start_word == 1
