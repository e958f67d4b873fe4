from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flowengine.authoring.listening import (
    NoPlace,
    Span,
    Understood,
    fitting,
    of_grammar,
    of_place,
    spans,
    understood,
)
from flowengine.authoring.suite import Projects
from flowengine.grammar.expansion import GrammarError
from flowengine.language.program import Program
from flowengine.runtime.expecting import Expected
from flowengine.speech.recognition.recogniser import Failed, Final, Guess, Partial, Tell
from flowengine.speech.sound.pcm import Sound, from_pcm
from tests.speech.talk import voice

FLOW = """flow asks "Ask"
channels voice

start:
  menu "Which way?"
    1 "Left"
    2 "Right" or "the other"
  -> last

last:
  ask sure: yes/no "Sure?"
  end
"""


def program(folder: Path) -> Program:
    (folder / "asks.flow").write_text(FLOW)
    found = Projects().compiled(folder, "asks").program
    assert found is not None
    return found


def quiet(seconds: float, rate: int = 8_000) -> bytes:
    return np.zeros(int(seconds * rate), np.int16).tobytes()


def test_a_recording_is_brought_to_the_rate_of_a_call() -> None:
    for rate, call in ((44_100, 16_000), (16_000, 16_000), (11_025, 8_000), (8_000, 8_000)):
        assert fitting(Sound(np.zeros(rate, np.int16), rate)).rate == call


def test_each_utterance_is_found_and_a_breath_parts_none() -> None:
    said = voice(0.5, 8_000).pcm
    sound = from_pcm(quiet(0.5) + said + quiet(0.3) + said + quiet(1.5) + said + quiet(1), 8_000)
    found = spans(sound)
    assert len(found) == 2
    first, second = found
    assert first.start == pytest.approx(0.5, abs=0.2)
    assert first.stop == pytest.approx(1.8, abs=0.4)
    assert second.start == pytest.approx(3.3, abs=0.2)
    assert spans(from_pcm(quiet(2), 8_000)) == ()


def test_a_word_at_the_very_beginning_is_found() -> None:
    (found,) = spans(from_pcm(voice(0.4, 8_000).pcm, 8_000))
    assert found.start == pytest.approx(0, abs=0.1)
    assert spans(from_pcm(b"", 8_000)) == ()


def test_what_may_be_said_is_each_alternative() -> None:
    found = of_grammar("yes | [please] call me", "en")
    said = {phrase for way in found.ways for phrase in way.phrases}
    assert said == {"yes", "call me", "please call me"}
    with pytest.raises(GrammarError):
        of_grammar("yes (", "en")


@pytest.mark.parametrize(
    ("place", "phrase"),
    [("start", "the other"), ("asks.start", "left"), ("last", "yes")],
)
def test_what_may_be_said_at_a_place(tmp_path: Path, place: str, phrase: str) -> None:
    found = of_place(program(tmp_path), place, "en", 1.8e9)
    assert phrase in {phrase for way in found.ways for phrase in way.phrases}


def test_a_place_that_asks_nothing_names_those_that_do(tmp_path: Path) -> None:
    with pytest.raises(NoPlace) as lost:
        of_place(program(tmp_path), "nowhere", "en", 1.8e9)
    assert lost.value.places == ("start", "last", "welcome_back")


class Ear:
    """A recogniser that says beforehand what it will understand, and counts what it is fed."""

    name = "ear"

    def __init__(self, tell: Tell, *, fails: bool) -> None:
        self.tell, self.fails, self.fed = tell, fails, 0
        self.ended = (0.0, 0.0)

    def begin(self, utterance: int, _expected: Expected, _rate: int) -> None:
        if self.fails:
            self.tell(Failed(utterance, "The recogniser failed: OSError."))

    def feed(self, _utterance: int, _frame: bytes) -> None:
        self.fed += 1

    def end(self, utterance: int, start: float, stop: float) -> None:
        self.ended = start, stop
        if not self.fails:
            self.tell(Partial(utterance, "yes"))
            self.tell(Final(utterance, (Guess("yes", 0.9),)))

    def lull(self, utterance: int, start: float, stop: float) -> None:
        pass

    def drop(self, utterance: int) -> None:
        pass

    def close(self) -> None:
        pass


class Ears:
    def __init__(self, *, fails: bool = False, deaf: bool = False) -> None:
        self.fails, self.deaf = fails, deaf
        self.opened: list[Ear] = []

    def open(self, _language: str, tell: Tell) -> Ear | None:
        if self.deaf:
            return None
        self.opened.append(Ear(tell, fails=self.fails))
        return self.opened[0]

    def close(self) -> None:
        pass


def heard(ears: Ears) -> Understood | None:
    sound = Sound(np.zeros(16_000, np.int16), 8_000)
    wanted = of_grammar("yes", "en")
    return understood(ears, "en", sound, Span(1.0, 1.4), wanted)  # type: ignore[arg-type]


def test_an_utterance_is_fed_with_a_little_around_it() -> None:
    ears = Ears()
    found = heard(ears)
    assert found is not None
    assert (found.guesses, found.partial, found.why) == ((Guess("yes", 0.9),), "yes", "")
    assert ears.opened[0].fed == 50
    assert ears.opened[0].ended == pytest.approx((0.3, 0.7))


def test_a_recogniser_that_fails_or_is_missing_is_told() -> None:
    assert heard(Ears(deaf=True)) is None
    found = heard(Ears(fails=True))
    assert found is not None
    assert found.why == "The recogniser failed: OSError."
