from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

import pytest

from flowengine.grammar import money
from flowengine.grammar.money import Money
from flowengine.grammar.reading import Context
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("12", [Money(Decimal(12))]),
        ("1.200", [Money(Decimal("1.2")), Money(Decimal(1200))]),
        ("$12.50", [Money(Decimal("12.5"), "USD")]),
        ("12.50 €", [Money(Decimal("12.5"), "EUR")]),
        ("1.200 €", [Money(Decimal(1200), "EUR")]),
        ("1.200,50 €", [Money(Decimal("1200.5"), "EUR")]),
        ("300 UAH", [Money(Decimal(300), "UAH")]),
        ("five dollars fifty", [Money(Decimal("5.5"), "USD")]),
        ("five dollars and fifty cents", [Money(Decimal("5.5"), "USD")]),
        ("fifty cents", [Money(Decimal("0.5"))]),
        ("twenty", [Money(Decimal(20))]),
        ("I can pay 20 pounds a month", [Money(Decimal(20), "GBP")]),
        ("I have 20 cats", []),
        ("dollars", []),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("money", text, standard, "en", now)] == values


def test_tens_of_the_currency() -> None:
    found = money.evaluate(("50", "*1000", "tens", "currency IRR"), Context("fa", date(2027, 3, 3)))
    assert [reading.value for reading in found] == [Money(Decimal(500_000), "IRR")]


def test_a_currency_alone_is_no_sum() -> None:
    context = Context("en", date(2027, 3, 3))
    assert money.evaluate(("currency USD",), context) == []
    assert money.evaluate(("cents", "currency USD"), context) == []
