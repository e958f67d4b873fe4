"""Octets of the telephone are those of the Recommendation, there and back."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from flowengine.speech.sound import g711

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.sound.pcm import Samples

LAWS: dict[str, tuple[Callable[[Samples], bytes], Callable[[bytes], Samples]]] = {
    "mu-law": (g711.to_mulaw, g711.from_mulaw),
    "A-law": (g711.to_alaw, g711.from_alaw),
}


@pytest.mark.parametrize(
    ("law", "octet", "sample"),
    [
        # The ends and the middle of tables 2a, 2b (µ-law) and 1a, 1b (A-law), times 4 and 8.
        ("mu-law", 0x80, 32124),
        ("mu-law", 0x00, -32124),
        ("mu-law", 0xFF, 0),
        ("mu-law", 0xFE, 8),
        ("mu-law", 0x8F, 16764),
        ("mu-law", 0xBF, 1980),
        ("A-law", 0xAA, 32256),
        ("A-law", 0x2A, -32256),
        ("A-law", 0xD5, 8),
        ("A-law", 0x55, -8),
        ("A-law", 0x80, 5504),
    ],
)
def test_single_octets(law: str, octet: int, sample: int) -> None:
    assert LAWS[law][1](bytes([octet])).tolist() == [sample]


@pytest.mark.parametrize("law", LAWS)
def test_every_octet_comes_back(law: str) -> None:
    to, back = LAWS[law]
    samples = back(bytes(range(256)))
    again = to(samples)
    assert back(again).tolist() == samples.tolist()
    assert sum(a != b for a, b in zip(again, range(256), strict=True)) <= 1  # two zeros in µ-law


@pytest.mark.parametrize("law", LAWS)
def test_every_sample_comes_back_nearly(law: str) -> None:
    to, back = LAWS[law]
    samples = np.arange(-32768, 32768, dtype=np.int32).astype(np.int16)
    wrong = np.abs(back(to(samples)).astype(int) - samples.astype(int))
    assert (wrong <= np.maximum(16, np.abs(samples.astype(int)) / 24)).all()
    assert to(samples[:0]) == b""
