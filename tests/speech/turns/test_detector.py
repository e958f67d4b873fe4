"""Speech or not, while we are silent."""

from __future__ import annotations

import pytest

from flowengine.speech.sound.pcm import frames
from flowengine.speech.turns.detector import WARM, Detector
from tests.speech.talk import silence, voice


@pytest.mark.parametrize("rate", [8000, 16000])
def test_a_voice_well_above_the_line_is_speech(rate: int) -> None:
    detector = _warm(rate)
    found = [detector.hears(frame, 64.0, 20.0) for frame in frames(voice(0.5, rate))]
    assert sum(found) > 20


@pytest.mark.parametrize(
    ("level", "floor"), [(64.0, 56.0), (43.0, 10.0)], ids=["in noise", "very faint"]
)
def test_what_does_not_stand_out_is_none(level: float, floor: float) -> None:
    detector = _warm(8000)
    assert not any(detector.hears(frame, level, floor) for frame in frames(voice(0.5, 8000)))


def test_a_fresh_detector_says_nothing_for_half_a_second() -> None:
    detector = Detector(8000)
    found = [detector.hears(frame, 64.0, 20.0) for frame in frames(voice(1.0, 8000))]
    assert not any(found[:WARM])
    assert any(found[WARM:])


def _warm(rate: int) -> Detector:
    detector = Detector(rate)
    for _ in range(WARM):
        detector.hears(silence(0.02, rate), 0.0, 0.0)
    return detector
