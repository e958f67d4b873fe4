"""What keeps rules from being compiled is told beforehand, and the automaton agrees."""

from __future__ import annotations

import pytest

from flowengine.grammar.automaton import Automaton
from flowengine.grammar.expansion import Expansion, GrammarError, RuleRef
from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.weighing import MAX_WITHIN, Weighing, Weight, flaws


def rules(**written: str) -> dict[str, Expansion]:
    return {name: parse_expansion(text) for name, text in written.items()}


CHAIN = {f"r{at}": f"<r{at + 1}>" for at in range(MAX_WITHIN * 4)} | {f"r{MAX_WITHIN * 4}": "end"}


@pytest.mark.parametrize(
    ("written", "owners", "said"),
    [
        ({"a": "one [two]* {x} <INTEGER>"}, [], ""),
        ({"a": "<b> <b>", "b": "c"}, [], ""),
        ({"a": "one <b>"}, ["a"], "no rule <b>"),
        ({"a": "one [<b> | two]", "b": "<a>"}, ["b"], "contains itself"),
        ({"a": "<b>+", "b": "three <c> <d>"}, ["b", "b"], "no rule <c>"),
        (CHAIN, ["r0"], "too large"),
        ({f"b{n}": f"<b{n + 1}> " * 20 for n in range(5)} | {"b5": "x"}, ["b0"], "too large"),
    ],
)
def test_flaws_belong_to_the_rule_they_stand_in(
    written: dict[str, str], owners: list[str], said: str
) -> None:
    made = rules(**written)
    found = flaws(made)
    assert [flaw.owner for flaw in found] == owners
    assert said in (found[0].error.message if found else "")
    if owners:
        with pytest.raises(GrammarError):
            Automaton([RuleRef(next(iter(made)))], made)
    else:
        assert Automaton([RuleRef(name) for name in made], made).vocabulary


def test_what_cannot_be_followed_weighs_nothing() -> None:
    weighing = Weighing({})
    assert weighing.weigh(RuleRef("gone")) == Weight(0, 0)
    assert [flaw.owner for flaw in weighing.flaws] == [""]


def test_a_rule_is_looked_at_once() -> None:
    """Twenty rules, each twice within the next, would be a million ways through."""
    doubling = {f"r{at}": f"<r{at + 1}> <r{at + 1}>" for at in range(20)} | {"r20": "x <gone>"}
    assert len(flaws(rules(**doubling))) == 2  # what is gone, once; and what is too large
