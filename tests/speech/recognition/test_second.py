"""Two passes: who streams, who decides, and who is asked for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

import pytest

from flowengine.speech.recognition.choices import Choices, choices
from flowengine.speech.recognition.recogniser import Guess
from flowengine.speech.recognition.second import SecondPass
from tests.speech.recognition.places import NUMBERS, place
from tests.speech.recognition.test_hearing import Scripted

if TYPE_CHECKING:
    from flowengine.speech.recognition.whisper import Whisper
    from flowengine.speech.sound.pcm import Sound


class Chooser:
    """Believes in `chosen`, and tells what it was given to weigh."""

    def __init__(self, *hears: str) -> None:
        self._hears = list(hears)
        self.asked = 0

    def choose(self, sound: Sound, _choices: Choices) -> tuple[Guess, ...]:
        self.asked += 1
        chosen = self._hears.pop(0) if self._hears else "chosen"
        return (Guess(chosen, sound.seconds),) if chosen else ()

    def weigh(
        self, _sound: Sound, _choices: Choices, heard: tuple[Guess, ...]
    ) -> tuple[Guess, ...]:
        return (Guess("weighed", 0.9), *heard)


class First:
    def __init__(self) -> None:
        self.made = Scripted()

    def decoder(self) -> Scripted:
        return self.made


def test_the_first_streams_and_the_second_chooses_from_a_list() -> None:
    first = First()
    decoder = SecondPass(cast("Whisper", Chooser()), first).decoder()
    decoder.begin(choices(place("stop")), 8_000)
    assert decoder.feed(b"stop") == "stop"
    assert decoder.end(0.0, 0.0)[0].text == "chosen"
    assert first.made.dropped == 1  # its own second pass would cost time for nothing


def test_a_typed_answer_is_weighed_with_what_the_first_heard() -> None:
    decoder = SecondPass(cast("Whisper", Chooser()), First()).decoder()
    decoder.begin(choices(place("stop", values=NUMBERS)), 8_000)
    decoder.feed(b"one")
    assert [each.text for each in decoder.end(0.0, 0.5)] == ["weighed", "one", "stop"]


def test_what_is_chosen_in_a_lull_is_known_before_the_end_and_not_chosen_again() -> None:
    chooser = Chooser("stop")
    decoder = SecondPass(cast("Whisper", chooser), None).decoder()
    decoder.begin(choices(place("stop")), 8_000)
    assert decoder.feed(bytes(320)) == ""
    assert decoder.lull(0.1, 0.5) == "stop"
    assert decoder.feed(bytes(320)) == "stop"
    assert decoder.end(0.1, 0.5)[0].text == "stop"
    assert chooser.asked == 1


@pytest.mark.parametrize(("early", "spoken_until"), [("stop", 0.9), ("", 0.5)])
def test_what_goes_on_or_was_nothing_yet_is_heard_whole(early: str, spoken_until: float) -> None:
    first, chooser = First(), Chooser(early)
    decoder = SecondPass(cast("Whisper", chooser), first).decoder()
    decoder.begin(choices(place("stop")), 8_000)
    decoder.feed(b"streamed")
    assert decoder.lull(0.1, 0.5) == (early or "streamed address")
    assert decoder.end(0.1, spoken_until)[0].text == "chosen"
    assert chooser.asked == 2


def test_without_a_list_a_lull_changes_nothing() -> None:
    chooser = Chooser()
    decoder = SecondPass(cast("Whisper", chooser), First()).decoder()
    decoder.begin(choices(place("stop", values=NUMBERS)), 8_000)
    decoder.feed(b"one")
    assert decoder.lull(0.0, 0.0) == "one"
    alone = SecondPass(cast("Whisper", chooser), None).decoder()
    alone.begin(choices(place("stop", values=NUMBERS)), 8_000)
    assert alone.lull(0.0, 0.0) == ""
    assert chooser.asked == 0


def test_without_a_first_nothing_is_known_before_the_end() -> None:
    decoder = SecondPass(cast("Whisper", Chooser()), None).decoder()
    decoder.begin(choices(place("stop")), 8_000)
    assert decoder.feed(bytes(320)) == ""
    assert decoder.end(0.0, 0.0)[0].text == "chosen"
    decoder.begin(choices(place("stop", values=NUMBERS)), 8_000)
    assert [each.text for each in decoder.end(0.0, 0.0)] == ["weighed"]
    decoder.drop()
