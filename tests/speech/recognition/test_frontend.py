"""Sound as a decoder wants it: level, silence around it, noise where the telephone has nothing."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.recognition import frontend
from flowengine.speech.sound.pcm import Sound, frames


def tone(rate: int, seconds: float = 0.5, level: float = 3_000) -> Sound:
    at = np.arange(int(rate * seconds))
    return Sound((level * np.sin(2 * np.pi * 440 * at / rate) + 500).astype(np.int16), rate)


@pytest.mark.parametrize("rate", [8_000, 16_000])
def test_a_stream_comes_out_at_the_rate_of_the_model_as_it_goes(rate: int) -> None:
    stream, sound = frontend.Stream(rate), tone(rate)
    made = [stream.feed(frame) for frame in frames(sound)]
    seconds = sum(map(len, made)) / 2 / frontend.RATE
    assert seconds == pytest.approx(sound.seconds, abs=0.005)  # a better quality holds back more
    assert stream.feed(b"") == b""


def test_the_empty_upper_half_of_a_telephone_is_filled() -> None:
    heard = np.frombuffer(frontend.clip(tone(8_000)), "<i2").astype(float)
    power = np.abs(np.fft.rfft(heard)) ** 2 / len(heard)
    upper = power[len(power) * 5 // 8 :].mean()  # above 5 kHz
    assert upper == pytest.approx(frontend.NOISE**2, rel=0.2)


def test_a_clip_is_levelled_without_offset_and_has_quiet_around_it() -> None:
    heard = np.frombuffer(frontend.clip(tone(8_000)), "<i2").astype(float)
    pad = int(frontend.PAD * frontend.RATE)
    assert np.abs(heard[:pad]).max() < 6 * frontend.NOISE
    assert np.abs(heard).max() == pytest.approx(frontend.PEAK, rel=0.05)
    assert heard.mean() == pytest.approx(0, abs=20)


def test_what_is_too_soft_for_a_voice_is_not_made_loud() -> None:
    hiss = Sound(np.array([1, -1] * 800, np.int16), 16_000)
    assert np.abs(frontend.levelled(hiss)).max() < frontend.PEAK / 50
    assert len(frontend.levelled(Sound(np.zeros(0, np.int16), 8_000))) == 0
