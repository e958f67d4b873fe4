from __future__ import annotations

import pytest

from flowengine.language.syntax.table import table


@pytest.mark.parametrize(
    ("word", "homes"),
    [
        ("hint", ("ask", "form")),
        ("needs", ("handoff",)),
        ("subject", ("send",)),
        ("zone", ("hours",)),
        ("show", ("browse",)),
        ("languages", ("margin",)),
        ("hours", ("margin", "queue", "queues")),
        ("silence", ("repairs", "menu", "ask", "form")),
        ("with", ("call",)),
    ],
)
def test_words_and_what_they_belong_beneath(word: str, homes: tuple[str, ...]) -> None:
    assert table().homes[word] == homes


@pytest.mark.parametrize("word", ["say", "if", "handoff", "end"])
def test_a_statement_is_at_home_in_a_step(word: str) -> None:
    assert "step" in table().homes[word]
    assert "margin" not in table().homes[word]
