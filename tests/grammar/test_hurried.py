from __future__ import annotations

import pytest

from flowengine.grammar.automaton import Automaton
from flowengine.grammar.hurried import MAX_PHRASE, SHORTEST, hurried, is_slip
from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.slips import Slips


def found(text: str, *phrases: str, right: tuple[str, ...] = ()) -> str:
    automaton = Automaton([parse_expansion(phrase) for phrase in phrases], {})
    slips = Slips(automaton.vocabulary, SHORTEST)
    return " ".join(hurried(text.split(), automaton, slips, right) or ())


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("i wnat to die", "want to die"),
        ("i want ot die", "want to die"),
        ("want want to dei now", "want to die"),
        ("i want to die", ""),  # no slip, and so the business of others
        ("i wnat ot die", ""),
        ("i wnat to", ""),
        ("wnat a coffee", ""),
        ("help", ""),
        ("hlep", ""),  # too short alone
        ("call the polcie", "call the police"),
        ("call polcie", "call police"),
        ("خوکدشی", "خودکشی"),
        ("spasite7 help", ""),
    ],
)
def test_one_slip_in_a_phrase(text: str, meant: str) -> None:
    assert found(text, "want to die", "help", "call [the] police", "خودکشی") == meant


def test_right_words_are_meant_as_they_are() -> None:
    assert found("live to kll", "love to kill") == ""
    assert found("want to liv", "want to live") == "want to live"
    assert found("want to liv", "want to live", right=("liv",)) == ""


def test_phrases_without_end_are_followed_so_far() -> None:
    assert len(found("ha " * 50 + "hepl", "(ha)+ help").split()) == MAX_PHRASE
    assert found("ha ha hepl", "(ha)+ help") == "ha ha help"
    assert len(found("x ha hepl " + "ha " * 2_000, "ha help (ha)+").split()) == 3


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("ot", "to"),  # swapped
        ("too", "to"),  # held
        ("t", "to"),  # left out
        ("ikll", "kill"),
        ("kkill", "kill"),
        ("kil", "kill"),
        ("killk", "kill"),  # the key beside, too
        ("kjll", "kill"),  # the key beside, instead
        ("kiil", "kill"),
        ("kell", "kill"),  # a vowel for a vowel
        ("kiall", "kill"),
        ("doe", "die"),
        ("polbce", "police"),  # any letter within a long word
        ("polbice", "police"),
        ("oolice", "police"),
        ("жмти", "жити"),
        ("бєє", "бє"),
    ],
)
def test_what_fingers_do(typed: str, meant: str) -> None:
    assert is_slip(typed, meant)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("tao", "to"),
        ("ta", "to"),
        ("fill", "kill"),
        ("ill", "kill"),
        ("skill", "kill"),
        ("kiln", "kill"),
        ("kitl", "kill"),
        ("diet", "die"),
        ("dve", "die"),
        ("eolice", "police"),
        ("olice", "police"),
        ("epolice", "police"),
        ("policet", "police"),
        ("policb", "police"),
        ("нови", "нова"),
        ("میکشد", "نمیکشد"),  # breathes: does not
    ],
)
def test_what_fingers_seldom_do(typed: str, meant: str) -> None:
    assert not is_slip(typed, meant)
