"""What somebody leaves after the tone: heard until a key, a silence or the limit, and trimmed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.speech.duplex.reports import Recorded
from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import FRAME_MS, from_pcm

if TYPE_CHECKING:
    from flowengine.speech.duplex.orders import Record

KEY, SILENCE, LIMIT, HANG_UP = "key", "silence", "limit", "hang up"
FRAME = FRAME_MS / 1000  # seconds
BEFORE = 15  # frames of 20 ms that are kept before the first word, and behind the last
SPOKEN = 15  # frames of speech; less is no message
FIRST = 7.0  # seconds at least that somebody may look for words
KEY_CLICK = 5  # frames before a key that belong to pressing it


class Recorder:
    """One recording. Frames count when it has `started`, behind the tone."""

    def __init__(self, order: Record, rate: int) -> None:
        self.started = False
        self._order, self._rate = order, rate
        self._frames: list[bytes] = []
        self._speech = 0
        self._first = self._last = 0  # frames: where speech begins, and behind its end

    def start(self) -> None:
        self.started = True

    def frame(self, pcm: bytes, speech: bool) -> str:
        """Why it is over with this frame, "" while it is not."""
        if not self.started:
            return ""
        self._frames.append(pcm)
        if speech:
            self._first = self._first if self._speech else len(self._frames) - 1
            self._last, self._speech = len(self._frames), self._speech + 1
        if len(self._frames) * FRAME >= self._order.limit:
            return LIMIT
        patience = self._order.pause if self._speech else max(self._order.pause, FIRST)
        return SILENCE if (len(self._frames) - self._last) * FRAME >= patience else ""

    def recorded(self, by: str, at: float) -> Recorded:
        frames = self._trimmed(by)
        sound = from_pcm(b"".join(frames), self._rate)
        data = wav.write(sound) if frames else b""
        return Recorded(
            at=at, turn=self._order.turn, wav=data, seconds=round(sound.seconds, 2), by=by
        )

    def _trimmed(self, by: str) -> list[bytes]:
        if self._speech < SPOKEN:
            return []
        stop = len(self._frames) - (KEY_CLICK if by == KEY else 0)
        return self._frames[max(self._first - BEFORE, 0) : min(self._last + BEFORE, stop)]
