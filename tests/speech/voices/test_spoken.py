"""What an engine gets: the lexicon's words, then everything read aloud; phonemes only for Piper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flowengine.speech.voices import Voice, chosen, spoken
from flowengine.speech.voices.spoken import spoken as said

if TYPE_CHECKING:
    from pathlib import Path

from tests.speech.voices.test_lexicon import PLS

PLAIN = Voice("en", "en", voice="en")


@pytest.fixture
def by_lexicon(tmp_path: Path) -> Voice:
    (tmp_path / "en.pls").write_text(PLS)
    return replace(PLAIN, lexicon=str(tmp_path / "en.pls"))


def test_words_of_the_lexicon_before_numbers(tmp_path: Path) -> None:
    (tmp_path / "w.toml").write_text('[words]\n"Flat 5b" = "the flat at 5"\n')
    voice = replace(PLAIN, lexicon=str(tmp_path / "w.toml"))
    assert said("Flat 5b at 9:00", voice) == "the flat at five at nine a.m."
    assert said("Flat 5b at 9:00", PLAIN) == "Flat five b at nine a.m."


def test_phonemes_are_for_piper_only(by_lexicon: Voice) -> None:
    text = "In Kyiv at 5, W3C, Kiev."
    assert said(text, by_lexicon) == "In Kyiv at five, World Wide Web Consortium, Kiev."
    assert said(text, replace(by_lexicon, engine="piper", model="x")) == (
        "In [[ ˈkɪjiu̯ ]] at five, World Wide Web Consortium, [[ ˈkɪjiu̯ ]]."
    )


def test_no_text_brings_phonemes_of_its_own(by_lexicon: Voice) -> None:
    piper = replace(by_lexicon, engine="piper", model="x")
    assert said("[[ hello ]] \ue000 \ue001", piper) == "hello"
    assert said("[[ hello ]] Kyiv", piper) == "hello [[ ˈkɪjiu̯ ]]"


def test_a_broken_lexicon_makes_nobody_silent(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    spoken._warn.cache_clear()
    voice = replace(PLAIN, lexicon=str(tmp_path / "gone.toml"))
    assert said("At 5", voice) == "At five"
    assert said("At 6", voice) == "At six"
    assert [record.getMessage() for record in caplog.records] == [
        "A voice reads without its lexicon. The lexicon gone.toml cannot be read: no such file or"
        " directory."
    ]


@pytest.mark.parametrize(
    ("language", "text", "heard"),
    [
        ("uk", "SMS о 9:00", "есемес о дев'ятій годині"),
        ("ru", "По SMS или Viber", "По эсэмэс или вайбер"),
        ("hr", "PIN 4 7 1 1", "pin četiri sedam, jedan jedan"),
        ("fa", "SMS", "پیامک"),
        ("en", "your PIN 4711", "your pin four seven, one one"),
        ("en", "👍", ""),
    ],
)
def test_the_standard_lexicons(language: str, text: str, heard: str) -> None:
    assert said(text, chosen(language)) == heard
