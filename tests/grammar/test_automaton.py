from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar import automaton as room
from flowengine.grammar.automaton import Automaton
from flowengine.grammar.expansion import Expansion
from flowengine.grammar.jsgf import parse_expansion, parse_grammar
from flowengine.grammar.network import MAX_TAGGINGS
from flowengine.grammar.normal import words
from flowengine.grammar.sampling import sentences


def one(phrase: str, **rules: str) -> Automaton:
    parsed = {name: parse_expansion(text) for name, text in rules.items()}
    return Automaton([parse_expansion(phrase)], parsed)


@pytest.mark.parametrize(
    ("phrase", "said", "tags"),
    [
        ("a", "a", [()]),
        ("a", "b", []),
        ("a", "a a", []),
        ("a b", "a", []),
        ("A [b] c", "a c", [()]),
        ("a {x} | b {y}", "b", [("y",)]),
        ("a {x} | a {y}", "a", [("x",), ("y",)]),
        ("(a {x})+", "a a a", [("x", "x", "x")]),
        ("(a {x})+", "", []),
        ("(a {x} | [b])* c", "a b a c", [("x", "x")]),
        ("([a {x}])* b", "b", [()]),
        ("a [<VOID>] <NULL>", "a", [()]),
        ("<r> <r>", "d e", [("d", "e")]),
        ("<INTEGER> people {n}", "12 people", [("12", "n")]),
        ("<INTEGER> | 12 {twelve}", "12", [("twelve",), ("12",)]),
        ("<INTEGER> | 12 {twelve}", "13", [("13",)]),
        ("<WORD> a", "b a", [("word b",)]),
        ("<WORD> a", "a a", []),
        ("<WORD> a", "2 a", []),
    ],
)
def test_reading(phrase: str, said: str, tags: list[tuple[str, ...]]) -> None:
    automaton = one(phrase, r="d {d} | e {e}")
    for _ in range(2):  # made the first time, known the second
        assert [found for _, found in automaton.read(said.split())] == tags
        assert bool(automaton.walk(said.split()).labels) == bool(tags)


def test_labels_are_numbers_of_roots() -> None:
    automaton = Automaton([parse_expansion("a | b"), parse_expansion("b c*")], {})
    assert automaton.walk(["b"]).labels == (0, 1)
    assert automaton.read(["b", "c"]) == [(1, ())]
    assert automaton.vocabulary == {"a", "b", "c"}


def test_ends() -> None:
    automaton = one("call [me [back]]")
    said = "please call me back now".split()
    assert [end for end, _ in automaton.ends(said, 1)] == [2, 3, 4]
    assert automaton.ends(said, 0) == []
    assert automaton.ends(said, 5) == []


def test_onward() -> None:
    automaton = one("b | a c | <INTEGER> d")
    assert automaton.onward(automaton.start) == ["12", "a", "b"]
    assert automaton.onward(automaton.walk(["7"])) == ["d"]
    assert automaton.onward(automaton.dead) == []


def test_many_ways_to_say_nothing_do_not_run_away() -> None:
    automaton = one("a " + " ".join(f"[<NULL> {{{at}}}]" for at in range(100)))
    found = automaton.read(["a"])
    assert 0 < len(found) <= MAX_TAGGINGS


def test_many_readings_are_cut() -> None:
    automaton = one("a ([b {x}] [b {y}])* | a ([b {z}] [b {w}])*")
    assert 0 < len(automaton.read(["a", *["b"] * 200])) <= 4 * MAX_TAGGINGS


def test_many_ways_to_one_place_are_cut() -> None:
    automaton = one("(" + " | ".join(f"a {{{at}}}" for at in range(100)) + ") b")
    assert automaton.read(["a", "b"]) == [(0, (str(at),)) for at in range(MAX_TAGGINGS)]


def test_kept_states_are_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(room, "MAX_KEPT", 10)
    automaton = one("(a | b)* a" + " (a | b)" * 8)
    for number in range(2**9):
        said = list(f"{number:09b}".replace("0", "b").replace("1", "a"))
        assert bool(automaton.walk(said).labels) == (said[0] == "a")
        assert bool(automaton.read(said)) == (said[0] == "a")
    assert len(automaton._kept) <= 11


PIECES = st.recursive(
    st.sampled_from(["a", "b", "a b", "c {t}"]),
    lambda inner: (
        st.lists(inner, min_size=1, max_size=3).map(lambda some: f"({') | ('.join(some)})")
        | st.lists(inner, min_size=1, max_size=3).map(lambda some: f"({') ('.join(some)})")
        | inner.map(lambda each: f"[{each}]")
        | inner.map(lambda each: f"({each})+")
    ),
    max_leaves=8,
)


def expansion(text: str) -> Expansion:
    return parse_grammar(f"#JSGF V1.0; grammar g; <x> = {text};").rules["x"]


@given(PIECES.filter(lambda text: text[0] != ")"))
def test_every_sample_is_accepted(text: str) -> None:
    tree = expansion(f"({text})")
    automaton = Automaton([tree], {})
    for sentence in sentences(tree, {}, 50):
        said = words(" ".join(sentence))
        tags = [found for _, found in automaton.read(said)]
        assert automaton.walk(said).labels == (0,)
        assert ("t",) * said.count("c") in tags


def test_words_that_may_begin() -> None:
    automaton = Automaton([parse_expansion("[please] call me")], {})
    assert [word for word in ("please", "call", "me", "x") if automaton.may_begin(word)] == [
        "please",
        "call",
    ]
    assert Automaton([parse_expansion("<INTEGER> beds")], {}).may_begin("12")
