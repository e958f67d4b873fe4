"""Keys are told once each, from poor tones too; voices and noise press none."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from flowengine.speech.sound.dtmf import Detector
from flowengine.speech.sound.pcm import Sound, frames
from flowengine.speech.sound.tones import PAIRS, keys, silence, tone
from tests.speech.sound.talker import said

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

RATES = (8000, 16000)


def heard(sound: Sound) -> str:
    detector = Detector(sound.rate)
    return "".join(filter(None, (detector.feed(frame) for frame in frames(sound))))


def joined(*parts: Sound) -> Sound:
    return Sound(np.concatenate([part.samples for part in parts]), parts[0].rate)


def mixed(one: Sound, other: np.ndarray) -> Sound:
    whole = one.samples.astype(np.float64) + np.resize(other, len(one.samples))
    return Sound(np.clip(whole, -32768, 32767).astype(np.int16), one.rate)


def pair(
    key: str, seconds: float = 0.08, rate: int = 8000, *, off: float = 0.0, twist: float = 0.0,
    level: float = -12.0,
) -> Sound:  # fmt: skip
    """`off`: how much the tones are beside theirs. `twist`: dB of the high above the low one."""
    low, high = (pitch * (1 + off) for pitch in PAIRS[key])
    one = tone((low,), seconds, rate, level - max(twist, 0))
    other = tone((high,), seconds, rate, level + min(twist, 0))
    return mixed(one, other.samples) if twist >= 0 else mixed(other, one.samples)


def noise(level: float, seconds: float = 30.0, seed: int = 1) -> np.ndarray:
    size = round(seconds * 16000)
    return np.random.default_rng(seed).normal(0, 32768 * 10 ** (level / 20), size)


@pytest.mark.parametrize("rate", RATES)
def test_every_key_is_heard_once(rate: int) -> None:
    assert heard(keys("1234567890*#ABCD", rate)) == "1234567890*#ABCD"


@pytest.mark.parametrize("rate", RATES)
@pytest.mark.parametrize("shift", range(0, 160, 16))
@pytest.mark.parametrize(("seconds", "told"), [(0.020, ""), (0.040, "5"), (0.060, "5"), (3, "5")])
def test_how_long_a_key_is(seconds: float, told: str, shift: int, rate: int) -> None:
    lead = Sound(np.zeros(400 + shift, np.int16), rate)
    assert heard(joined(lead, pair("5", seconds, rate), silence(0.1, rate))) == told


CASES: dict[str, tuple[Callable[[], Sound], str]] = {
    "a key again after 40 ms": (lambda: keys("55", 8000, 0.05, 0.04), "55"),
    "another key at once": (lambda: joined(pair("1"), pair("9"), silence(0.1, 8000)), "19"),
    "a gap of 10 ms is no other key": (
        lambda: joined(pair("5"), silence(0.01, 8000), pair("5"), silence(0.1, 8000)),
        "5",
    ),
    "loud": (lambda: pair("8", level=-3), "8"),
    "clipped": (lambda: pair("8", level=3), "8"),
    "quiet": (lambda: pair("8", level=-34), "8"),
    "too quiet": (lambda: pair("8", level=-50), ""),
    "high tone 6 dB stronger": (lambda: pair("3", twist=6), "3"),
    "low tone 6 dB stronger": (lambda: pair("3", twist=-6), "3"),
    "high tone 12 dB stronger": (lambda: pair("3", twist=12), ""),
    "low tone 12 dB stronger": (lambda: pair("3", twist=-12), ""),
    "tones a little high": (lambda: pair("7", off=0.015), "7"),
    "tones a little low": (lambda: pair("7", off=-0.015), "7"),
    "tones a little high, upper column": (lambda: pair("D", off=0.015), "D"),
    "tones beside": (lambda: pair("7", off=0.045), ""),
    "tones far beside": (lambda: pair("D", off=-0.045), ""),
    "one tone only": (lambda: tone((770,), 0.2, 8000), ""),
    "two of one group": (lambda: tone((697, 941), 0.2, 8000), ""),
    "three tones": (lambda: tone((770, 1336, 1477), 0.2, 8000, -15), ""),
    "dial tone": (lambda: tone((350, 440), 1.0, 8000, -15), ""),
    "ringing": (lambda: tone((440, 480), 1.0, 8000, -15), ""),
    "busy": (lambda: tone((480, 620), 1.0, 8000, -15), ""),
    "a chord": (lambda: tone((523, 659, 784, 1047), 1.0, 8000, -15), ""),
    "silence": (lambda: silence(1.0, 8000), ""),
    "keys in noise": (lambda: mixed(keys("0123456789", 8000), noise(-27)), "0123456789"),
    "noise": (lambda: mixed(silence(30, 8000), noise(-20)), ""),
    "loud noise": (lambda: mixed(silence(30, 16000), noise(-6, seed=2)), ""),
    "hum and a key": (
        lambda: mixed(pair("6", level=-9), tone((50, 150), 1.0, 8000, -20).samples),
        "6",
    ),
}


@pytest.mark.parametrize(("make", "told"), CASES.values(), ids=CASES)
def test_what_is_a_key(make: Callable[[], Sound], told: str) -> None:
    assert heard(make()) == told


def test_frames_of_any_size_give_the_same_keys_and_what_is_held() -> None:
    data = keys("42#", 8000).pcm
    for size in (10, 80, 320, 333, 1600):
        even = size // 2 * 2
        detector = Detector(8000)
        told = [detector.feed(data[at : at + even]) for at in range(0, len(data), even)]
        assert "".join(filter(None, told)) == "42#", size
        assert detector.down == ""
    detector = Detector(8000)
    assert detector.feed(pair("4", 0.06).pcm) == "4"
    assert detector.down == "4"


TALK = (
    "Seven six five four three two one. We are open on weekdays from nine to five. "
    "I would like to know whether you have any beds for women with children tonight. "
    "Oh, no, you know, I owe you eleven euros. Hello, hello, can you hear me? "
)


@pytest.fixture(scope="module")
def talk() -> list[Sound]:
    """Piper's voice, at four pitches: what a talker does to a detector."""
    return [Sound(said(TALK).samples, rate) for rate in (14000, 16000, 19000, 24000)]


@pytest.mark.slow
@pytest.mark.parametrize("rate", RATES)
def test_a_voice_presses_no_key(talk: Iterable[Sound], rate: int) -> None:
    for one in talk:
        assert heard(Sound(one.at(rate).samples, rate)) == ""


@pytest.mark.slow
def test_keys_pressed_while_somebody_talks_are_heard(talk: list[Sound]) -> None:
    voice = talk[1].at(8000).samples / 6  # 9 dB below the keys, as on a real line
    assert heard(mixed(keys("0123456789*#", 8000, 0.12), voice)) == "0123456789*#"
