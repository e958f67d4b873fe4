"""The door to the kinds. What single texts mean to a kind stands in its own file."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar import search
from flowengine.grammar.kinds import KINDS
from flowengine.grammar.sampling import sentences
from flowengine.grammar.standard import Standard
from flowengine.grammar.values import read, spot, words

NOW = datetime(2027, 3, 3, 12, tzinfo=UTC)


def samples(standard: Standard, language: str, kind: str, limit: int) -> list[str]:
    rules = standard.rules(language)
    return [
        " ".join(sentence)
        for name in KINDS[kind].rules
        for sentence in sentences(rules[name], rules, limit)
    ]


@pytest.mark.parametrize("kind", sorted(set(KINDS) - {"name", "email"}))  # filler is a part of them
def test_filler_changes_the_score_only(standard: Standard, now: datetime, kind: str) -> None:
    for text in samples(standard, "en", kind, 150):
        plain = read(kind, text, standard, "en", now)
        found = read(kind, f"um {text} please", standard, "en", now)
        assert not plain or [each.value for each in found] == [each.value for each in plain], text


def slipped(text: str) -> str:
    """With two letters of its first long word swapped; the same when it has none."""
    long = next((word for word in words(text) if word.isalpha() and len(word) > 6), "")
    return text.replace(long, long[:3] + long[4:5] + long[3:4] + long[5:], 1)


@pytest.mark.parametrize("kind", ["number", "date", "time", "money", "duration"])
def test_a_slip_in_a_long_word_is_forgiven(standard: Standard, now: datetime, kind: str) -> None:
    known = standard.search("en", KINDS[kind].rules).automaton.vocabulary
    tried = 0
    for text in samples(standard, "en", kind, 150):
        plain = read(kind, text, standard, "en", now)
        odd = set(words(slipped(text))) - known - {"12", "12.5"}
        if plain and len(odd) == 1 and len(words(text)) <= search.MAX_SLIP_WORDS:
            found = read(kind, slipped(text), standard, "en", now)
            assert plain[0].value in [each.value for each in found], slipped(text)
            tried += 1
    assert tried > 10


@given(st.text() | st.text("0123456789 +-.,:/@$()ax", max_size=40))
def test_no_text_raises(standard: Standard, text: str) -> None:
    for kind in KINDS:
        for reading in read(kind, text, standard, "en", NOW):
            assert 0 < reading.score <= 1
        for each in spot(kind, text, standard, "en", NOW):
            assert 0 <= each.start_word < each.end_word <= len(words(text))


PHRASES = "two and a half hundred thousand million point the third of march next friday at five to"
WORDS = st.sampled_from([*PHRASES.split(), "2027", "31", "17:30", "12.5", "$", "ago", "minus", "x"])


@given(st.lists(WORDS, max_size=14).map(" ".join))
def test_no_jumble_of_known_words_raises(standard: Standard, text: str) -> None:
    for kind in KINDS:
        assert all(reading.score for reading in read(kind, text, standard, "en", NOW))
        spot(kind, text, standard, "en", NOW)


@pytest.mark.parametrize(
    "text", ["9", "a at b dot ", "(", "five ", "+1 ", "a.", "1-", "@", "for Ann "]
)
@pytest.mark.parametrize("kind", KINDS)
def test_huge_texts_are_cut(standard: Standard, now: datetime, kind: str, text: str) -> None:
    huge = text * (10_000_000 // len(text))
    assert len(read(kind, huge, standard, "en", now)) < 100
    assert len(spot(kind, huge, standard, "en", now)) <= len(words(huge)) <= 2_000


def test_what_is_inside_an_answer_counts_least(standard: Standard, now: datetime) -> None:
    found = read("number", "there are five of us, and 2 dogs", standard, "en", now)
    assert [(reading.value, reading.score) for reading in found] == [(5, 0.7), (2, 0.7)]
    assert read("number", "twnety five", standard, "en", now)[0].value == 25


def test_an_unknown_kind_is_the_callers_mistake(standard: Standard, now: datetime) -> None:
    with pytest.raises(KeyError):
        read("colour", "red", standard, "en", now)


def test_typed_values_need_no_grammar(now: datetime) -> None:
    nothing = Standard({})
    assert read("number", "12", nothing, "xx", now)[0].value == 12
    assert read("number", "twelve", nothing, "xx", now) == ()
    assert read("name", "Олена", nothing, "uk", now)[0].value == "Олена"


@pytest.mark.parametrize(("text", "values"), [("što", []), ("sto", [100]), ("STO", [100])])
def test_what_is_no_hundred_in_croatian(
    standard: Standard, now: datetime, text: str, values: list[int]
) -> None:
    assert [each.value for each in read("number", text, standard, "hr", now)] == values
    found = spot("number", text, standard, "hr", now)
    assert [one.value for each in found for one in each.readings] == values


def test_a_name_is_kept_as_it_was_written(standard: Standard, now: datetime) -> None:
    assert read("name", "Ana Što", standard, "hr", now)[0].value == "Ana Što"
