"""What was fed is kept for whoever decides, and an ear that cannot be opened says so."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flowengine.speech.recognition.decoding import MARGIN, Take, Unopened, opened
from flowengine.speech.recognition.models import Ear
from flowengine.speech.sound.pcm import Sound, frames


@pytest.mark.parametrize("rate", [8_000, 16_000])
def test_a_clip_is_what_was_said_and_a_little_around_it(rate: int) -> None:
    take = Take(rate)
    whole = Sound(np.arange(rate).astype(np.int16), rate)
    for frame in frames(whole):
        take.add(frame)
    clip = take.clip(0.4, 0.6)
    assert clip.seconds == pytest.approx(0.2 + 2 * MARGIN, abs=2 / rate)
    assert clip.samples[0] == whole.samples[int((0.4 - MARGIN) * rate)]
    assert take.clip(0.0, 9.0).seconds == pytest.approx(1.0)
    assert take.clip(5.0, 4.0).seconds == 0


def test_an_ear_without_a_model_is_refused_in_words() -> None:
    with pytest.raises(Unopened, match="vosk"):
        opened(Ear("uk", "vosk", ""))


def test_a_model_that_is_none_is_refused_in_words(tmp_path: Path) -> None:
    with pytest.raises(Unopened, match="whisper"):
        opened(Ear("uk", "", "whisper", None, tmp_path))
