"""A message in words, by a process that ends with it."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from flowengine.speech.recognition.dictation import LONGEST, SHORTEST, pieces
from flowengine.speech.recognition.transcribing import Unwritten, transcribe
from flowengine.speech.sound.pcm import Sound
from tests.speech.sound.talker import said


def test_without_a_model_it_says_so(tmp_path: Path) -> None:
    with pytest.raises(Unwritten, match="hr"):
        transcribe(Sound(np.zeros(8_000, np.int16), 8_000), "hr", tmp_path)


def test_a_long_message_is_cut_where_it_is_quiet_and_nothing_is_lost() -> None:
    loud = np.random.default_rng(0).integers(-3_000, 3_000, 70 * 8_000).astype(np.int16)
    loud[20 * 8_000 : 20 * 8_000 + 8_000] = 0
    cut = list(pieces(Sound(loud, 8_000)))
    assert 20.0 < cut[0].seconds < 21.0
    assert all(SHORTEST <= each.seconds <= LONGEST for each in cut[:-1])
    assert np.array_equal(np.concatenate([each.samples for each in cut]), loud)
    assert list(pieces(Sound(loud[:0], 8_000))) == []


@pytest.mark.slow
def test_a_message_is_written_down() -> None:
    pytest.importorskip("ctranslate2")
    sound = said("Please call me back tomorrow morning. My heater is broken.").at(8_000)
    text = transcribe(sound, "en").lower()
    assert "call me back tomorrow morning" in text
    assert "heater is broken" in text
