from __future__ import annotations

import pytest

from flowengine.grammar import search
from flowengine.grammar.automaton import Automaton
from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.search import Search


def made(*phrases: str, filler: str = "um | i want [to] | please") -> Search:
    automaton = Automaton([parse_expansion(phrase) for phrase in phrases], {})
    return Search(automaton, Automaton([parse_expansion(filler)], {}))


FINDER = made("call me", "call me back", "i want to talk", "shelter | talk", "2")


@pytest.mark.parametrize(
    ("said", "score", "heard"),
    [
        ("call me", search.EXACT, ["call me"]),
        ("um call please me", search.WITHOUT_FILLER, ["call me"]),
        ("um i want to talk", search.WITHOUT_FILLER, ["i want to talk", "talk"]),
        ("shelterrr", search.RESPELLED, ["shelter"]),
        ("um shel ter", search.RESPELLED_WITHOUT_FILLER, ["shelter"]),
        ("plaese shelter", search.SLIP_WITHOUT_FILLER, ["shelter"]),
        ("caaall me bakc", search.RESPELLED_SLIP, []),
        ("a shel ter for my dog", search.RESPELLED_INSIDE, ["shelter"]),
        ("a shletre for my dog", 0, []),
        ("a sheltre for my dog", search.SLIP_INSIDE, ["shelter"]),
        ("a tlak for my dog", 0, []),
        ("call me bakc", search.SLIP, []),
        ("call em bcak", 0, []),
        ("sheltre", search.SLIP, ["shelter"]),
        ("um sheltre please", search.SLIP_WITHOUT_FILLER, ["shelter"]),
        ("a shelter for my dog", search.INSIDE, ["shelter"]),
        ("shelter or call me back", search.INSIDE, ["shelter", "call me back"]),
        ("there are 2 of us", 0, []),
        ("um", 0, []),
        ("", 0, []),
    ],
)
def test_the_first_tier_that_finds(said: str, score: float, heard: list[str]) -> None:
    for tier, found in FINDER.tiers(said.split(), said):
        if found:
            assert tier == score
            if heard:
                assert sorted(" ".join(sentence) for sentence in found) == sorted(heard)
            return
    assert score == 0


def test_known_words_are_no_slips() -> None:
    finder = made("hours | yours", "wait")
    assert list(finder.mended(["yours"])) == []
    assert list(finder.mended(["want"])) == []
    assert list(finder.mended(["tours"])) == [["hours"], ["yours"]]


def test_one_slip_is_one() -> None:
    finder = made("hours | yours")
    assert list(finder.mended(["huors", "yuors"])) == []
    assert list(finder.mended(["huors", "8"])) == [["hours", "8"]]
    names = made("hours <WORD>")
    assert list(names.mended(["huors", "ann"])) == [["hours", "ann"]]


def test_another_keyboard_needs_the_text() -> None:
    finder = made("привіт")
    assert dict(finder.tiers(["ghbdsn"], "ghbdsn"))[search.RESPELLED] == [("привіт",)]
    assert not any(found for _, found in finder.tiers(["ghbdsn"]))


def test_ordinary_words_are_no_slips() -> None:
    finder = made("noon")
    assert list(finder.mended(["soon"])) == [["noon"]]
    told = Search(finder.automaton, finder.filler, {"soon"})
    assert list(told.mended(["soon"])) == []


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("dont want to talk", []),
        ("not shelter", []),
        ("cant sleep want to talk", ["talk"]),
        ("not shelter but talk then", ["talk"]),
        ("the shelter is not good", ["shelter"]),
        ("please shelter", ["shelter"]),
    ],
)
def test_a_not_undoes_what_follows(said: str, found: list[str]) -> None:
    plain = made("shelter | talk")
    finder = Search(plain.automaton, plain.filler, negation={"not", "dont", "cant"})
    tiers = dict(finder.tiers(said.split()))
    assert [" ".join(sentence) for sentence in tiers[search.INSIDE]] == found


@pytest.mark.parametrize(
    ("said", "found"),
    [
        ("shelter unwanted", []),
        ("shelter please unwanted", []),
        ("shelter tonight unwanted", ["shelter"]),
        ("unwanted talk", ["talk"]),
    ],
)
def test_a_verb_that_comes_last_undoes_what_stands_before(said: str, found: list[str]) -> None:
    plain = made("shelter | talk")
    finder = Search(plain.automaton, plain.filler, denial={"unwanted"})
    tiers = dict(finder.tiers(said.split()))
    assert [" ".join(sentence) for sentence in tiers[search.INSIDE]] == found


def test_long_utterances_are_not_mended() -> None:
    said = ["sheltre"] * (search.MAX_SLIP_WORDS + 1)
    assert list(FINDER.mended(said)) == []


def test_finds_within_finds_are_dropped() -> None:
    finder = made("talk to a person", "a person", "person now")
    assert finder.spans("talk to a person now".split()) == [(0, 4), (3, 5)]


def test_filler_that_repeats_is_followed_in_every_way() -> None:
    finder = made("um talk", filler="um | um um")
    assert finder.without_filler("um um um talk um".split()) == [("um", "talk")]
