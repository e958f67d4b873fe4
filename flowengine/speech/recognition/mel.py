"""Log-mel spectra as whisper models were trained on, of a window shorter than their thirty seconds.

Source of the procedure: Radford et al., Robust Speech Recognition via Large-Scale Weak Supervision
(2022), section 2.2: 16 kHz, 25 ms Hann windows each 10 ms, 80 (or 128) mel bands on Slaney's
scale, base ten logarithm kept within 8 of the loudest, then (x + 4) / 4. Only numpy is needed.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    import numpy.typing as npt

RATE, WINDOW, HOP = 16_000, 400, 160

_LINEAR = 200.0 / 3  # Hz a mel below 1 kHz
_KNEE, _KNEE_MEL = 1_000.0, 15.0
_STEP = np.log(6.4) / 27.0  # above it


def spectrum(samples: npt.NDArray[np.float32], bands: int) -> npt.NDArray[np.float32]:
    """Of samples from -1 to 1: `bands` rows, one column each 10 ms."""
    padded = np.pad(samples.astype(np.float32), WINDOW // 2, mode="reflect")
    rows = np.lib.stride_tricks.sliding_window_view(padded, WINDOW)[:-1:HOP]
    power = np.abs(np.fft.rfft(rows * _hann(), axis=1)[: len(samples) // HOP]) ** 2
    logs = np.log10(np.maximum(filters(bands) @ power.T.astype(np.float32), 1e-10))
    logs = np.maximum(logs, logs.max() - 8.0)
    found: npt.NDArray[np.float32] = ((logs + 4.0) / 4.0).astype(np.float32)
    return found


@lru_cache
def _hann() -> npt.NDArray[np.float32]:
    window: npt.NDArray[np.float32] = np.hanning(WINDOW + 1)[:-1].astype(np.float32)
    return window


@lru_cache
def filters(bands: int) -> npt.NDArray[np.float32]:
    """Triangles over the bins of the transform, each of the same area."""
    bins = np.fft.rfftfreq(WINDOW, 1 / RATE)
    edges = _hertz(np.linspace(0.0, _mel(RATE / 2), bands + 2))
    slopes = edges[:, None] - bins[None, :]
    widths = np.diff(edges)
    rising = -slopes[:-2] / widths[:-1, None]
    falling = slopes[2:] / widths[1:, None]
    triangles = np.maximum(0.0, np.minimum(rising, falling))
    area = 2.0 / (edges[2:] - edges[:-2])
    return (triangles * area[:, None]).astype(np.float32)


def _mel(hertz: float) -> float:
    if hertz < _KNEE:
        return hertz / _LINEAR
    return float(_KNEE_MEL + np.log(hertz / _KNEE) / _STEP)


def _hertz(mel: npt.NDArray[np.float64]) -> npt.NDArray[np.float64]:
    above = _KNEE * np.exp(_STEP * (mel - _KNEE_MEL))
    return np.where(mel < _KNEE_MEL, mel * _LINEAR, above)
