from __future__ import annotations

from datetime import datetime
from decimal import Decimal

import pytest

from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


def test_a_persian_fraction(standard: Standard, now: datetime) -> None:
    assert [each.value for each in read("number", "2/5", standard, "fa", now)] == [Decimal("2.5")]
    assert read("number", "2/5", standard, "en", now) == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("2-3", [2, 3]),
        ("two or three", [2, 3]),
        ("two dozen", [24]),
        ("12", [12]),
        ("-12", [-12]),
        ("+12", [12]),
        ("−12", [-12]),
        ("0042", [42]),
        ("1 200", [1200]),
        ("1,200", [1200]),
        ("1.200", [Decimal("1.2"), 1200]),
        ("1 200 300", [1200300]),
        ("1 200,300", [1, 200300]),
        ("12.5", [Decimal("12.5")]),
        ("12,5", [Decimal("12.5")]),
        ("12.0", [12]),
        ("999999999999999999", [10**18 - 1]),
        ("9999999999999999999", []),
        ("twenty five", [25]),
        ("Twenty-five.", [25]),
        ("two hundred and five", [205]),
        ("twelve hundred", [1200]),
        ("12 hundred", [1200]),
        ("three thousand forty", [3040]),
        ("a million", [1000000]),
        ("2.5 million", [2500000]),
        ("two million three thousand", [2003000]),
        ("two and a half", [Decimal("2.5")]),
        ("zero point oh five", [Decimal("0.05")]),
        ("2.5 million point five", [Decimal("2500000.5")]),
        ("minus seven", [-7]),
        ("third", [3]),
        ("23rd", [23]),
        ("nobody", [0]),
        ("point", []),
        ("five six", [5, 6]),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("number", text, standard, "en", now)] == values
