from __future__ import annotations

import pytest
from lark import Token

from flowengine.language.syntax.indent import Indents, Misindented, margin
from flowengine.language.syntax.source import MAX_DEPTH


def _kinds(*newlines: str) -> list[str]:
    return [one.type for one in Indents().process(Token("_NL", newline) for newline in newlines)]


def test_steps_inwards_and_outwards_become_tokens() -> None:
    assert _kinds("\n", "\n  ", "\n  ", "\n    ", "\n") == [
        "_NL", "_NL", "_INDENT", "_NL", "_NL", "_INDENT", "_NL", "_DEDENT", "_DEDENT",
    ]  # fmt: skip


def test_only_the_last_line_of_a_gap_counts() -> None:
    assert _kinds("\n\t\t# note\n  ", "\n") == ["_NL", "_INDENT", "_NL", "_DEDENT"]
    assert margin("\n      # note\n  ") == 2


@pytest.mark.parametrize("newlines", [["\n\t"], ["\n    ", "\n  "]])
def test_a_tab_and_a_step_to_nowhere_are_refused(newlines: list[str]) -> None:
    with pytest.raises(Misindented):
        _kinds(*newlines)


def test_so_many_steps_and_no_more() -> None:
    steps = ["\n" + " " * step for step in range(1, MAX_DEPTH + 2)]
    assert _kinds(*steps[:-1]).count("_INDENT") == MAX_DEPTH
    with pytest.raises(Misindented):
        _kinds(*steps)
