"""Samples and their rate: what every other part of `speech` means by a sound."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeAlias

import numpy as np
import soxr

if TYPE_CHECKING:
    from collections.abc import Iterator

FRAME_MS = 20  # of one frame: the packet time that telephony uses
Samples: TypeAlias = "np.ndarray[tuple[int], np.dtype[np.int16]]"


@dataclass(frozen=True, slots=True, eq=False)
class Sound:
    """One channel of signed 16 bit samples; `rate` is samples a second, 8,000 on a telephone."""

    samples: Samples
    rate: int

    @property
    def seconds(self) -> float:
        return len(self.samples) / self.rate

    @property
    def pcm(self) -> bytes:
        """Little endian, as it stands in files and frames."""
        return self.samples.astype("<i2", copy=False).tobytes()

    def at(self, rate: int) -> Sound:
        """The same at another rate, band-limited (soxr, high quality)."""
        if rate == self.rate or not len(self.samples):
            return Sound(self.samples, rate)
        return Sound(soxr.resample(self.samples, self.rate, rate), rate)


def from_pcm(data: bytes, rate: int) -> Sound:
    """Of little endian signed 16 bit; half a sample at the end is left out."""
    return Sound(np.frombuffer(data[: len(data) // 2 * 2], "<i2").astype(np.int16), rate)


def frame_bytes(rate: int) -> int:
    return rate * FRAME_MS // 1000 * 2


def frames(sound: Sound) -> Iterator[bytes]:
    """Whole frames of FRAME_MS; the last one is filled up with silence."""
    size, data = frame_bytes(sound.rate), sound.pcm
    for at in range(0, len(data), size):
        yield data[at : at + size].ljust(size, b"\0")
