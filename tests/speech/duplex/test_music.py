"""Music while nothing else is heard."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from flowengine.speech.duplex import orders, reports
from flowengine.speech.duplex.music import Music
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.sound.tones import waiting_tone

RATE = 8000
SIZE = 160


def made(**order: Any) -> tuple[Music, list[reports.Trouble]]:
    """`up.wav` counts its samples, 400 of them: two frames and a half."""
    trouble: list[reports.Trouble] = []

    def load(path: str) -> Sound:
        if path == "up.wav":
            return Sound(np.arange(1, 401, dtype=np.int16), RATE)
        raise OSError("there is no such file")

    music = Music(RATE, load, trouble.append)
    pieces = tuple(orders.Piece(path=path) for path in order.pop("paths", ()))
    music.set(orders.Music(pieces=pieces, **order), 0.0)
    return music, trouble


def samples(data: bytes) -> list[int]:
    return [int(one) for one in np.frombuffer(data, "<i2")]


def test_it_goes_round_without_a_gap() -> None:
    music, _ = made(paths=("up.wav",))
    music.next(wanted=True)  # rises
    found = [one for _ in range(7) for one in samples(music.next(wanted=True))]
    assert found == [(SIZE + i) % 400 + 1 for i in range(7 * SIZE)]


def test_it_rises_falls_and_goes_on_where_it_was() -> None:
    music, _ = made(paths=("up.wav",))
    first = samples(music.next(wanted=True))
    assert first[0] == 0
    assert first[-1] == SIZE
    last = samples(music.next(wanted=False))
    assert last[0] == SIZE + 1
    assert last[-1] == 0
    assert music.next(wanted=False) == b""
    assert samples(music.next(wanted=True))[-1] == (3 * SIZE - 1) % 400 + 1


def test_none_is_silent_and_a_tone_stands_in_where_it_was_asked_for() -> None:
    silent, _ = made()
    assert silent.next(wanted=True) == b""
    toned, _ = made(tone=True)
    first, second = (toned.next(wanted=True) for _ in range(2))
    expected = waiting_tone(RATE).samples
    assert samples(second) == expected[SIZE : 2 * SIZE].tolist()
    assert np.abs(samples(first)).max() > 0


def test_what_cannot_be_read_is_told_and_left_out() -> None:
    music, trouble = made(paths=("gone.wav", "up.wav"))
    assert [one.where for one in trouble] == ["music"]
    assert samples(music.next(wanted=True))[-1] == SIZE
    toned, trouble = made(paths=("gone.wav",), tone=True)
    assert trouble
    assert any(samples(toned.next(wanted=True)))


def test_another_takes_its_place_from_the_beginning() -> None:
    music, _ = made(paths=("up.wav",))
    music.next(wanted=True)
    music.set(orders.Music(pieces=(orders.Piece(silence=0.01), orders.Piece(path="up.wav"))), 1.0)
    found = samples(music.next(wanted=True))
    assert found[:80] == [0] * 80
    assert found[-1] == 80
    music.set(orders.Music(), 2.0)
    assert music.next(wanted=False) == b""


def test_the_tone_is_soft_and_mostly_silence() -> None:
    tone = waiting_tone(RATE)
    assert tone.seconds == pytest.approx(4.0)
    assert 500 < np.abs(tone.samples).max() < 2500
    assert not tone.samples[round(0.7 * RATE) :].any()
