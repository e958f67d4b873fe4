"""Two passes: one recogniser streams and tells when somebody has finished, another what was said.

The first may be missing; then nothing is known before the end. Typed answers (numbers, dates) are
too many to be listed: there the second chooses among what the first took it for and what it would
write down itself.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.speech.recognition.decoding import Take

if TYPE_CHECKING:
    from flowengine.speech.recognition.choices import Choices
    from flowengine.speech.recognition.decoding import Decoder, Engine
    from flowengine.speech.recognition.recogniser import Guess
    from flowengine.speech.recognition.whisper import Whisper


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
        if self._first:
            self._first.begin(choices, rate)

    def feed(self, frame: bytes) -> str:
        self._take.add(frame)
        return self._first.feed(frame) if self._first else ""

    def end(self, start: float, stop: float) -> tuple[Guess, ...]:
        clip = self._take.clip(start, stop)
        if self._choices.listed:
            self.drop()
            return self._chooser.choose(clip, self._choices)
        heard = self._first.end(start, stop) if self._first else ()
        return self._chooser.weigh(clip, self._choices, heard)

    def drop(self) -> None:
        if self._first:
            self._first.drop()
