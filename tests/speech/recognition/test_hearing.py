"""Utterances through a decoder: told once for each change, never late, faults told too."""

from __future__ import annotations

from flowengine.speech.recognition.choices import Choices
from flowengine.speech.recognition.hearing import Hearing
from flowengine.speech.recognition.recogniser import Answer, Failed, Final, Guess, Partial
from tests.speech.recognition.places import place

HERE = place("food bank", "food bank address")


class Scripted:
    """Says what the frames say; a frame of `!` is a fault."""

    def __init__(self) -> None:
        self.text = ""
        self.dropped = 0

    def begin(self, choices: Choices, rate: int) -> None:
        assert choices.phrases
        assert rate == 8_000
        self.text = ""

    def feed(self, frame: bytes) -> str:
        if frame == b"!":
            raise RuntimeError("food bank, said in confidence")
        self.text = frame.decode()
        return self.text

    def lull(self, start: float, stop: float, /) -> str:
        return f"{self.text} address" if stop > start else self.text

    def end(self, start: float, stop: float, /) -> tuple[Guess, ...]:
        return (Guess(self.text, stop - start), Guess("stop", 0.1))

    def drop(self) -> None:
        self.dropped += 1


def heard(*frames: str) -> tuple[Hearing, list[Answer], list[Scripted]]:
    told: list[Answer] = []
    made: list[Scripted] = []

    def decoder() -> Scripted:
        made.append(Scripted())
        return made[-1]

    hearing = Hearing(decoder, told.append)
    hearing.begin(1, HERE, 8_000)
    for frame in frames:
        hearing.feed(1, frame.encode())
    return hearing, told, made


def test_what_it_sounds_like_is_told_when_it_changes() -> None:
    _, told, _ = heard("", "food", "food", "food bank")
    assert told == [
        Partial(1, "food", False, True),
        Partial(1, "food bank", True, True),
    ]


def test_the_end_tells_what_may_be_believed_or_asked() -> None:
    hearing, told, _ = heard("food bank")
    hearing.end(1, 0.0, 0.75)
    assert told[-1] == Final(1, (Guess("food bank", 0.75),))
    hearing.end(1, 0.0, 1.0)
    hearing.feed(1, b"food")
    assert len(told) == 2


def test_what_a_lull_makes_known_is_told() -> None:
    hearing, told, _ = heard("food bank")
    hearing.lull(1, 0.0, 0.0)
    assert len(told) == 1
    hearing.lull(1, 0.0, 0.5)
    assert told[-1] == Partial(1, "food bank address", True, False)


def test_what_is_over_is_not_told() -> None:
    hearing, told, made = heard()
    hearing.drop(1)
    hearing.drop(1)
    hearing.feed(1, b"food")
    hearing.end(1, 0.0, 1.0)
    assert (told, made[0].dropped) == ([], 1)


def test_a_new_utterance_ends_one_that_was_left_open() -> None:
    hearing, told, made = heard("food")
    hearing.begin(2, HERE, 8_000)
    hearing.feed(1, b"food bank")
    hearing.feed(2, b"food bank address")
    assert [each.utterance for each in told] == [1, 2]
    assert len(made) == 1


def test_a_fault_takes_its_utterance_along_and_says_nothing_of_its_words() -> None:
    hearing, told, made = heard("!", "food")
    assert told == [Failed(1, "The recogniser failed: RuntimeError.")]
    hearing.begin(2, HERE, 8_000)
    hearing.feed(2, b"food")
    assert told[-1] == Partial(2, "food", False, True)
    assert len(made) == 2  # one that failed is not used again


def test_a_grammar_that_is_none_is_a_fault_of_that_utterance() -> None:
    told: list[Answer] = []
    Hearing(Scripted, told.append).begin(3, place("stop", values="no grammar"), 8_000)
    assert told == [Failed(3, "The recogniser failed: GrammarError.")]
