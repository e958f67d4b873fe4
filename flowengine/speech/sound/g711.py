"""ITU-T G.711: the µ-law and A-law of the telephone, eight bits for what sounds like thirteen.

Both laws are tables of 256 values, laid down in the Recommendation's tables 1 and 2; a sample is
coded as the value nearest to it. Here only samples are turned into octets and back: who packs or
sends them is no matter of this module.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from typing import Any

    from flowengine.speech.sound.pcm import Samples

_SIGN, _SEGMENT, _STEP = 0x80, 0x70, 0x0F
_BIAS = 0x84  # µ-law: added before a value is cut into segments
_EVEN_BITS = 0x55  # A-law: turned about on the line, so that silence is not all zeros


def from_mulaw(data: bytes) -> Samples:
    return _mulaw()[np.frombuffer(data, np.uint8)]


def to_mulaw(samples: Samples) -> bytes:
    return _coded(samples, *_coder(_mulaw().tobytes()))


def from_alaw(data: bytes) -> Samples:
    return _alaw()[np.frombuffer(data, np.uint8)]


def to_alaw(samples: Samples) -> bytes:
    return _coded(samples, *_coder(_alaw().tobytes()))


@lru_cache(maxsize=1)
def _mulaw() -> Samples:
    code = ~np.arange(256) & 0xFF
    size = (((code & _STEP) << 3) + _BIAS << ((code & _SEGMENT) >> 4)) - _BIAS
    return np.where(code & _SIGN, -size, size).astype(np.int16)


@lru_cache(maxsize=1)
def _alaw() -> Samples:
    code = np.arange(256) ^ _EVEN_BITS
    segment = (code & _SEGMENT) >> 4
    within = ((code & _STEP) << 4) + 8
    size = np.where(segment == 0, within, within + 0x100 << np.maximum(segment - 1, 0))
    return np.where(code & _SIGN, size, -size).astype(np.int16)


@lru_cache(maxsize=2)
def _coder(values: bytes) -> tuple[Any, Any]:
    """The codes in the order of their values, and the midpoints between neighbours."""
    table = np.frombuffer(values, np.int16)
    order = np.argsort(table, kind="stable")
    ranked = table[order].astype(np.int32)
    return order.astype(np.uint8), (ranked[:-1] + ranked[1:]) / 2


def _coded(samples: Samples, codes: Any, midpoints: Any) -> bytes:
    return bytes(codes[np.searchsorted(midpoints, samples)].tobytes())
