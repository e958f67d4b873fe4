"""A long recording cut where it is quietest, and written down piece by piece.

Whisper hears half a minute at a time. A piece in which nobody speaks is left out, for there it
would make something up.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flowengine.speech.sound.pcm import FRAME_MS, Sound

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.speech.recognition.whisper import Whisper

LONGEST, SHORTEST = 28.0, 15.0  # seconds of one piece
PAUSE = 0.3  # seconds: where a cut is best, it is quiet for that long


def written(sound: Sound, whisper: Whisper) -> str:
    """Its words, in order."""
    said = (whisper.dictate(piece).text for piece in pieces(sound))
    return " ".join(text for text in said if text)


def pieces(sound: Sound) -> Iterator[Sound]:
    """Together all of it, none longer than LONGEST."""
    rest = sound.samples
    while len(rest) > LONGEST * sound.rate:
        cut = _quietest(rest, sound.rate)
        yield Sound(rest[:cut], sound.rate)
        rest = rest[cut:]
    if len(rest):
        yield Sound(rest, sound.rate)


def _quietest(samples: np.ndarray[tuple[int], np.dtype[np.int16]], rate: int) -> int:
    """The middle of the quietest pause between SHORTEST and LONGEST."""
    frame = rate * FRAME_MS // 1000
    first, last = int(SHORTEST * rate), int(LONGEST * rate)
    part = samples[first:last].astype(np.float32)
    energy = (part[: len(part) // frame * frame].reshape(-1, frame) ** 2).mean(1)
    wide = int(PAUSE * 1000 / FRAME_MS)
    smooth = np.convolve(energy, np.ones(wide) / wide, "valid")
    return first + int(smooth.argmin() + wide // 2) * frame
