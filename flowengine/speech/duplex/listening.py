"""The frames that a recogniser gets: those of an utterance, and a little from before it began."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from flowengine.speech.sound.pcm import FRAME_MS

if TYPE_CHECKING:
    from flowengine.runtime.expecting import Expected
    from flowengine.speech.recognition.recogniser import Recogniser
    from flowengine.speech.turns.moves import Begin, Drop, End, Lull

BEFORE = 15  # frames of 20 ms, that of the decision included: words begin before they are noticed
FRAME = FRAME_MS / 1000


class Listening:
    """One call. An utterance stays with the recogniser that it began with."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._before: deque[bytes] = deque(maxlen=BEFORE)
        self._next: tuple[Recogniser, Expected] | None = None
        self._recogniser: Recogniser | None = None
        self._utterance = 0  # that frames are fed to; 0 for none
        self._since = 0.0  # the time of the first frame fed
        self._fed = 0

    def by(self, recogniser: Recogniser | None, expected: Expected) -> None:
        """Who hears the next utterance, and what for."""
        self._next = None if recogniser is None else (recogniser, expected)

    def frame(self, pcm: bytes) -> None:
        self._before.append(pcm)
        if self._utterance and self._recogniser is not None:
            self._recogniser.feed(self._utterance, pcm)
            self._fed += 1

    def begin(self, move: Begin) -> None:
        if self._next is None:
            return
        self._recogniser, expected = self._next
        self._utterance, self._fed = move.utterance, len(self._before)
        self._since = move.at - self._fed * FRAME
        self._recogniser.begin(move.utterance, expected, self._rate)
        for frame in self._before:
            self._recogniser.feed(move.utterance, frame)

    def lull(self, move: Lull) -> None:
        if self._recogniser is not None:
            self._recogniser.lull(move.utterance, *self._speech(move))

    def end(self, move: End) -> None:
        self._utterance = 0
        if self._recogniser is not None:
            self._recogniser.end(move.utterance, *self._speech(move))

    def _speech(self, move: Lull | End) -> tuple[float, float]:
        """Where speech lies in what the recogniser was fed. Where frames were lost, time and frames
        differ: it never lies behind the last frame."""
        start = max(move.began - self._since, 0.0)
        stop = min(move.ended - self._since, self._fed * FRAME)
        return min(start, stop), stop

    def drop(self, move: Drop) -> None:
        self._utterance = 0
        if self._recogniser is not None:
            self._recogniser.drop(move.utterance)
