"""Recognisers that work at once: the best ear that opens, and what it hears."""

from __future__ import annotations

from pathlib import Path

import pytest

from flowengine.speech.recognition import here
from flowengine.speech.recognition.decoding import Engine, Unopened
from flowengine.speech.recognition.here import Here
from flowengine.speech.recognition.models import Ear
from flowengine.speech.recognition.recogniser import Answer, Final
from tests.speech.recognition.places import place, speak
from tests.speech.sound.talker import said


def test_a_language_without_a_model_has_keys_only(tmp_path: Path) -> None:
    assert Here(tmp_path).open("hr", print) is None
    assert Here(tmp_path, named="vosk").open("en", print) is None


def test_an_ear_that_does_not_open_gives_way_and_is_told_once(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def opened(ear: Ear) -> Engine:
        raise Unopened(f"The recogniser {ear.name} does not open.")

    monkeypatch.setattr(here, "opened", opened)
    recognisers = Here(tmp_path, named="pocketsphinx")
    assert recognisers.open("en", print) is None
    assert recognisers.open("en", print) is None
    assert [each.message for each in caplog.records] == [
        "The recogniser pocketsphinx does not open."
    ]


@pytest.mark.slow
def test_somebody_is_understood_by_the_time_the_call_returns() -> None:
    told: list[Answer] = []
    recogniser = Here(named="pocketsphinx").open("en", told.append)
    assert recogniser is not None
    speak(recogniser, 1, place("opening hours", "food bank"), said("opening hours").at(8_000))
    final = told[-1]
    assert isinstance(final, Final)
    assert final.guesses[0].text == "opening hours"
    recogniser.begin(2, place("stop"), 8_000)
    recogniser.drop(2)
    recogniser.close()
    assert told[-1] is final
