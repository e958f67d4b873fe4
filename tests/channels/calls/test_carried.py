"""One call that is carried: orders in their order, words by their language, faults to the log."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
import numpy as np
import pytest

from flowengine.channels.calls.call import Stats
from flowengine.channels.calls.carried import LOOK, SLUGGISH, Carried
from flowengine.channels.calls.wav import WavCall
from flowengine.runtime.expecting import Expected, Way
from flowengine.speech.duplex import orders, reports
from flowengine.speech.duplex.conference import Rooms
from flowengine.speech.recognition.recogniser import Final, Guess, Tell
from flowengine.speech.sound.pcm import Sound

FOOD = Expected(turn=1, language="en", ways=(Way("food", ("food",)),))


class Shelf:
    """Sounds that are there when the test says so."""

    def __init__(self, *, at_once: bool = True) -> None:
        self.at_once = at_once
        self.waiting: list[Callable[[], None]] = []
        self.fetched: list[str] = []

    def fetch(self, paths: Iterable[str], done: Callable[[], None]) -> None:
        self.fetched += paths
        done() if self.at_once else self.waiting.append(done)

    def load(self, path: str) -> Sound:
        if path == "broken":
            raise RuntimeError("the disk is on fire")
        return Sound(np.full(1600, 3000, np.int16), 8000)


class Ear:
    """Understands "food" in whatever is said, at once, inside of `end`."""

    name = "ear"

    def __init__(self, language: str, tell: Tell) -> None:
        self.language = language
        self._tell = tell
        self.closed = False

    def begin(self, utterance: int, expected: Expected, rate: int) -> None: ...

    def feed(self, utterance: int, frame: bytes) -> None: ...

    def lull(self, utterance: int, start: float, stop: float) -> None: ...

    def end(self, utterance: int, start: float, stop: float) -> None:  # noqa: ARG002 - its shape
        self._tell(Final(utterance, (Guess("food", 0.9),)))

    def drop(self, utterance: int) -> None: ...

    def close(self) -> None:
        self.closed = True


class Ears:
    def __init__(self) -> None:
        self.open_: list[Ear] = []

    def open(self, language: str, tell: Tell) -> Ear | None:
        if language == "hr":
            return None
        self.open_.append(Ear(language, tell))
        return self.open_[-1]


class Told:
    def __init__(self, call: Any = None, **options: Any) -> None:
        self.call = call or WavCall()
        self.shelf = options.pop("sounds", Shelf())
        self.reports: list[reports.AnyReport] = []
        self.carried = Carried(
            self.call, self.reports.append, recognisers=options.pop("recognisers", None),
            sounds=self.shelf, **options,
        )  # fmt: skip

    def run(self, seconds: float) -> None:
        for _ in range(round(50 * seconds)):
            self.carried.tick(0.0)
            self.call.pass_frame()

    def found(self, kind: type[reports.Report]) -> list[Any]:
        return [report for report in self.reports if isinstance(report, kind)]


def play(number: int, *paths: str) -> orders.Play:
    return orders.Play(id=number, pieces=tuple(orders.Piece(path=path) for path in paths))


def speech(seconds: float) -> Sound:
    """Something that a detector of speech takes for speech: harmonics of a voice, in syllables."""
    at = np.arange(round(seconds * 8000)) / 8000
    voice = sum(np.sin(2 * np.pi * 140 * number * at) / number for number in range(1, 20))
    return Sound((4000 * voice * (0.6 + 0.4 * np.sin(2 * np.pi * 4 * at))).astype(np.int16), 8000)


def noise(seconds: float) -> Sound:
    found = np.random.default_rng(1).normal(0, 8, round(seconds * 8000))
    return Sound(found.astype(np.int16), 8000)


def test_orders_wait_for_the_files_of_those_before_them() -> None:
    told = Told(sounds=Shelf(at_once=False))
    told.carried.answer("")
    told.carried.order(play(1, "a", "b"))
    told.carried.order(orders.HangUp(reason="bye"))
    told.run(1)
    assert told.shelf.fetched == ["a", "b"]
    assert not told.reports
    told.shelf.waiting.pop()()
    told.run(1)
    assert [report.id for report in told.found(reports.Played)] == [1]
    assert told.carried.over


def test_files_that_come_after_the_end_are_no_trouble() -> None:
    told = Told(sounds=Shelf(at_once=False))
    told.carried.order(play(1, "a"))
    told.carried.end("lost")
    told.shelf.waiting.pop()()
    told.carried.order(orders.Flush())
    assert [type(report) for report in told.reports] == [reports.Gone]


def test_what_breaks_ends_this_call_as_a_fault() -> None:
    ears = Ears()
    told = Told(recognisers=ears)
    told.carried.answer("en")
    told.carried.order(play(1, "broken"))
    told.run(1)
    trouble, gone = told.reports
    assert isinstance(trouble, reports.Trouble)
    assert trouble.what.startswith("RuntimeError in test_carried.py:")  # none of its words
    assert isinstance(gone, reports.Gone)
    assert (gone.why, told.call.ended, told.carried.over) == ("fault", "fault", True)
    assert ears.open_[0].closed


def test_a_recogniser_of_our_own_process_is_heard() -> None:
    told = Told(WavCall(noise(6.0)), recognisers=Ears())
    told.carried.answer("en")
    told.carried.order(orders.Listen(expected=FOOD, patience=20.0))
    told.run(1)
    told.call.speak(speech(0.8))
    told.run(3)
    (heard,) = told.found(reports.Heard)
    assert heard.guesses == (Guess("food", 0.9),)


def test_words_are_heard_in_the_language_that_is_expected() -> None:
    ears = Ears()
    told = Told(recognisers=ears)
    told.carried.answer("en")
    for language in ("en", "uk", "hr", "en"):
        expected = msgspec.structs.replace(FOOD, language=language)
        told.carried.order(orders.Listen(expected=expected))
    assert [ear.language for ear in ears.open_] == ["en", "uk"], "each is opened once"
    told.carried.end("hung up")
    assert all(ear.closed for ear in ears.open_)


def test_an_answer_in_the_language_before_is_not_heard() -> None:
    ears = Ears()
    told = Told(recognisers=ears)
    told.carried.answer("uk")
    told.carried.order(orders.Listen(expected=FOOD))
    ears.open_[0].end(1, 0.0, 1.0)
    told.run(0.1)
    assert not told.reports


class Slow(WavCall):
    """Takes every tenth frame."""

    share = 10

    def stats(self) -> Stats:
        found = super().stats()
        return replace_stats(found, found.sent // self.share)


def replace_stats(found: Stats, sent: int) -> Stats:
    return msgspec.structs.replace(found, sent=sent, late=found.sent - sent)


def test_a_connection_that_takes_a_tenth_is_told_once_and_ends_with_words() -> None:
    told = Told(Slow())
    told.carried.answer("")
    told.run((SLUGGISH - 1) * LOOK / 50)
    assert [trouble.where for trouble in told.found(reports.Trouble)] == ["connection"]
    assert not told.carried.over
    told.run(LOOK / 50)
    assert told.call.ended == "slow"
    assert told.reports[-1] == reports.Gone(at=told.reports[-1].at, why="lost")


def test_a_connection_that_recovers_goes_on() -> None:
    call = Slow()
    told = Told(call)
    told.carried.answer("")
    for share in (10, 1, 10, 1):
        call.share = share
        told.run(6)
    assert not told.carried.over


class Away(WavCall):
    gone = False

    def away(self) -> bool:
        return self.gone


def test_while_nobody_hears_nothing_is_played() -> None:
    call = Away()
    told = Told(call)
    told.carried.answer("")
    told.carried.order(play(1, "a"))
    told.run(0.1)
    call.gone = True
    told.run(1)
    assert not told.found(reports.Played)
    call.gone = False
    told.run(0.2)
    assert told.found(reports.Played)[0].whole


def test_who_is_away_is_no_company_in_a_conference() -> None:
    rooms = Rooms()
    line = Away()
    caller, agent = Told(rooms=rooms), Told(line, rooms=rooms)
    for one, role in ((caller, "caller"), (agent, "agent")):
        one.carried.answer("")
        one.carried.order(orders.Join(room="c1", role=role))
    caller.run(0.1)
    line.gone = True
    agent.run(0.1)
    caller.run(0.1)
    line.gone = False
    agent.run(0.1)
    agent.carried.wished("hold", True, 1.0)
    caller.run(0.1)
    assert [one.on for one in agent.found(reports.Away)] == [True, False]
    assert [one.on for one in caller.found(reports.Company)] == [True, False, True]
    assert [one.what for one in agent.found(reports.Wished)] == ["hold"]
    agent.carried.end("hung up")
    caller.carried.end("hung up")
    assert len(rooms) == 0


def test_music_waits_for_its_file_and_everything_behind_it_too() -> None:
    told = Told(sounds=Shelf(at_once=False))
    told.carried.answer("")
    told.carried.order(orders.Music(pieces=(orders.Piece(path="calm"),)))
    told.carried.order(orders.Join(room="c1", role="caller"))
    told.run(0.1)
    told.carried.key_down("1", 0.1)
    assert not told.found(reports.Keyed)  # it has not joined yet
    assert told.shelf.fetched == ["calm"]
    told.shelf.waiting.pop()()
    told.carried.key_down("2", 0.1)
    assert [one.key for one in told.found(reports.Keyed)] == ["2"]
    told.run(0.2)
    assert told.call.heard.samples.any()


@pytest.mark.parametrize("why", ["hung up", "lost"])
def test_it_ends_once(why: str) -> None:
    told = Told()
    told.carried.answer("")
    told.carried.end(why)
    told.carried.end("fault")
    told.run(0.1)
    assert told.reports == [reports.Gone(at=0.0, why=why)]
