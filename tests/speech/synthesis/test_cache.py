from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

import pytest

from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import from_pcm
from flowengine.speech.synthesis.cache import FRESH, Cache

if TYPE_CHECKING:
    from pathlib import Path

SOUND = wav.write(from_pcm(b"\1\2" * 500, 16_000))  # 1,044 bytes


def _kept(cache: Cache, name: str, data: bytes = SOUND, *, ago: float = 0.0) -> Path:
    room = cache.room(name)
    room.write_bytes(data)
    path = cache.keep(name, room)
    used = time.time() - ago
    os.utime(path, (used, used))
    return path


def test_what_was_kept_is_found_by_another_process_too(tmp_path: Path) -> None:
    path = _kept(Cache(tmp_path / "new", 10_000), "a")
    assert Cache(tmp_path / "new", 10_000).found("a") == path
    assert path.read_bytes() == SOUND
    assert Cache(tmp_path, 10_000).found("b") is None


def test_others_cannot_look_into_the_folder(tmp_path: Path) -> None:
    _kept(Cache(tmp_path / "new", 10_000), "a")
    assert (tmp_path / "new").stat().st_mode & 0o077 == 0


@pytest.mark.parametrize(
    "data", [b"", SOUND[:20], SOUND[:-1], bytes(len(SOUND)), SOUND + b"x", SOUND[:44]]
)
def test_a_harmed_file_is_as_good_as_none(tmp_path: Path, data: bytes) -> None:
    cache = Cache(tmp_path, 10_000)
    _kept(cache, "a", data)
    assert cache.found("a") is None
    assert cache.found("a") != _kept(cache, "a")
    assert cache.found("a") is not None


def test_what_was_not_used_for_longest_goes_first(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 4_500)
    for number, name in enumerate("abcd"):
        _kept(cache, name, ago=1000 - number)
    assert cache.found("a") is not None  # so that it is the newest now
    _kept(cache, "e")
    assert [name for name in "abcde" if cache.found(name)] == ["a", "d", "e"]


def test_what_may_be_about_to_be_played_stays_over_the_limit(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1_500)
    for name in "abc":
        _kept(cache, name, ago=FRESH / 2)
    assert [name for name in "abc" if cache.found(name)] == ["a", "b", "c"]


def test_what_was_begun_and_left_is_removed_when_room_is_made(tmp_path: Path) -> None:
    cache = Cache(tmp_path, 1_000)
    old, new = cache.room("a"), cache.room("b")
    for path in (old, new):
        path.write_bytes(SOUND)
    os.utime(old, (0, 0))
    _kept(cache, "c")
    assert not old.exists()
    assert new.exists()
