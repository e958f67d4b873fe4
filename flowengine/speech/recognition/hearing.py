"""One call's utterances, through a decoder, told as they go: the same in any process.

An answer is told once each time it changes, and never for an utterance that is over. A decoder
that fails takes its utterance with it, not the call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.grammar.expansion import GrammarError
from flowengine.speech.recognition.choices import Choices, choices
from flowengine.speech.recognition.recogniser import NOTHING, Failed, Final, Partial

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.expecting import Expected
    from flowengine.speech.recognition.decoding import Decoder
    from flowengine.speech.recognition.recogniser import Tell

FAULTS = (ArithmeticError, GrammarError, LookupError, OSError, RuntimeError, TypeError, ValueError)


class Hearing:
    """Its decoder is made when somebody first speaks: many a caller presses keys only."""

    def __init__(self, decoder: Callable[[], Decoder], tell: Tell) -> None:
        self._make, self._tell = decoder, tell
        self._decoder: Decoder | None = None
        self._utterance: int | None = None
        self._choices: Choices | None = None
        self._text = ""

    def begin(self, utterance: int, expected: Expected, rate: int) -> None:
        if self._utterance is not None:
            self.drop(self._utterance)
        self._utterance, self._text = utterance, ""
        try:
            self._choices = choices(expected)
            self._decoder = self._decoder or self._make()
            self._decoder.begin(self._choices, rate)
        except FAULTS as error:
            self._fail(error)

    def feed(self, utterance: int, frame: bytes) -> None:
        self._listen(utterance, lambda decoder: decoder.feed(frame))

    def lull(self, utterance: int, start: float, stop: float) -> None:
        self._listen(utterance, lambda decoder: decoder.lull(start, stop))

    def _listen(self, utterance: int, work: Callable[[Decoder], str]) -> None:
        if utterance != self._utterance or self._decoder is None or self._choices is None:
            return
        try:
            text = work(self._decoder)
        except FAULTS as error:
            self._fail(error)
            return
        if text != self._text:
            self._text = text
            self._tell(Partial(utterance, text, *self._choices.standing(text)))

    def end(self, utterance: int, start: float, stop: float) -> None:
        if utterance != self._utterance or self._decoder is None:
            return
        try:
            guesses = self._decoder.end(start, stop)
        except FAULTS as error:
            self._fail(error)
            return
        self._utterance = None
        self._tell(Final(utterance, tuple(g for g in guesses if g.confidence >= NOTHING)))

    def drop(self, utterance: int) -> None:
        if utterance == self._utterance and self._decoder is not None:
            self._utterance = None
            self._decoder.drop()

    def _fail(self, error: Exception) -> None:
        """The kind of the error only: its words might be what somebody said."""
        utterance, self._utterance, self._decoder = self._utterance, None, None
        if utterance is not None:
            self._tell(Failed(utterance, f"The recogniser failed: {type(error).__name__}."))
