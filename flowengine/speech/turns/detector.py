"""Speech or not, frame by frame, while we are silent ourselves.

WebRTC's detector alone hangs on for 120 ms after the last word; together with the level above the
line's own noise it lets go within 10 ms. What neither can do is to tell one voice from a room full
of them: `conditions` notices that.
"""

from __future__ import annotations

import webrtcvad

MODE = 2
ABOVE = 9.0  # dB over the floor of the line
FAINTEST = 43.5  # dB; nobody who speaks to us is as faint as that
WARM = 25  # frames: a fresh detector takes its first half second for speech, whatever it is


class Detector:
    """One direction of one call; `rate` is 8,000 or 16,000."""

    def __init__(self, rate: int) -> None:
        self._rate = rate
        self._voice = webrtcvad.Vad(MODE)
        self._seen = 0

    def hears(self, frame: bytes, level: float, floor: float) -> bool:
        """`level` and `floor` as in `loudness`. Wants each frame, also those nobody asks about."""
        self._seen += 1
        voiced: bool = self._voice.is_speech(frame, self._rate)
        return voiced and self._seen > WARM and level > max(floor + ABOVE, FAINTEST)
