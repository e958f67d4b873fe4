"""Keys as tones: what ITU-T Q.24 has receivers take, one after another, also over a bad line."""

from __future__ import annotations

from itertools import groupby, pairwise

import numpy as np
import pytest

from flowengine.speech.duplex.keying import LEVEL, MOST, PAUSE, TONE, Keying
from flowengine.speech.duplex.reports import KeysSent
from flowengine.speech.sound import g711
from flowengine.speech.sound.dtmf import Detector
from flowengine.speech.sound.pcm import Sound, frame_bytes, frames, from_pcm
from flowengine.speech.sound.tones import PAIRS

EVERY = "1234567890*#ABCD"
SINE = 3.14  # dBm0 of a sine of full scale in G.711 (A-law)
RATES = pytest.mark.parametrize("rate", [8000, 16_000])


def sent(keys: str, rate: int = 8000) -> tuple[Sound, list[KeysSent]]:
    told: list[KeysSent] = []
    keying = Keying(rate, told.append)
    keying.send(keys)
    played: list[bytes] = []
    while keying.on:
        played.append(keying.next(len(played) * 0.02))
    assert {len(one) for one in played} <= {frame_bytes(rate)}
    assert keying.next(0.0) == b""
    return from_pcm(b"".join(played), rate), told


def heard(sound: Sound) -> str:
    detector = Detector(sound.rate)
    return "".join(filter(None, map(detector.feed, frames(sound))))


def level(sound: Sound, hertz: float) -> float:
    """dBm0 of that tone in the middle of the first key."""
    soft = sound.rate // 100
    samples = sound.samples[soft : round(sound.rate * TONE) - soft] / 32767
    at = np.arange(len(samples)) / sound.rate
    window = np.hanning(len(samples))
    found = 2 * abs((window * np.exp(-2j * np.pi * hertz * at)) @ samples) / window.sum()
    return float(20 * np.log10(found)) + SINE


@RATES
def test_every_key_is_heard_once_and_told_as_it_begins(rate: int) -> None:
    sound, told = sent(EVERY, rate)
    assert heard(sound) == EVERY
    assert [one.keys for one in told] == list(EVERY)
    apart = {round(two.at - one.at, 2) for one, two in pairwise(told)}
    assert apart == {round(TONE + PAUSE, 2)}


@RATES
@pytest.mark.parametrize("key", PAIRS)
def test_each_tone_has_the_level_and_the_length_that_receivers_take(key: str, rate: int) -> None:
    sound, _ = sent(key, rate)
    low, high = (level(sound, hertz) for hertz in PAIRS[key])
    for one in (low, high):  # Q.24: -24 dBm is taken by all, 0 dBm is too loud for none
        assert -24.0 < one < 0.0
        assert one == pytest.approx(LEVEL + SINE, abs=0.5)
    assert abs(low - high) < 1.0  # Q.24: 4 dB at most
    loud = np.abs(sound.samples.reshape(-1, rate // 100)).max(axis=1) > 300
    lengths = [(bool(on), sum(1 for _ in group) * 10) for on, group in groupby(loud)]
    assert lengths == [(True, round(TONE * 1000)), (False, round(PAUSE * 1000))]  # ms
    assert min(TONE, PAUSE) >= 0.04


@pytest.mark.parametrize("lost", [0.0, 6.0, 15.0])
@pytest.mark.parametrize("law", ["mulaw", "alaw"])
def test_they_are_heard_over_a_telephone_line_that_takes_much_away(law: str, lost: float) -> None:
    sound, _ = sent(EVERY)
    quiet = (sound.samples * 10 ** (-lost / 20)).astype(np.int16)
    coded = getattr(g711, f"to_{law}")(quiet)
    assert heard(Sound(getattr(g711, f"from_{law}")(coded), 8000)) == EVERY


def test_what_is_too_much_or_stopped_is_never_sent_nor_told() -> None:
    _, told = sent("1" * (MOST + 5))
    assert len(told) == MOST
    keys = Keying(8000, told.append)
    keys.send("12")
    assert keys.next(0.0)
    keys.stop()
    assert not keys.on
    assert keys.next(0.02) == b""
    assert len(told) == MOST + 1
