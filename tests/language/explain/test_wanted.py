from __future__ import annotations

import pytest

from flowengine.language.explain.wanted import spelled, wanted
from flowengine.language.syntax.table import table


@pytest.mark.parametrize(
    ("kinds", "sentence"),
    [
        ((), ""),
        (("_INDENT", "_DEDENT", "$END"), ""),
        (("QUOTE",), "Here may stand a text in quotation marks."),
        (("PATH", "NAME", "OR"), "Here may stand a name or `or`."),
        (
            ("IF", "OR", "TO", "BY", "IN", "ON", "AT"),
            "Here may stand `at`, `by`, `if`, `in`, `on`, `or` and others.",
        ),
    ],
)  # fmt: skip
def test_a_sentence_for_what_may_stand_here(kinds: tuple[str, ...], sentence: str) -> None:
    assert wanted(table(), kinds) == sentence


def test_every_terminal_of_the_grammar_has_words() -> None:
    kinds = {kind for actions in table().states.values() for kind in actions if kind.isupper()}
    assert all(spelled(table(), kind) for kind in kinds - {"_DEDENT", "$END"})
