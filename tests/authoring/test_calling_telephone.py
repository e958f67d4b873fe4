from __future__ import annotations

import numpy as np
import pytest

from flowengine.authoring.calling_telephone import NOISE, RATE, line_noise, telephoned
from flowengine.speech.sound.levels import dbfs
from flowengine.speech.sound.tones import tone


def test_a_voice_comes_out_narrow_and_quantised() -> None:
    heard = telephoned(tone((440.0,), 0.5, 22_050))
    assert heard.rate == RATE
    assert heard.seconds == pytest.approx(0.5, abs=0.01)
    assert len(np.unique(heard.samples)) <= 256


def test_noise_is_the_same_each_time_and_as_loud_as_told() -> None:
    noise = line_noise(1.0)
    assert dbfs(noise.samples) == pytest.approx(NOISE, abs=0.5)
    assert np.array_equal(noise.samples, line_noise(1.0).samples)
