"""A forced choice on a real model: what was said, how sure, and when it was none of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from flowengine.speech.recognition.choices import choices
from flowengine.speech.recognition.recogniser import NOTHING, Guess
from flowengine.speech.sound.pcm import Sound
from tests.speech.recognition.places import NUMBERS, english, line, place
from tests.speech.sound.talker import said

if TYPE_CHECKING:
    from flowengine.speech.recognition.whisper import Whisper

pytest.importorskip("ctranslate2")

SURE = 0.6
MENU = ("opening hours", "food bank", "food bank address", "speak to an agent", "repeat")
DIGITS = ("one", "two", "three")


@pytest.fixture(scope="module")
def whisper() -> Whisper:
    from flowengine.speech.recognition.whisper import Whisper

    return Whisper(english().folder, "en")


def over(sound: Sound) -> Sound:
    """What is left of it after a telephone line, trimmed."""
    heard, start, stop = line(sound, 8_000)
    return Sound(heard.samples[int((start - 0.08) * 8_000) : int((stop + 0.08) * 8_000)], 8_000)


@pytest.mark.slow
def test_phrases_are_believed_and_what_begins_another_is_told_from_it(whisper: Whisper) -> None:
    for phrase in MENU:
        guesses = whisper.choose(over(said(phrase)), choices(place(*MENU)))
        assert guesses[0].text == phrase
        assert guesses[0].confidence >= SURE


@pytest.mark.slow
@pytest.mark.parametrize("words", ["seven", "the weather is nice today"])
def test_what_is_not_offered_is_no_answer(whisper: Whisper, words: str) -> None:
    guesses = whisper.choose(over(said(words)), choices(place(*DIGITS)))
    assert all(guess.confidence < SURE for guess in guesses)


@pytest.mark.slow
def test_spellings_of_one_way_are_sure_together(whisper: Whisper) -> None:
    menu = choices(place("three|number three", "two|number two"))
    (best, *_) = whisper.choose(over(said("number three")), menu)
    assert (best.text, best.confidence >= SURE) == ("number three", True)


@pytest.mark.slow
def test_noise_and_nothing_are_no_answer(whisper: Whisper) -> None:
    menu = choices(place(*DIGITS))
    noise = np.random.default_rng(1).standard_normal(8_000) * 500
    assert whisper.choose(Sound(noise.astype(np.int16), 8_000), menu) == ()
    assert whisper.choose(Sound(np.zeros(0, np.int16), 8_000), menu) == ()


@pytest.mark.slow
def test_a_typed_answer_that_both_understood_is_believed(whisper: Whisper) -> None:
    asked, sound = choices(place("stop", values=NUMBERS)), over(said("twenty three"))
    agreed = whisper.weigh(sound, asked, (Guess("twenty three", 0.5),))
    assert agreed[0].text == "twenty three"
    assert agreed[0].confidence >= SURE
    doubted = whisper.weigh(sound, asked, (Guess("thirty three", 0.5),))
    assert [each.text for each in doubted] == ["twenty three", "thirty three"]
    assert doubted[0].confidence < SURE


@pytest.mark.slow
def test_free_words_are_written_down_once(whisper: Whisper) -> None:
    heard = whisper.dictate(over(said("my heater is broken since monday")))
    assert heard.text.lower() == "my heater is broken since monday"
    assert heard.confidence >= SURE


def test_its_own_scale_becomes_the_common_one() -> None:
    from flowengine.speech.recognition.whisper import ASK, BELIEVE, confidence

    assert confidence(BELIEVE) == pytest.approx(SURE)
    assert confidence(ASK) == pytest.approx(NOTHING)
    assert confidence(1.0) == 1.0
    assert confidence(ASK - 0.01) < NOTHING
