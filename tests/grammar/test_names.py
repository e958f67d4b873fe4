from __future__ import annotations

from datetime import date, datetime

import pytest

from flowengine.grammar import names
from flowengine.grammar.reading import Context
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("ann", ["Ann"]),
        ("ANN SMITH", ["Ann Smith"]),
        ("Ann-Marie O'Neil", ["Ann-Marie O'Neil"]),
        ("ann-marie d'arc", ["Ann-Marie D'arc"]),
        ("McKay", ["McKay"]),
        ("mary o'neill", ["Mary O'Neill"]),
        ("ann smith is my name", ["Ann Smith"]),
        ("is my name", ["Is My Name"]),
        ("X", ["X"]),
        ("олена", ["Олена"]),
        ("my name is ann smith.", ["Ann Smith"]),
        ("I'm Ann", ["Ann"]),
        ("this is", ["This Is"]),
        ("A as in alpha, N, N", ["Ann"]),
        ("b as in banana o b", ["Bob"]),
        ("double n a", ["Nna"]),
        ("november oscar", ["No"]),
        ("a, n. n", ["Ann"]),
        ("Š-I-M-I-Ć", ["Šimić"]),
        ("đ u r đ i c a", ["Đurđica"]),
        ("Lj i lj a n a", ["Ljiljana"]),
        ("Ann 2", []),
        ("ann@example.org", []),
        ("<b>Ann</b>", []),
        ("one two three four five six seven", []),
        ("Abcdefghij" * 9, []),
        ("?", []),
        ("-'", []),
        ("", []),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("name", text, standard, "en", now)] == values


def test_one_letter_is_not_spelling() -> None:
    assert names.evaluate(("a",), Context("en", date(2027, 3, 3))) == []
