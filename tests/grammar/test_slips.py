from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar.slips import Slips, one_slip

KNOWN = Slips({"shelter", "talk", "walk", "two", "2", "twenty2", "seven", "a" * 60})


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("shelter", []),
        ("sheltre", ["shelter"]),
        ("shellter", ["shelter"]),
        ("sheler", ["shelter"]),
        ("shelteq", ["shelter"]),
        ("hselter", ["shelter"]),
        ("tal", ["talk"]),
        ("balk", ["talk", "walk"]),
        ("shelteqq", []),
        ("tow", []),
        ("3", []),
        ("twenty3", []),
        ("eleven", []),
        ("a" * 61, []),
        ("", []),
    ],
)
def test_near(typed: str, meant: list[str]) -> None:
    assert KNOWN.near(typed) == meant


def test_short_words_slip_where_that_is_wanted() -> None:
    short = Slips({"to", "die", "a"}, least=2)
    assert (short.near("ot"), short.near("t"), short.near("dei")) == (["to"], ["to"], ["die"])
    assert short.near("b") == []


def by_definition(word: str) -> set[str]:
    letters = "abc"
    cuts = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    return (
        {left + right[1:] for left, right in cuts if right}
        | {left + each + right for left, right in cuts for each in letters}
        | {left + each + right[1:] for left, right in cuts if right for each in letters}
        | {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    ) - {word}


WORDS = st.text("abc", min_size=3, max_size=6)


@given(WORDS, WORDS)
def test_one_slip_is_what_it_says(typed: str, meant: str) -> None:
    assert one_slip(typed, meant) == (meant in by_definition(typed))


@given(st.sets(st.text("abc", min_size=4, max_size=6), max_size=8), WORDS)
def test_the_index_misses_nothing(vocabulary: set[str], typed: str) -> None:
    near = {known for known in vocabulary if known in by_definition(typed)}
    assert set(Slips(vocabulary).near(typed)) == near
