from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar import normal, typed


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("At 17:30, for 2 people!", "at 17:30 for 2 people"),
        ("5pm on the 3rd", "5 pm on the 3 rd"),
        ("$12.50 or 10€", "$ 12.50 or 10 €"),
        ("to Ann.S@Example.org.", "to ann.s@example.org"),
        ("twenty-one, don't", "twenty one dont"),
        ("۱۲:۳۰ 3/4/2027", "12:30 3/4/2027"),
        ("", ""),
    ],
)
def test_typed_values_stay_whole(text: str, words: str) -> None:
    assert typed.words(text) == tuple(words.split())


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("\u200e+98\u00a0912\u2011345", "+98 912-345"),
        ("۱۲٫۵ ۱٬۲۰۰ −3", "12.5 1,200 -3"),
        ("1️⃣", "1"),
        ("علی\u200cرضا é й", "علی\u200cرضا é й"),
        ("3–4—2027", "3-4-2027"),
        ("ŠTO je sto?", "ŠTO je sto?"),
    ],
)
def test_plain_text_shows_what_is_seen(text: str, expected: str) -> None:
    assert typed.plain(text) == expected


@pytest.mark.parametrize(
    ("language", "heard"),
    [("hr", "šta je sto? zašto?"), ("hr-HR", "šta je sto? zašto?"), ("en", "Što je sto? zašto?")],
)
def test_only_croatian_has_a_word_that_looks_like_a_hundred(language: str, heard: str) -> None:
    assert typed.listened("Što je sto? zašto?", language) == heard


@given(st.text() | st.text("a1 .:@$-'é", max_size=30))
def test_words_and_tokens_agree(text: str) -> None:
    plain = typed.plain(text)
    tokens = typed.tokens(plain)
    assert tuple(token.word for token in tokens) == typed.words(text)
    assert all(0 <= token.start < token.end <= len(plain) and token.word for token in tokens)
    assert all(isinstance(typed.classes(token.word), tuple) for token in tokens)


@given(st.text("abc -é'", max_size=30))
def test_without_typed_values_folding_is_the_ordinary_one(text: str) -> None:
    assert list(typed.words(text)) == normal.words(text)


@pytest.mark.parametrize(
    ("word", "tags"),
    [
        ("12", {"INTEGER": ("12",)}),
        ("2027", {"INTEGER": ("2027",), "YEAR": ("2027",), "FIGURE_CLOCK": ("clock 20:27",)}),
        ("2460", {"INTEGER": ("2460",), "YEAR": ("2460",)}),
        ("530", {"INTEGER": ("530",), "FIGURE_CLOCK": ("clock 5:30",)}),
        ("2-3", {"RANGE": ("2", "or", "3")}),
        ("10-30", {"RANGE": ("10", "or", "30"), "DOTTED_CLOCK": ("clock 10-30",)}),
        ("1,200", {"INTEGER": ("1200",)}),
        (
            "12.5",
            {
                "DECIMAL": ("12.5",),
                "DOTTED_DATE": ("date 12.5",),
            },
        ),
        ("1.200", {"INTEGER": ("1200",), "DECIMAL": ("1.200",)}),
        ("1.200,50", {"DECIMAL": ("1200.50",)}),
        ("1,200,000.50", {"DECIMAL": ("1200000.50",)}),
        ("32.5", {"DECIMAL": ("32.5",)}),
        ("12,5", {"DECIMAL": ("12.5",)}),
        ("12.50", {"DECIMAL": ("12.50",), "DOTTED_CLOCK": ("clock 12.50",)}),
        ("17:30", {"CLOCK": ("clock 17:30",)}),
        ("17:30:15", {"CLOCK": ("clock 17:30:15",)}),
        ("2027-03-04", {"DATE": ("date 2027-03-04",)}),
        ("2027/3/4", {"DATE": ("date 2027/3/4",)}),
        ("2027/3-4", {}),
        ("3/4/27", {"DATE": ("date 3/4/27",)}),
        ("€", {"CURRENCY": ("currency EUR",)}),
        ("ann", {"WORD": ("word ann",)}),
        ("1-2/3", {}),
        ("1" * 16, {}),
    ],
)
def test_classes_and_their_tags(word: str, tags: dict[str, tuple[str, ...]]) -> None:
    assert {name: typed.tag(name, word) for name in typed.classes(word)} == tags


@pytest.mark.parametrize("name", typed.CLASSES)
def test_each_class_has_an_example_that_fits(name: str) -> None:
    assert name in typed.classes(typed.words(typed.CLASSES[name])[0])


def test_what_is_too_long_is_cut() -> None:
    assert len(typed.words("a1 " * 4_000_000)) < normal.MAX_CHARACTERS
