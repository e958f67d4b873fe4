from __future__ import annotations

from flowengine.grammar.expansion import Alternatives, Words
from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.sampling import interleaved, sentences


def said(phrase: str, limit: int = 100, *, typed: bool = True) -> list[str]:
    rules = {"r": parse_expansion("x | y")}
    found = sentences(parse_expansion(phrase), rules, limit, typed=typed)
    return [" ".join(words) for words in found]


def test_all_of_a_small_grammar() -> None:
    assert said("a [b] (c | d)") == ["a b c", "a d", "a b d", "a c"]
    assert said("<r> <r>") == ["x x", "y y", "x y", "y x"]
    assert said("a* {t} b") == ["a b", "b", "a a b"]
    assert said("a+") == ["a", "a a"]


def test_every_alternative_comes_before_combinations() -> None:
    assert said("(a | b | c) (d | e | f)", 3) == ["a d", "b e", "c f"]


def test_what_can_only_be_typed() -> None:
    assert said("at <CLOCK> | at noon") == ["at 17:30", "at noon"]
    assert said("at <CLOCK> | at noon", typed=False) == ["at noon"]


def test_limits_hold_at_every_node() -> None:
    assert len(said("(a | b | c)+ (d | e)* (f | g) [h] [i] [j] [k] [l] [m] [n]", 50)) == 50
    assert said("a | b", 0) == []
    assert sentences(Alternatives(()), {}, 5) == []


def test_interleaving_drops_doubles() -> None:
    one, two = Words(("a",)).words, ("b",)
    assert interleaved([[one, two], [one], []], 9) == [one, two]
    assert interleaved([[one, two]], 1) == [one]
