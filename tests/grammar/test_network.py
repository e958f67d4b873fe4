from __future__ import annotations

import pytest

from flowengine.grammar.automaton import Automaton
from flowengine.grammar.expansion import GrammarError, Words
from flowengine.grammar.jsgf import parse_expansion, parse_grammar
from flowengine.grammar.network import Network


def laid(phrase: str, **rules: str) -> Network:
    parsed = {name: parse_expansion(text) for name, text in rules.items()}
    return Network([parse_expansion(phrase)], parsed)


@pytest.mark.parametrize(
    ("phrase", "rules", "says", "place"),
    [
        ("a <nobody> b", {}, "no rule <nobody>", (2, 10)),
        ("<r>", {"r": "a <s>", "s": "b <r>"}, "<r> contains itself", (2, 5)),
        ("<r>", {"r": "a | <r> b"}, "contains itself", (4, 7)),
    ],
)
def test_rules_that_cannot_be(
    phrase: str, rules: dict[str, str], says: str, place: tuple[int, int]
) -> None:
    with pytest.raises(GrammarError, match=says) as caught:
        laid(phrase, **rules)
    assert (caught.value.start, caught.value.end) == place


def test_the_way_round_is_shown() -> None:
    with pytest.raises(GrammarError) as caught:
        laid("<r>", r="a <s>", s="b <r>")
    assert "r → s → r" in caught.value.hint


def test_rules_that_double_each_other_are_refused() -> None:
    doubling = {f"r{at}": f"<r{at + 1}> <r{at + 1}>" for at in range(30)} | {"r30": "a"}
    with pytest.raises(GrammarError, match="too large"):
        laid("<r0>", **doubling)


def test_long_chains_of_rules_are_refused() -> None:
    chain = {f"r{at}": f"a <r{at + 1}>" for at in range(5_000)} | {"r5000": "a"}
    with pytest.raises(GrammarError, match="nested too deep"):
        laid("<r0>", **chain)


def test_a_word_of_two_halves_is_one_or_two() -> None:
    automaton = Automaton([parse_expansion("پس\u200cفردا می\u200cآیم")], {})
    for said in ("پس فردا می ایم", "پسفردا میایم", "پسفردا می ایم"):
        assert automaton.walk(said.split()).labels == (0,), said
    assert not automaton.walk(["پس", "میایم"]).labels


def test_signs_alone_say_nothing() -> None:
    automaton = Automaton(
        [
            parse_grammar('#JSGF V1.0; grammar g; <a> = bed "&" [breakfast];').rules["a"],
            Words(("…",)),
        ],
        {},
    )
    assert automaton.walk(["bed", "breakfast"]).labels == (0,)
    assert automaton.walk([]).labels == (1,)


def test_silent_arcs_lead_on_with_the_tags_on_their_way() -> None:
    network = laid("[a {x}] [<NULL> {y}] b")
    beginning = {(word, tags) for at, tags in network.reachable(0) for word in network.arcs[at]}
    assert beginning == {("a", ()), ("b", ()), ("b", ("y",))}
    assert network.tagged
    assert network.vocabulary == {"a", "b"}
