"""From frames with speech to somebody who begins to speak."""

from __future__ import annotations

import pytest

from flowengine.speech.turns.onset import BREATH, Onset


@pytest.mark.parametrize(
    ("frames", "begins"),
    [("...", False), (".##", False), ("###", True), ("#.##", True), ("##..#", False),
     ("#..##", False), ("####", True)],
)  # fmt: skip
def test_three_frames_of_four(frames: str, begins: bool) -> None:
    assert _follow(Onset(), frames) is begins


@pytest.mark.parametrize(("frames", "ago"), [("..###", 0.06), ("##.#", 0.08), (".#.##", 0.08)])
def test_it_began_with_the_first_of_them(frames: str, ago: float) -> None:
    onset = Onset()
    _follow(onset, frames)
    assert onset.began(5.0) == pytest.approx(5.0 - ago)


def test_the_tone_of_a_key_is_forgotten() -> None:
    onset = Onset()
    _follow(onset, "##")
    onset.forget()
    assert not _follow(onset, "#")


def test_one_who_never_stops_must_stop_before_they_begin_again() -> None:
    onset = Onset()
    onset.breathe()
    assert not _follow(onset, "#" * 100)
    assert not _follow(onset, "." * (BREATH - 1) + "####")
    assert _follow(onset, "." * BREATH + "###")


def _follow(onset: Onset, frames: str) -> bool:
    return [onset.follow(frame == "#") for frame in frames][-1]
