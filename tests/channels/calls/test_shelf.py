"""Sounds at hand: read once, by threads, anew when they changed, and not without end."""

from __future__ import annotations

import os
import queue
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from flowengine.channels.calls import shelf as module
from flowengine.channels.calls.shelf import Shelf
from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import Sound


class Desk:
    """The thread of the calls: does what it is given when it is told to."""

    def __init__(self) -> None:
        self.given: queue.Queue[Callable[[], None]] = queue.Queue()
        self.shelf = Shelf(self.given.put)
        self.done = 0

    def fetch(self, *paths: Path) -> int:
        """How often something had to be waited for."""
        before, waited = self.done, 0
        self.shelf.fetch([str(path) for path in paths], self._done)
        while self.done == before:
            self.given.get(timeout=60)()
            waited += 1
        assert self.done == before + 1
        return waited

    def _done(self) -> None:
        self.done += 1


@pytest.fixture
def desk() -> Iterator[Desk]:
    desk = Desk()
    yield desk
    desk.shelf.close()


def saved(path: Path, value: int, count: int = 160) -> Path:
    path.write_bytes(wav.write(Sound(np.full(count, value, np.int16), 8000)))
    return path


def test_a_sound_is_read_once(desk: Desk, tmp_path: Path) -> None:
    one, two = saved(tmp_path / "1.wav", 1), saved(tmp_path / "2.wav", 2)
    assert desk.fetch(one, two, one) == 1
    assert desk.fetch(two, one) == 0
    assert desk.shelf.load(str(two)).samples[0] == 2
    assert desk.shelf.load(str(one)) is desk.shelf.load(str(one))


def test_a_file_that_changed_is_read_again(desk: Desk, tmp_path: Path) -> None:
    path = saved(tmp_path / "1.wav", 1)
    desk.fetch(path)
    saved(path, 7)
    os.utime(path, ns=(5, 5))
    assert desk.fetch(path) == 1
    assert desk.shelf.load(str(path)).samples[0] == 7


def test_what_cannot_be_had_is_refused_when_it_is_wanted(desk: Desk, tmp_path: Path) -> None:
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"no sound")
    there = saved(tmp_path / "1.wav", 1)
    desk.fetch(tmp_path / "missing.wav", broken, there)
    assert len(desk.shelf.load(str(there)).samples) == 160
    for name in ("missing.wav", "broken.wav"):
        with pytest.raises(wav.NotSound):
            desk.shelf.load(str(tmp_path / name))


def test_what_was_not_wanted_for_the_longest_time_makes_room(
    desk: Desk, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "MOST_BYTES", 1000)
    paths = [saved(tmp_path / f"{number}.wav", number) for number in range(5)]
    for path in paths[:3]:
        desk.fetch(path)
    assert desk.fetch(paths[0]) == 0
    desk.fetch(paths[3])
    assert desk.fetch(paths[0]) == 0
    assert desk.fetch(paths[1]) == 1
    assert desk.shelf.load(str(paths[2])).samples[0] == 2, "it is read all the same"


def test_nothing_to_fetch_is_done_at_once(desk: Desk) -> None:
    assert desk.fetch() == 0
