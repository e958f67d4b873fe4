"""What makes a line hard to hear on: noise, a room full of voices, clipping, a tone.

No detector tells one voice from many, and from 10 dB of noise on recognisers hear half. So the line
itself is watched, a look each tenth of a second while we listen and are silent, and what lasts is
said once: then somebody can be asked to use the keys.
"""

from __future__ import annotations

from collections import deque
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.turns.activity import Activity

TONE, CLIPPING, BABBLE, NOISE = "tone", "clipping", "babble", "noise"
EVERY, JUDGED = 5, 50  # frames of 20 ms from one look to the next, and to the next judgement
WINDOW = 50  # looks: 5 s
STEADY, LASTING = 20, 30  # looks that a tone lasts, and noise
LOUD = 50.0  # dB as in `loudness`; a fainter tone does not disturb
USUAL = 64.0  # dB: how loud people are, until this one has spoken
TOO_NEAR = 12.0  # dB that noise may come up to speech
CLIPPED, SO_MANY = 32_000, 0.02  # a sample at its limit; their share in a frame that clips
CLIPS = 5  # looks
PEAK = 0.8  # share of a frame's power at one pitch
VOICES = 42.0  # dB of the floor that voices all around make
SPREAD = (4.0, 16.0)  # dB between the louder and the fainter moments: one voice alone has 25


class Look(NamedTuple):
    level: float
    floor: float
    voiced: bool
    speech: bool
    tonal: bool
    clipped: bool


class Conditions:
    """One call."""

    def __init__(self) -> None:
        self._frames = 0
        self._looks: deque[Look] = deque(maxlen=WINDOW)
        self._speech = USUAL
        self._told: set[str] = set()

    def frame(self, pcm: bytes, activity: Activity, speech: bool) -> str:
        """Why words cannot be made out, said once each; "" where they can. `activity` is that of
        this frame, `speech` whether the person spoke in it."""
        self._frames += 1
        if self._frames % EVERY:
            return ""
        self._looks.append(_look(pcm, activity, speech))
        if speech:
            self._speech += (activity.level - self._speech) / WINDOW
        why = "" if self._frames % JUDGED else self._why(list(self._looks))
        if why in self._told:
            return ""
        self._told.add(why)
        return why

    def _why(self, looks: list[Look]) -> str:
        if _often(looks, STEADY, 0.9, lambda one: one.tonal and one.level > LOUD):
            return TONE
        if sum(one.clipped for one in looks) >= CLIPS:
            return CLIPPING
        if _often(looks, WINDOW, 0.6, lambda one: one.voiced) and _many(looks):
            return BABBLE
        most = max(self._speech - TOO_NEAR, VOICES)
        return NOISE * _often(looks, LASTING, 0.7, lambda one: not one.speech and one.floor > most)


def _look(pcm: bytes, activity: Activity, speech: bool) -> Look:
    samples = np.frombuffer(pcm, "<i2").astype(np.float32)
    power = np.abs(np.fft.rfft(samples * _window(len(samples)))) ** 2
    at = int(power.argmax())
    tonal = float(power[max(at - 1, 0) : at + 2].sum()) > PEAK * float(power.sum())
    clipped = float((np.abs(samples) >= CLIPPED).mean()) > SO_MANY
    return Look(activity.level, activity.floor, activity.voiced, speech, tonal, clipped)


@lru_cache(maxsize=2)
def _window(length: int) -> Any:
    return np.hanning(length).astype(np.float32)


def _often(looks: list[Look], count: int, share: float, which: Callable[[Look], bool]) -> bool:
    """Whether most of the last looks are like that."""
    return len(looks) >= count and sum(map(which, looks[-count:])) >= share * count


def _many(looks: list[Look]) -> bool:
    """Whether the voices never pause, as only many together do."""
    levels = sorted(one.level for one in looks)
    floors = sorted(one.floor for one in looks)
    spread = levels[len(levels) * 9 // 10] - levels[len(levels) // 10]
    return SPREAD[0] < spread < SPREAD[1] and floors[len(floors) // 2] > VOICES
