"""Two passes: who streams, who decides, and who is asked for what."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

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

    def choose(self, sound: Sound, _choices: Choices) -> tuple[Guess, ...]:
        return (Guess("chosen", sound.seconds),)

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


def test_without_a_first_nothing_is_known_before_the_end() -> None:
    decoder = SecondPass(cast("Whisper", Chooser()), None).decoder()
    decoder.begin(choices(place("stop")), 8_000)
    assert decoder.feed(bytes(320)) == ""
    assert decoder.end(0.0, 0.0)[0].text == "chosen"
    decoder.begin(choices(place("stop", values=NUMBERS)), 8_000)
    assert [each.text for each in decoder.end(0.0, 0.0)] == ["weighed"]
    decoder.drop()
