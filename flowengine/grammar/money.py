"""Sums of money: `$12.50`, `300 UAH`, "five dollars fifty", or a bare number without currency.

Currencies are ISO 4217 codes; a sign that several countries share stands for its best known.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from flowengine.grammar import numbers
from flowengine.grammar.reading import Context, Kind, Reading, Readings, sure
from flowengine.grammar.tags import fields

_PARTS = {"cents": Decimal("0.01"), "tens": Decimal(10)}


@dataclass(frozen=True, slots=True)
class Money:
    """`currency` is an ISO 4217 code, or None when nobody said."""

    amount: Decimal
    currency: str | None = None


def typed(text: str, context: Context) -> Readings:
    """A bare number."""
    return [
        Reading(Money(Decimal(str(reading.value))), reading.score)
        for reading in numbers.typed(text, context)
    ]


def evaluate(tags: tuple[str, ...], _context: Context) -> Readings:
    """A number, a currency and perhaps hundredths or tens of it: a toman is ten rials."""
    amount, currency = None, None
    for field in fields(tags):
        if field.name == "currency":
            currency = field.text
        elif field.amount is not None:
            part = Decimal(field.amount) * _PARTS.get(field.name, Decimal(1))
            amount = (amount or Decimal(0)) + part
    return sure(None if amount is None or _is_too_fine(amount) else Money(amount, currency))


def _is_too_fine(amount: Decimal) -> bool:
    """More than two decimals: the other reading of `1.200 €`, a thousand and more, is meant."""
    return len(str(amount).partition(".")[2]) > 2


KIND = Kind(("money.money",), ("money.inside",), typed, evaluate)
