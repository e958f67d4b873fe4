from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.speech.synthesis import work
from flowengine.speech.synthesis.process import Late, Lost, Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

SCRIPTED = (sys.executable, str(Path(__file__).with_name("scripted.py")))


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(SCRIPTED)
    yield made
    made.close()
    made.ended()


def speak(text: str, to: Path) -> work.Speak:
    return work.Speak(text=text, engine="espeak", voice="en", to=str(to))


def _lives(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def test_nothing_runs_until_something_is_asked(worker: Worker, tmp_path: Path) -> None:
    assert worker.pid == 0
    assert worker.do(speak("one", tmp_path / "a"), 5) == work.Done(1.0)
    pid = worker.pid
    assert worker.do(speak("no", tmp_path / "a"), 5) == work.NotDone("It cannot be said.")
    assert worker.pid == pid


@pytest.mark.parametrize("text", ["die", "out of turn", "nonsense"])
def test_who_dies_or_talks_nonsense_is_replaced(worker: Worker, tmp_path: Path, text: str) -> None:
    worker.do(speak("one", tmp_path / "a"), 5)
    first = worker.pid
    with pytest.raises(Lost):
        worker.do(speak(text, tmp_path / "a"), 5)
    assert worker.pid == 0
    assert not _lives(first)
    assert worker.do(speak("two", tmp_path / "a"), 5) == work.Done(1.0)


def test_who_was_killed_between_two_texts_is_replaced(worker: Worker, tmp_path: Path) -> None:
    worker.do(speak("one", tmp_path / "a"), 5)
    os.kill(worker.pid, 9)
    with pytest.raises(Lost):
        worker.do(speak("two", tmp_path / "a"), 5)
    assert worker.do(speak("two", tmp_path / "a"), 5) == work.Done(1.0)


def test_who_hangs_is_killed(worker: Worker, tmp_path: Path) -> None:
    worker.do(speak("one", tmp_path / "a"), 5)
    first = worker.pid
    with pytest.raises(Late, match="longer than 0 seconds"):
        worker.do(speak("hang", tmp_path / "a"), 0.05)
    assert not _lives(first)


def test_a_command_that_is_not_there_is_a_loss(tmp_path: Path) -> None:
    with pytest.raises(Lost):
        Worker((str(tmp_path / "nothing"),)).do(speak("one", tmp_path / "a"), 1)


def test_after_the_end_nothing_is_started(worker: Worker, tmp_path: Path) -> None:
    worker.close()
    with pytest.raises(Lost):
        worker.do(speak("one", tmp_path / "a"), 5)
