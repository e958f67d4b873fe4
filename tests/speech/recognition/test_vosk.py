"""Vosk on a real model: Korean, with espeak-ng as the caller, over a telephone line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.speech.recognition.choices import Choices, choices
from flowengine.speech.recognition.models import VOSK, installed
from flowengine.speech.recognition.recogniser import Guess
from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import frames
from flowengine.speech.synthesis.studio import Studio
from flowengine.speech.voices.voice import Voice
from tests.speech.recognition.places import line, place

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.speech.recognition.vosk import Vosk

pytestmark = pytest.mark.slow

MENU = ("예약 확인", "확인", "이용 요금", "라디오", "어머니", "아이", "노래")


@pytest.fixture(scope="module")
def engine() -> Vosk:
    from flowengine.speech.recognition.vosk import Vosk

    return Vosk(next(model for model in installed() if model.engine == VOSK).folder)


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Studio]:
    studio = Studio(tmp_path_factory.mktemp("studio"), workers=1)
    yield studio
    studio.close()


def understood(
    engine: Vosk, caller: Studio, menu: Choices, phrase: str
) -> tuple[list[str], tuple[Guess, ...]]:
    spoken = wav.read(caller.render(phrase, Voice("caller", "ko", voice="ko", rate=140)))
    heard, start, stop = line(spoken, 8_000)
    decoder = engine.decoder()
    decoder.begin(menu, 8_000)
    texts = [decoder.feed(frame) for frame in frames(heard)]
    return texts, decoder.end(start, stop)


def test_a_menu_is_understood_and_streamed(engine: Vosk, caller: Studio) -> None:
    menu = choices(place(*MENU, language="ko"))
    for phrase in MENU:
        texts, guesses = understood(engine, caller, menu, phrase)
        assert guesses[0].text == phrase
        assert guesses[0].confidence >= 0.6
        assert phrase in texts  # known before the end


@pytest.mark.parametrize("phrase", ["네", "아니요"])
def test_yes_and_no_are_told_apart(engine: Vosk, caller: Studio, phrase: str) -> None:
    menu = choices(place("네", "아니요", language="ko", accepts="yes/no"))
    assert understood(engine, caller, menu, phrase)[1][0].text == phrase


def test_it_listens_for_what_the_model_knows_and_for_the_rest_as_one(engine: Vosk) -> None:
    known = engine.list_of(choices(place("노래", "없는말이다", language="ko")))
    assert known == ["노래", "<UNK>"]
    assert engine.list_of(choices(place("없는말이다", language="ko"))) == []


def test_silence_and_what_was_dropped_are_nothing(engine: Vosk) -> None:
    decoder = engine.decoder()
    decoder.begin(choices(place(*MENU, language="ko")), 8_000)
    assert {decoder.feed(bytes(320)) for _ in range(25)} == {""}
    assert decoder.end(0.1, 0.4) == ()
    assert decoder.feed(bytes(320)) == ""
    decoder.begin(choices(place(*MENU, language="ko")), 16_000)
    decoder.drop()
    assert decoder.end(0.1, 0.4) == ()
