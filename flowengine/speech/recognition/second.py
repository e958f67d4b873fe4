"""Two passes: one recogniser streams and tells when somebody has finished, another what was said.

The first may be missing. What is listed the second chooses as soon as there is a lull: then it is
known whether that was a whole answer, also where the first missed it, and the end finds the choice
made. Typed answers (numbers, dates) are too many to be listed: there the second chooses among what
the first took it for and what it would write down itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.speech.recognition.decoding import Take
from flowengine.speech.recognition.recogniser import Guess

if TYPE_CHECKING:
    from flowengine.speech.recognition.choices import Choices
    from flowengine.speech.recognition.decoding import Decoder, Engine
    from flowengine.speech.recognition.whisper import Whisper

MARGIN = 0.2  # seconds on each side: what is soft at a word's ends is no speech to the turn-taker


class SecondPass:
    """An engine of two: `first` streams where there is one, `chooser` decides."""

    def __init__(self, chooser: Whisper, first: Engine | None) -> None:
        self.chooser = chooser
        self._first = first

    def decoder(self) -> TwoPasses:
        return TwoPasses(self.chooser, self._first.decoder() if self._first else None)


class TwoPasses:
    def __init__(self, chooser: Whisper, first: Decoder | None) -> None:
        self._chooser = chooser
        self._first = first

    def begin(self, choices: Choices, rate: int) -> None:
        self._choices, self._take = choices, Take(rate)
        self._lull, self._chosen = (0.0, 0.0), tuple[Guess, ...]()
        if self._first:
            self._first.begin(choices, rate)

    def feed(self, frame: bytes) -> str:
        self._take.add(frame)
        streamed = self._first.feed(frame) if self._first else ""
        return self._chosen[0].text if self._chosen else streamed

    def lull(self, start: float, stop: float) -> str:
        if self._choices.listed:
            self._choose(start, stop)
        if self._chosen:
            return self._chosen[0].text
        return self._first.lull(start, stop) if self._first else ""

    def end(self, start: float, stop: float) -> tuple[Guess, ...]:
        if self._choices.listed:
            self.drop()
            if not self._chosen or (start, stop) != self._lull:  # now its end is heard whole
                self._choose(start, stop)
            return self._chosen
        clip = self._take.clip(start, stop, MARGIN)
        heard = self._first.end(start, stop) if self._first else ()
        return self._chooser.weigh(clip, self._choices, heard)

    def _choose(self, start: float, stop: float) -> None:
        self._lull = start, stop
        self._chosen = self._chooser.choose(self._take.clip(start, stop, MARGIN), self._choices)

    def drop(self) -> None:
        if self._first:
            self._first.drop()
