"""A recogniser that hears what a test says it hears, and remembers what it was told."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.speech.recognition.recogniser import Answer, Failed, Final, Guess, Partial

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.expecting import Expected

FRAME = 0.02


@dataclass(frozen=True)
class Words:
    """What one utterance turns out to be. After `partial` seconds of what was fed it is known in
    part: `complete` and `extendable` as in `Partial`. `answers` false: there is never a `Final`.
    No text: it was nothing that was expected."""

    text: str = ""
    confidence: float = 0.9
    partial: float = 0.4
    complete: bool = True
    extendable: bool = False
    others: tuple[str, ...] = ()
    answers: bool = True
    fails: str = ""

    @property
    def guesses(self) -> tuple[Guess, ...]:
        texts = (self.text, *self.others) if self.text else ()
        return tuple(Guess(text, self.confidence / (n + 1)) for n, text in enumerate(texts))


@dataclass
class Scripted:
    """Its utterances are `says`, one after another; behind the last it hears nothing. It answers at
    once, from inside of `feed` and `end`, as a recogniser in the same process does."""

    says: list[Words] = field(default_factory=list)
    tell: Callable[[Answer], None] = lambda _: None
    name: str = "scripted"
    begun: list[int] = field(default_factory=list)
    lulls: list[tuple[int, float, float]] = field(default_factory=list)
    ended: list[tuple[int, float, float]] = field(default_factory=list)
    dropped: list[int] = field(default_factory=list)
    fed: dict[int, list[bytes]] = field(default_factory=dict)
    expected: list[Expected] = field(default_factory=list)
    rates: list[int] = field(default_factory=list)
    closed: bool = False

    def begin(self, utterance: int, expected: Expected, rate: int) -> None:
        self.begun.append(utterance)
        self.expected.append(expected)
        self.rates.append(rate)
        self.fed[utterance] = []

    def feed(self, utterance: int, frame: bytes) -> None:
        frames = self.fed[utterance]
        frames.append(frame)
        words = self._words(utterance)
        if words.text and len(frames) == round(words.partial / FRAME):
            self.tell(Partial(utterance, words.text, words.complete, words.extendable))

    def lull(self, utterance: int, start: float, stop: float) -> None:
        self.lulls.append((utterance, start, stop))

    def end(self, utterance: int, start: float, stop: float) -> None:
        self.ended.append((utterance, start, stop))
        words = self._words(utterance)
        if words.fails:
            self.tell(Failed(utterance, words.fails))
        elif words.answers:
            self.tell(Final(utterance, words.guesses))

    def drop(self, utterance: int) -> None:
        self.dropped.append(utterance)

    def close(self) -> None:
        self.closed = True

    def _words(self, utterance: int) -> Words:
        at = self.begun.index(utterance)
        return self.says[at] if at < len(self.says) else Words()
