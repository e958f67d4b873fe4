from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from flowengine.speech.synthesis.passing import passing_folder, remove, sweep


def test_a_folder_is_for_this_user_only_and_gone_when_it_is_removed(tmp_path: Path) -> None:
    folder = passing_folder(tmp_path)
    (folder / "sound.wav").write_bytes(b"x")
    assert folder.stat().st_mode & 0o077 == 0
    remove(folder)
    assert list(tmp_path.iterdir()) == []


def test_what_a_killed_process_left_is_removed_by_the_next(tmp_path: Path) -> None:
    gone = subprocess.Popen([sys.executable, "-c", ""])
    gone.wait()
    left = tmp_path / f"flowengine-speech-{gone.pid}-abc"
    ours = tmp_path / f"flowengine-speech-{os.getpid()}-abc"
    init = tmp_path / "flowengine-speech-1-abc"
    strange = tmp_path / "flowengine-speech-notes"
    for folder in (left, ours, init, strange):
        folder.mkdir()
    sweep(tmp_path)
    assert not left.exists()
    assert ours.exists()
    assert init.exists()  # that process lives, though it may not be ours
    assert strange.exists()


MEMORY = Path("/dev/shm")  # noqa: S108 -- only looked at


def test_it_lies_in_memory_where_there_is_such_a_folder() -> None:
    folder = passing_folder()
    try:
        assert folder.is_dir()
        assert not MEMORY.is_dir() or folder.parent == MEMORY
    finally:
        remove(folder)
