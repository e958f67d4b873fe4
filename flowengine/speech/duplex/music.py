"""What is heard while nothing else is: music in a queue and on hold, from its beginning to its end
and again from its beginning. Between two announcements it goes on where it was.

It begins and ends softly. Nobody's prompt waits for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flowengine.speech.duplex.mixing import faded
from flowengine.speech.duplex.reports import Trouble
from flowengine.speech.sound.pcm import Sound, frame_bytes
from flowengine.speech.sound.tones import silence, waiting_tone
from flowengine.speech.sound.wav import NotSound

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.duplex import orders
    from flowengine.speech.sound.pcm import Samples

LONGEST_SILENCE = 60.0  # seconds


class Music:
    """Of one call at `rate`. `load` raises OSError or NotSound where there is no such sound."""

    def __init__(
        self, rate: int, load: Callable[[str], Sound], report: Callable[[Trouble], None]
    ) -> None:
        self._rate, self._load, self._report = rate, load, report
        self._size = frame_bytes(rate) // 2  # samples
        self._samples: Samples = silence(0, rate).samples
        self._position = 0
        self._heard = False

    def set(self, order: orders.Music, at: float) -> None:
        """Another, or none. What cannot be read is told and left out."""
        self._position, self._heard = 0, False
        parts = [self._sound(piece, at).samples for piece in order.pieces]
        parts = [part for part in parts if len(part)]
        if not parts and order.tone:
            parts = [waiting_tone(self._rate).samples]
        self._samples = parts[0] if len(parts) == 1 else np.concatenate([*parts, self._samples[:0]])

    def next(self, *, wanted: bool) -> bytes:
        """20 ms of it; where it is not wanted any more once its end, then nothing."""
        if not len(self._samples) or not (wanted or self._heard):
            return b""
        begins, self._heard = not self._heard, wanted
        frame = self._frame()
        if not wanted:
            return faded(frame)
        return _risen(frame) if begins else frame

    def _frame(self) -> bytes:
        found = self._samples[self._position : self._position + self._size]
        self._position += self._size
        while len(found) < self._size:
            self._position = self._size - len(found)
            found = np.concatenate((found, self._samples[: self._position]))
        return found.astype("<i2", copy=False).tobytes()

    def _sound(self, piece: orders.Piece, at: float) -> Sound:
        if not piece.path:
            return silence(min(max(piece.silence, 0.0), LONGEST_SILENCE), self._rate)
        try:
            return self._load(piece.path).at(self._rate)
        except (NotSound, OSError) as error:
            self._report(Trouble(at=at, where="music", what=str(error)))
            return silence(0, self._rate)


def _risen(frame: bytes) -> bytes:
    samples = np.frombuffer(frame, "<i2")
    return (samples * np.linspace(0.0, 1.0, len(samples))).astype("<i2").tobytes()
