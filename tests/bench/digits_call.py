"""Somebody calls a menu of ten digits, and says theirs up to three times.

Recordings of real people, placed in the noise of a line, go through the turn-taker, the recogniser
and the interpreter as in any call; only time is virtual. Asked back, the caller answers by a key,
as the menu says. What a menu of ten recorded words tells of people who call is little: the people
here spoke one word at a time into a good microphone, and knew which ten words there were.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.authoring.calling_answers import Answer, event
from flowengine.authoring.calling_telephone import RATE, line_noise
from flowengine.channels.calls.virtual import VirtualCall
from flowengine.channels.calls.wav import WavCall
from flowengine.runtime import begin, step
from flowengine.runtime.effects import Prompt, Say
from flowengine.runtime.events import Started
from flowengine.runtime.expecting import expected
from flowengine.speech.duplex import orders, reports
from flowengine.speech.sound import wav
from flowengine.speech.sound.levels import levelled
from tests.bench.conversation import AT, program

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from flowengine.channels.calls.carried import Recognisers
    from flowengine.language.program import Program
    from flowengine.runtime.effects import Effect
    from flowengine.runtime.events import AnyEvent
    from flowengine.speech.recognition.recogniser import Guess
    from flowengine.speech.sound.pcm import Sound

FOLDER = Path(__file__).parents[3] / "shared" / "testdata" / "spoken-digits"
WORDS = ("zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine")
LABELS = (
    "Somebody", "Food", "Shelter", "Doctor", "School", "Papers", "Work", "Clothes", "Pets", "Lawyer"
)  # fmt: skip
TRIES = 3
LEVEL, QUIETER = -26.0, 25.0  # dBFS of what is said; dB below it is the noise of the line
BEFORE, AFTER = 0.6, 1.5  # seconds of that noise around it
PROMPT = 0.4  # seconds; what is asked is not played, for nobody here listens
LONGEST = 90.0  # seconds of a call
ANSWERS = reports.Heard | reports.Pressed | reports.Silent
RIGHT, WRONG, GAVE_UP = "right", "wrong", "gave up"


@dataclass(frozen=True, slots=True, order=True)
class Clip:
    """One recording: who said which digit, and the how manieth of theirs it is."""

    speaker: str
    digit: str
    number: int

    @property
    def path(self) -> Path:
        return FOLDER / f"{WORDS.index(self.digit)}_{self.speaker}_{self.number}.wav"


@dataclass(slots=True)
class Outcome:
    """Of one call: `first` is what the first try was taken for, "" for nothing; `tries` has what
    the recogniser told of each."""

    clip: Clip
    result: str = GAVE_UP
    first: str = ""
    asked_back: int = 0
    tries: list[tuple[Guess, ...]] = field(default_factory=list)


def clips(speakers: Sequence[str] = ()) -> list[Clip]:
    """Those that are here, of these speakers or of all."""
    found = (each.stem.split("_") for each in FOLDER.glob("*.wav"))
    every = [Clip(who, WORDS[int(digit)], int(number)) for digit, who, number in found]
    return sorted(each for each in every if not speakers or each.speaker in speakers)


def further(clip: Clip, every: Sequence[Clip]) -> list[Clip]:
    """What the same person says when they have to say it again: their next recordings of it."""
    same = [one for one in every if (one.speaker, one.digit) == (clip.speaker, clip.digit)]
    at = same.index(clip)
    return [*same[at:], *same[:at]][:TRIES]


@cache
def menu() -> Program:
    """Ten options with a key and a label each, and the commands that every flow has."""
    order = (*range(1, 10), 0)
    options = "\n".join(f'    {at} "{LABELS[at]}" -> said_{WORDS[at]}' for at in order)
    ends = "\n".join(f'said_{word}:\n  say "{word}"\n  end\n' for word in WORDS)
    return program(
        'flow bench "Digits"\nlanguages en\nchannels voice\n\n'
        f'start:\n  menu "How can we help?"\n{options}\n\n{ends}'
    )


@cache
def said(clip: Clip) -> Sound:
    return levelled(wav.read(clip.path), LEVEL).at(RATE)


class DigitCall:
    """One call; `seed` is that of the line's noise."""

    def __init__(self, clip: Clip, every: Sequence[Clip], recognisers: Recognisers, seed: int):
        self.outcome = Outcome(clip)
        self._says = further(clip, every)
        self._answers: list[Answer] = []
        self._turn = 0
        self._believed = False  # the last that was heard, or it was agreed to
        self._session = begin(menu(), channel="voice", seed=1, at=AT, language="en")
        self._call = WavCall(line_noise(LONGEST, LEVEL - QUIETER, RATE, seed), rate=RATE)
        self._virtual = VirtualCall(self._call, self._hear, recognisers=recognisers)

    def run(self) -> Outcome:
        self._virtual.answer("en")
        effects = self._step(Started(at=AT))
        while not self._session.ended and (prompt := _prompt(effects)) is not None:
            if self._session.asked is not None and self._session.asked.mode:
                effects = self._step(self._agree(prompt))
            elif self._says:
                effects = self._step(self._speak(self._says.pop(0)))
            else:
                break
        self._judge(effects)
        self._call.leave()
        return self.outcome

    def _judge(self, effects: tuple[Effect, ...]) -> None:
        """Wherever else they come to is wrong; who is still asked has given up."""
        if not self._session.ended and _prompt(effects) is not None:
            return
        came = [effect.text for effect in effects if isinstance(effect, Say)]
        if came == [self.outcome.clip.digit]:
            self.outcome.result = RIGHT
        elif self._believed:
            self.outcome.result = WRONG

    # ------------------------------------------------------------ the caller

    def _speak(self, clip: Clip) -> AnyEvent:
        sound = said(clip)
        self._call.speak(sound, PROMPT + BEFORE)
        answer = self._listened()
        guesses = answer.guesses if isinstance(answer, reports.Heard) else ()
        if not self.outcome.tries:
            self.outcome.first = _digit(guesses)
        self.outcome.tries.append(guesses)
        self._believed = bool(guesses)
        return event(answer, AT)

    def _agree(self, prompt: Prompt) -> AnyEvent:
        """They know what they meant. Where it is none of several, they say it again."""
        self.outcome.asked_back += 1
        label = LABELS[WORDS.index(self.outcome.clip.digit)]
        named = [choice.key for choice in prompt.choices if choice.label == label]
        if prompt.kind == "yes/no":
            self._believed = label in prompt.text
            self._call.press("1" if self._believed else "2", PROMPT + BEFORE)
        elif named:
            self._call.press(named[0], PROMPT + BEFORE)
        elif self._says:
            return self._speak(self._says.pop(0))
        return event(self._listened(), AT)

    # ------------------------------------------------------------ the call

    def _listened(self) -> Answer:
        """The answer to the question that stands."""
        self._turn += 1
        wanted = expected(menu(), self._session)
        if wanted is None:
            raise RuntimeError("nobody is asked anything")
        self._answers.clear()
        silence = orders.Piece(silence=PROMPT)
        self._virtual.order(orders.Play(id=self._turn, pieces=(silence,)))
        self._virtual.order(orders.Listen(expected=wanted))
        self._virtual.run(LONGEST, until=lambda: bool(self._answers))
        answer = self._answers[0]
        self._virtual.run(AFTER, until=self._after(AFTER))
        return answer

    def _after(self, seconds: float) -> Callable[[], bool]:
        end = self._call.at() + seconds
        return lambda: self._call.at() >= end

    def _hear(self, report: reports.AnyReport) -> None:
        if isinstance(report, ANSWERS):
            self._answers.append(report)
        elif isinstance(report, reports.Trouble):
            raise RuntimeError(f"{self.outcome.clip} broke the call: {report.what}")

    def _step(self, came: AnyEvent) -> tuple[Effect, ...]:
        self._session, effects = step(menu(), self._session, came)
        return effects


def _prompt(effects: tuple[Effect, ...]) -> Prompt | None:
    return next((each for each in effects if isinstance(each, Prompt)), None)


def _digit(guesses: tuple[Guess, ...]) -> str:
    """The option that the best guess leads to, by its digit; other words as they are."""
    text = guesses[0].text if guesses else ""
    known = dict(zip(map(str.lower, LABELS), WORDS, strict=True), nought="zero")
    return next((known.get(word, word) for word in text.split() if _means(word, known)), text)


def _means(word: str, known: dict[str, str]) -> bool:
    return word in known or word in WORDS
