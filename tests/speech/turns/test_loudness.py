"""Levels in decibels, and the level of the line itself."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.turns.loudness import Floor, decibels


@pytest.mark.parametrize(
    ("amplitude", "level"), [(0, 0.0), (1640, 64.3), (32767, 90.3), (-32768, 90.3)]
)
def test_a_steady_amplitude_has_its_level(amplitude: int, level: float) -> None:
    frame = np.full(160, amplitude, "<i2").tobytes()
    assert decibels(frame) == pytest.approx(level, abs=0.05)


def test_the_floor_is_what_is_heard_between_words() -> None:
    floor = Floor()
    followed = [floor.follow(30.0 if number % 5 == 0 else 64.0) for number in range(200)]
    assert followed[-1] == 30.0


def test_the_floor_follows_a_line_that_becomes_louder_within_a_second_and_a_half() -> None:
    floor = Floor()
    for _ in range(100):
        floor.follow(20.0)
    after = [floor.follow(50.0) for _ in range(75)]
    assert after[0] == 20.0
    assert after[-1] == 50.0


def test_the_floor_of_one_frame_is_its_level() -> None:
    assert Floor().follow(41.0) == 41.0
