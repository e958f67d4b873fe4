from __future__ import annotations

import pytest

from flowengine.grammar import respelling
from flowengine.grammar.normal import words as fold
from flowengine.grammar.respelling import Respelling


def made(*vocabularies: str, ordinary: str = "") -> Respelling:
    sets = tuple(frozenset(fold(words)) for words in vocabularies)
    right = frozenset().union(*sets, fold(ordinary))
    return Respelling(
        sets, lambda words: [at for at, word in enumerate(words) if word not in right]
    )


MIXED = made(
    "так ні хочу житло завтра yes tomorrow twenty five medu بیست و پنج دو شنبه some one",
    "будь ласка",
    ordinary="to then",
)


def respelled(text: str) -> list[str]:
    return [" ".join(way) for way in MIXED.ways(fold(text), text, fold)]


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("nfr", "так"),
        ("tak", "так"),
        ("HI", "ні"),
        ("[jxe ;bnkj ,elm kfcrf", "хочу житло будь ласка"),
        ("hochu zhytlo bud laska", "хочу житло будь ласка"),
        ("yeees", "yes"),
        ("to morrow", "tomorrow"),
        ("зав тра так", "завтра так"),
        ("twentyfive", "twenty five"),
        ("medju", "medu"),
        ("бистопяь", None),
        ("بیستوپنج", "بیست و پنج"),
        ("دوشنبه", "دو شنبه"),
        ("нуы", "yes"),
        ("hochu pizza zavtra", "хочу pizza завтра"),
        ("twentyfivetomorrow", "twenty five tomorrow"),
        ("some one", None),
        ("hello", None),
        ("to", None),
        ("?", None),
        ("", None),
    ],
)
def test_odd_words_become_known_ones(text: str, meant: str | None) -> None:
    found = respelled(text)
    assert (meant in found) if meant else (found == [])


def test_a_known_word_is_never_touched() -> None:
    finder = made("nfr так ні")
    assert finder.ways(["nfr"], "nfr", fold) == []
    assert [tuple(way) for way in finder.ways(["nfr", "ni"], "nfr ni", fold)] == [("nfr", "ні")]


def test_two_meanings_are_two_ways() -> None:
    finder = made("сир сыр")
    assert sorted(finder.near("syr")) == ["сир", "сыр"]
    assert len(finder.ways(["syr"] * 10, "", fold)) == respelling.MAX_WAYS


def test_long_messages_and_long_words_are_left_alone() -> None:
    assert respelled("nfr " * (respelling.MAX_WORDS + 1)) == []
    assert MIXED.near("twenty" * 7) == ()
    assert MIXED.near("y" + "e" * 500 + "s") == ("yes",)


def test_what_is_remembered_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(respelling, "MAX_KEPT", 2)
    finder = made("так")
    assert [finder.near(word) for word in ("tak", "x", "y", "tak", "tak")] == [
        ("так",),
        (),
        (),
        ("так",),
        ("так",),
    ]


@pytest.mark.parametrize(
    ("word", "meant"),
    [("zavrta", ["завтра"]), ("azvtra", ["завтра"]), ("завтра", []), ("kta", []), ("z" * 13, [])],
)
def test_two_letters_change_places_in_a_word_of_other_letters(word: str, meant: list[str]) -> None:
    assert MIXED.swapped(word) == meant
