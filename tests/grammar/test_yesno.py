from __future__ import annotations

from datetime import datetime

import pytest

from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("yes", [True]),
        ("Yes, please!", [True]),
        ("y", [True]),
        ("No, thank you.", [False]),
        ("I don't", [False]),
        ("not really", [False]),
        ("absolutely not", [False]),
        ("definitley", [True]),
        ("yes no", [True, False]),
        ("well yes I think so indeed we do", [True]),
        ("no idea", []),
        ("I'm not sure", []),
        ("maybe", []),
        ("👍🏿", [True]),
        ("✔️ !", [True]),
        ("🙂❌", [False]),
        ("👍👎", []),
        (" + ", [True]),
        ("-", [False]),
        ("+-", []),
        ("🙂", []),
        ("no 👍", [False]),
    ],
)
def test_read(standard: Standard, now: datetime, text: str, values: list[object]) -> None:
    assert [reading.value for reading in read("yes/no", text, standard, "en", now)] == values
