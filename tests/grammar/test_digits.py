from __future__ import annotations

from datetime import datetime

import pytest

from flowengine.grammar.digits import repeated
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("0042", ["0042"]),
        ("12 34", ["1234"]),
        ("12-34.5", ["12345"]),
        ("one two double five", ["1255"]),
        ("triple oh seven", ["0007"]),
        ("um one two three", ["123"]),
        ("my code is 1234", ["1234"]),
        ("1" * 60, ["1" * 60]),
        ("1" * 61, []),
        ("1 " * 100, []),
        ("one " * 61, []),
        ("none", []),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("digits", text, standard, "en", now)] == values


@pytest.mark.parametrize(
    ("tags", "digits"),
    [
        (["0", "(", "900", "12", ")", "(", "20", ")", "x2", "0"], "09122000"),
        (["x2", "(", "40", "5", ")"], "4545"),
        (["(", ")"], "0"),
        (["2x", "5"], "25"),
        (["1xx", "2x", "3", "4x", "0"], "123400"),
        (["1xx", "5", "1xx", "15", "2xx"], "105115200"),
        (["0", "5x", "x2", "7", "x"], "05077x"),
    ],
)
def test_figures_said_as_one_number(tags: list[str], digits: str) -> None:
    assert repeated(tags) == digits


def test_spoken_digits_are_bounded() -> None:
    assert repeated(["x3", *["1"] * 58]) == "1" * 60
    assert repeated(["x3", *["1"] * 59]) == ""
