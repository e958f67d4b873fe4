from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar.tags import LIMIT, Field, Number, fields


def number(amount: Number) -> list[Field]:
    return [Field("", "", amount)]


@pytest.mark.parametrize(
    ("tags", "expected"),
    [
        ("", []),
        ("20 5", number(25)),
        ("2 *100 5", number(205)),
        ("*100", number(100)),
        ("3 *1000 2 *100", number(3200)),
        ("*1000", number(1000)),
        ("2 *1000000 1 *1000", number(2_001_000)),
        ("- 7", number(-7)),
        ("-", []),
        ("2 0.5", number(Decimal("2.5"))),
        ("2.0", number(2)),
        ("0 . 0 5", number(Decimal("0.05"))),
        ("- 2 . 5", number(Decimal("-2.5"))),
        ("2 .", number(2)),
        ("2.5 . 5", number(Decimal("2.5"))),
        ("999999999999999 *1000000", []),
        ("2 weeks", [Field("weeks", "", 2)]),
        ("weeks", [Field("weeks")]),
        ("2 weeks ago", [Field("weeks", "", 2), Field("ago")]),
    ],
)
def test_fields(tags: str, expected: list[Field]) -> None:
    assert fields(tags.split()) == expected


def test_a_name_with_its_own_text_leaves_the_number_alone() -> None:
    assert fields(["3", "day", "month 3"]) == [Field("day", "", 3), Field("month", "3")]
    assert fields(["5", "currency USD", "50"]) == [
        Field("", "", 5),
        Field("currency", "USD"),
        Field("", "", 50),
    ]


FIGURES = [
    "0",
    "7",
    "90",
    "12.5",
    "999999999999999",
    "*100",
    "*1000000",
    ".",
    "-",
    "x",
    "x 1",
]  # what grammars hold


@given(st.lists(st.sampled_from(FIGURES), max_size=12))
def test_any_tags_can_be_read(tags: list[str]) -> None:
    amounts = [field.amount for field in fields(tags) if field.amount is not None]
    assert all(-LIMIT < amount < LIMIT for amount in amounts)
