from __future__ import annotations

import pytest

from flowengine.grammar import clashes as room
from flowengine.grammar.clashes import clashes
from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.matcher import Choice


@pytest.mark.parametrize(
    ("phrases", "found"),
    [
        (["yes", "no"], []),
        (["Talk", "talk!"], [("0", "1", "talk")]),
        (["a (b | c)", "[a] c", "a+"], [("0", "1", "a c")]),
        (["a", "a | b", "b | a c"], [("0", "1", "a"), ("1", "2", "b")]),
        (["a", "a", "a"], [("0", "1", "a"), ("0", "2", "a"), ("1", "2", "a")]),
        (["at <CLOCK>", "at <CLOCK> | x"], [("0", "1", "at 17:30")]),
        (["17 <CLOCK>", "<INTEGER> <CLOCK>"], [("0", "1", "17 17:30")]),
        (["a* b", "b* a b"], [("0", "1", "a b")]),
    ],
)
def test_pairs_with_the_shortest_answer(
    phrases: list[str], found: list[tuple[str, str, str]]
) -> None:
    choices = [Choice(str(at), (parse_expansion(text),)) for at, text in enumerate(phrases)]
    assert clashes(choices, {}) == found


def test_one_key_never_clashes_with_itself() -> None:
    yes = (parse_expansion("yes | yes"), parse_expansion("yes"))
    assert clashes([Choice("a", yes), Choice("a", yes)], {}) == []


def test_the_walk_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_PLACES", 4)
    long = (parse_expansion("a b c d e f g"),)
    assert clashes([Choice("a", long), Choice("b", long)], {}) == []
