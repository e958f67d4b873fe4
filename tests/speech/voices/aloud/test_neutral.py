"""Nothing that somebody wrote can be mark-up, a command or a picture to a synthesiser."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.speech.voices.aloud import read_aloud
from flowengine.speech.voices.aloud.neutral import neutral


@pytest.mark.parametrize(
    ("text", "language", "left"),
    [
        ("Hello", "en", "Hello"),
        ('<speak>Hi <break time="10s"/>you</speak>', "en", "Hi you"),
        ("&lt;speak&gt;Hi&lt;/speak&gt;", "en", "Hi"),
        ("&amp;lt;audio src='x'/&amp;gt;", "en", "&lt;audio src='x'/&gt;"),
        ("[[h@loU]] there", "en", "h@loU there"),
        ("a <3 b", "en", "a 3 b"),
        ("one\0two\x01three\x1b[31m", "en", "one two three 31m"),
        ("well 👍🏽 done 🇺🇦!", "en", "well done !"),
        ("a\u200bb\u202ec\ufeff", "en", "abc"),
        ("soft\u00adhyphen", "en", "softhyphen"),
        ("private \ue000 use", "en", "private use"),
        ("first\u2028second\nthird", "en", "first\nsecond\nthird"),
        ("１２３ ＡＢ", "en", "123 AB"),
        ("e\u0301", "en", "é"),
        ("5\u202f000\u00a0грн", "uk", "5 000 грн"),
        ("Пpивiт", "uk", "Привіт"),
        ("Telegram і Viber", "uk", "Telegram і Viber"),
        ("OK, добре", "uk", "OK, добре"),
        ("Сaша", "ru", "Саша"),
        ("می‌خواهم", "fa", "می‌خواهم"),
        ("كتاب علي", "fa", "کتاب علی"),
        ("\u200e+۹۸-۲۱ ٤٥", "fa", "+98-21 45"),
        ("سلام ــــ", "fa", "سلام"),
        ("25 °C № 5 ₴", "uk", "25 °C № 5 ₴"),
        ("  a   b  \n  c  ", "en", "a b\nc"),
        ("", "en", ""),
    ],
)  # fmt: skip
def test_what_is_left(text: str, language: str, left: str) -> None:
    assert neutral(text, language) == left


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=80), st.sampled_from(["en", "uk", "ru", "hr", "fa", "de"]))
def test_no_text_however_odd_brings_the_reader_down_or_gets_through(
    text: str, language: str
) -> None:
    said = read_aloud(text, language)
    assert not set(said) & set("<>[]{}|\\\0\x1b")
    assert not any(
        unicodedata.category(sign) in {"Cc", "Co", "Cs"} for sign in said if sign != "\n"
    )
    assert said == "" or any(sign.isalnum() or sign == "_" for sign in said)


NUMBERS = st.text(alphabet="0123456789 .,:/-–+%€₴грн.", min_size=1, max_size=24)


@settings(max_examples=300, deadline=None)
@given(NUMBERS, st.sampled_from(["en", "uk", "ru", "hr", "fa"]))
def test_no_figure_is_left_to_chance(text: str, language: str) -> None:
    assert not any(sign.isdigit() for sign in read_aloud(f"x {text} y", language))
