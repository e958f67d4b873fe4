from __future__ import annotations

from datetime import datetime

import pytest

from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("+44 20 7946 0018", ["+442079460018"]),
        ("+44 (0)20 7946-0018", ["+442079460018"]),
        ("(020) 7946.0018", ["02079460018"]),
        ("112 45", ["11245"]),
        ("+112", []),
        ("112", []),
        ("+0123456789", ["0123456789"]),
        ("123456789012345", ["123456789012345"]),
        ("1234567890123456", []),
        ("zero two zero double five five one two", ["02055512"]),
        ("plus four four two zero seven", ["+44207"]),
        ("my number is 081 354 7654 thanks", ["0813547654"]),
        ("call me", []),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("phone", text, standard, "en", now)] == values
