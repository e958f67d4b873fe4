"""Speech or the echo of our own prompt, while it plays.

A gate that learns how loud the prompt comes back: what is to count as speech must be louder than
the loudest the prompt can be at this moment. Not an echo canceller: that costs thirty times as
much, finds no more callers, and triggers itself now and then.
"""

from __future__ import annotations

from collections import deque

import webrtcvad

MODE = 3
ECHO = 20  # frames: an echo comes within 400 ms
UNKNOWN = -10.0  # dB, the echo below the prompt until it has been heard for a second
MARGIN = 5.0  # dB over the loudest echo
ABOVE = 9.0  # dB over the floor of the line
FAINTEST = 40.0  # dB
AUDIBLE = 50.0  # dB: a prompt louder than that teaches how it comes back
LEARNT, KEPT, EVERY = 50, 200, 10  # frames of prompt: enough to know, remembered, looked at anew
LOUDEST = 98  # percent


class Gate:
    """One call. It is told of each frame, whether a prompt plays or not. `voiced` is whether the
    last frame sounds like a voice at all, whosever it is."""

    def __init__(self, rate: int) -> None:
        self.voiced = False
        self._rate = rate
        self._voice = webrtcvad.Vad(MODE)
        self._played: deque[float] = deque(maxlen=ECHO)
        self._returned: deque[float] = deque(maxlen=KEPT)  # dB, line over prompt
        self._coupling = UNKNOWN
        self._lessons = 0
        self._run = 0

    def played(self, level: float) -> bool:
        """How loud this frame of the prompt is, 0 for none; whether an echo of it may be heard."""
        self._played.append(level)
        return level > 0.0 or max(self._played) > 0.0

    def hears(self, frame: bytes, level: float, floor: float) -> bool:
        """Whether the person speaks, over the echo of what was played up to now."""
        loudest = max(self._played)
        threshold = max(loudest + self._coupling + MARGIN, floor + ABOVE, FAINTEST)
        self.voiced = self._voice.is_speech(frame, self._rate)
        speech = self.voiced and level > threshold
        self._run = self._run + 1 if speech else 0
        if self._played[-1] > AUDIBLE and self._run < 2 and level <= threshold + 3.0:
            self._learn(level - loudest)
        return speech

    def _learn(self, returned: float) -> None:
        self._returned.append(returned)
        self._lessons += 1
        if self._lessons >= LEARNT and self._lessons % EVERY == 0:
            self._coupling = sorted(self._returned)[len(self._returned) * LOUDEST // 100]
