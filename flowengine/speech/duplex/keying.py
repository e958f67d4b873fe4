"""Keys for whoever is at the other end of a line that has no events for them: as tones in what they
hear, one after another.

The pairs are those of ITU-T Q.23. Q.24 says what receivers of different countries take: from 40 ms
of tone and 40 ms of pause on, and 0 to -24 dBm of each tone, the two 4 dB apart at most. These
have 100 ms of each and are equally loud. A sine of full scale is +3.14 dBm0 in G.711, so one at
-12 dBFS is about -9 dBm0: what a telephone sends, with 15 dB left for the way.

While a key sounds nobody else is heard: a voice in it would make it none.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from flowengine.speech.duplex.reports import KeysSent
from flowengine.speech.sound.pcm import frames
from flowengine.speech.sound.tones import keys as tones

if TYPE_CHECKING:
    from collections.abc import Callable

LEVEL = -12.0  # dBFS of each of the two tones
TONE, PAUSE = 0.1, 0.1  # seconds; whole frames
MOST = 40  # keys that wait, 8 seconds: more of them at once come from nobody's finger


class Keying:
    """Of one call at `rate`. `report` is told of each key as it begins to be heard."""

    def __init__(self, rate: int, report: Callable[[KeysSent], None]) -> None:
        self._rate, self._report = rate, report
        self._waiting: deque[str] = deque()
        self._sounding: deque[bytes] = deque()

    @property
    def on(self) -> bool:
        """A key sounds, or the pause behind one."""
        return bool(self._sounding or self._waiting)

    def send(self, keys: str) -> None:
        """Behind those that are on their way; what is too much is left out, and never reported."""
        self._waiting.extend(keys[: MOST - len(self._waiting)])

    def stop(self) -> None:
        """What is not heard yet is for nobody."""
        self._waiting.clear()
        self._sounding.clear()

    def next(self, at: float) -> bytes:
        """20 ms of them, of the pauses too; empty where there are none."""
        if not self._sounding and self._waiting:
            key = self._waiting.popleft()
            self._sounding.extend(frames(tones(key, self._rate, TONE, PAUSE, level=LEVEL)))
            self._report(KeysSent(at=at, keys=key))
        return self._sounding.popleft() if self._sounding else b""
