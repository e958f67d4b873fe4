"""English without a download, on a real voice over the telephone and from a browser."""

from __future__ import annotations

import pytest

from flowengine.speech.recognition.choices import Choices, choices
from flowengine.speech.recognition.pocketsphinx import (
    ASK_BACK,
    BELIEVED,
    Pocketsphinx,
    PocketsphinxDecoder,
)
from flowengine.speech.recognition.recogniser import Guess
from flowengine.speech.sound.pcm import Sound, frames
from tests.speech.recognition.places import NUMBERS, line, place
from tests.speech.sound.talker import said

MENU = ("opening hours", "food bank", "food bank address", "speak to an agent", "repeat", "billing")


@pytest.fixture(scope="module")
def engine() -> Pocketsphinx:
    return Pocketsphinx()


def understood(
    decoder: PocketsphinxDecoder, place_: Choices, sound: Sound
) -> tuple[str, tuple[Guess, ...]]:
    """What it sounded like at last, and what it was."""
    heard, start, stop = line(sound, sound.rate)
    decoder.begin(place_, sound.rate)
    text = ""
    for frame in frames(heard):
        text = decoder.feed(frame)
    return text, decoder.end(start, stop)


@pytest.mark.slow
@pytest.mark.parametrize("rate", [8_000, 16_000])
def test_a_menu_is_understood_and_asked_back(engine: Pocketsphinx, rate: int) -> None:
    decoder, menu = engine.decoder(), choices(place(*MENU))
    found = [understood(decoder, menu, said(phrase).at(rate)) for phrase in MENU]
    assert [text for text, _ in found] == list(MENU)
    assert [guesses[0] for _, guesses in found] == [Guess(each, ASK_BACK) for each in MENU]
    assert all(guess.confidence < ASK_BACK for _, guesses in found for guess in guesses[1:])


@pytest.mark.slow
def test_yes_and_no_are_believed_where_they_are_asked_for(engine: Pocketsphinx) -> None:
    decoder = engine.decoder()
    asked = choices(place("yes|yeah", "no", "repeat", accepts="yes/no"))
    for word in ("yes", "no"):
        assert understood(decoder, asked, said(word).at(8_000))[1][0] == Guess(word, BELIEVED)
    assert understood(decoder, asked, said("repeat").at(8_000))[1][0] == Guess("repeat", ASK_BACK)


@pytest.mark.slow
def test_numbers_come_from_their_grammar(engine: Pocketsphinx) -> None:
    asked = choices(place("stop", values=NUMBERS))
    assert understood(engine.decoder(), asked, said("twenty three").at(8_000))[1] == (
        Guess("twenty three", ASK_BACK),
    )


def test_a_phrase_that_cannot_be_pronounced_is_left_out(engine: Pocketsphinx) -> None:
    decoder = engine.decoder()
    decoder.begin(choices(place("їжак", "stop")), 8_000)
    assert decoder.left_out == 1
    decoder.drop()
    decoder.begin(choices(place("їжак")), 8_000)
    assert decoder.feed(bytes(320)) == ""
    assert decoder.end(0.0, 0.1) == ()


def test_silence_is_nothing_and_a_word_out_of_no_dictionary_is_guessed(
    engine: Pocketsphinx,
) -> None:
    decoder = engine.decoder()
    decoder.begin(choices(place("chatbot")), 8_000)
    assert decoder.left_out == 0
    for _ in range(10):
        assert decoder.feed(bytes(320)) == ""
    assert decoder.end(0.0, 0.2) == ()
