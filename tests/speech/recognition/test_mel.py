"""Log-mel spectra: the same as whisper's own."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.recognition import mel


@pytest.mark.parametrize("bands", [80, 128])
def test_it_has_a_row_for_each_band_and_a_column_each_ten_milliseconds(bands: int) -> None:
    made = mel.spectrum(np.zeros(16_000, np.float32), bands)
    assert made.shape == (bands, 100)
    assert np.all(made == made[0, 0])


@pytest.mark.slow
def test_it_is_what_whisper_was_trained_on() -> None:
    features = pytest.importorskip("faster_whisper.feature_extractor")
    noise = np.random.default_rng(0).standard_normal(48_000, np.float32) / np.float32(10)
    theirs = features.FeatureExtractor()(noise, padding=0)[:, :300]
    assert np.abs(mel.spectrum(noise, 80) - theirs).max() < 1e-4
