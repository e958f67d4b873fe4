from __future__ import annotations

import os
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.speech.sound import tones, wav
from flowengine.speech.synthesis import shelves, studio
from flowengine.speech.synthesis.studio import Studio, Unspoken
from flowengine.speech.voices import Voice

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

SCRIPTED = (sys.executable, str(Path(__file__).with_name("scripted.py")))
VOICE = Voice("en", "en", voice="en")


@pytest.fixture
def said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[], list[str]]:
    """What the workers were told to speak, so far."""
    file = tmp_path / "said"
    file.touch()
    monkeypatch.setenv("TEST_SPOKEN", str(file))
    return lambda: file.read_text().splitlines()


@pytest.fixture
def made(tmp_path: Path, said: Callable[[], list[str]]) -> Iterator[Studio]:
    opened = Studio(tmp_path / "cache", command=SCRIPTED)
    yield opened
    opened.close()


def _tone(path: Path) -> Path:
    path.write_bytes(wav.write(tones.tone((300.0,), 0.5, 8_000)))
    return path


def test_a_text_is_spoken_once_and_then_found(
    made: Studio, said: Callable[[], list[str]], tmp_path: Path
) -> None:
    assert made.cached("Hello.", VOICE) is None
    path = made.render("Hello.", VOICE)
    assert wav.read(path).rate == 16_000
    assert path.parent == tmp_path / "cache"
    assert made.cached("Hello.", VOICE) == made.render("Hello.", VOICE) == path
    assert said() == ["Hello."]


def test_nothing_runs_where_all_was_spoken_before(made: Studio, tmp_path: Path) -> None:
    path = made.render("Hello.", VOICE)
    other = Studio(tmp_path / "cache", command=("no such program",))
    assert other.render("Hello.", VOICE) == path
    assert other.pids() == ()
    other.close()


def test_what_many_want_at_once_is_spoken_once(made: Studio, said: Callable[[], list[str]]) -> None:
    together = threading.Barrier(12)

    def want(number: int) -> Path:
        together.wait(60)
        return made.render(f"Text {'abc'[number % 3]}.", VOICE)

    with ThreadPoolExecutor(12) as callers:
        paths = set(callers.map(want, range(12)))
    assert len(paths) == 3
    assert sorted(said()) == ["Text a.", "Text b.", "Text c."]


def test_a_harmed_file_is_made_again(made: Studio, said: Callable[[], list[str]]) -> None:
    path = made.render("Hello.", VOICE)
    path.write_bytes(path.read_bytes()[:100])
    assert made.cached("Hello.", VOICE) is None
    assert wav.read(made.render("Hello.", VOICE)).seconds == 1.0
    assert len(said()) == 2


def test_what_was_for_one_person_lies_in_memory_and_is_gone_at_the_end(
    made: Studio, tmp_path: Path
) -> None:
    path = made.render("Your number is secret.", VOICE, passing=True)
    assert made.cached("Your number is secret.", VOICE) == path
    assert not (tmp_path / "cache").exists()
    made.close()
    assert not path.parent.exists()


def test_a_worker_that_died_of_something_else_is_replaced(
    made: Studio, said: Callable[[], list[str]]
) -> None:
    assert made.render("die once", VOICE).is_file()
    assert said() == ["die once", "die once"]
    for pid in made.pids():
        os.kill(pid, 9)
    assert made.render("Hello.", VOICE).is_file()


def test_a_text_that_kills_is_given_up_and_not_tried_at_every_turn(
    made: Studio, said: Callable[[], list[str]]
) -> None:
    for _ in range(3):
        with pytest.raises(Unspoken, match="has ended"):
            made.render("die", VOICE)
    assert said() == ["die", "die"]
    assert made.render("Hello.", VOICE).is_file()


def test_after_a_while_it_is_tried_again(
    made: Studio, said: Callable[[], list[str]], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(studio, "AGAIN", 0.0)
    for _ in range(2):
        with pytest.raises(Unspoken, match="It cannot be said"):
            made.render("no", VOICE)
    assert said() == ["no", "no"]


def test_a_worker_that_hangs_is_ended(made: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    made.render("Hello.", VOICE)
    monkeypatch.setattr(studio, "PATIENCE", 0.1)
    with pytest.raises(Unspoken, match="longer than"):
        made.render("hang", VOICE)
    monkeypatch.undo()
    assert made.render("Goodbye.", VOICE).is_file()


def test_what_is_for_one_person_keeps_others_waiting_no_longer_than_they_wait(
    made: Studio, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A long text in letters that a voice can only name takes an engine half a minute."""
    made.render("Hello.", VOICE)
    monkeypatch.setattr(studio, "PATIENCE", 0.1)
    monkeypatch.setattr(studio, "PER_CHARACTER", 1000.0)
    with pytest.raises(Unspoken, match="longer than"):
        made.render("hang", VOICE, passing=True)


@pytest.mark.parametrize(("text", "why"), [(" \n", "nothing to say"), ("word " * 900, "too long")])
def test_what_nobody_could_listen_to_reaches_no_worker(
    made: Studio, said: Callable[[], list[str]], text: str, why: str
) -> None:
    with pytest.raises(Unspoken, match=why):
        made.render(text, VOICE)
    assert said() == []


def test_a_full_disk_makes_nobody_silent_and_the_log_is_told_once(
    made: Studio, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "cache").write_text("a file where the folder should be")
    paths = [made.render(text, VOICE) for text in ("One.", "Two.")]
    assert all(wav.read(path).seconds == 1.0 for path in paths)
    assert made.cached("One.", VOICE) == paths[0]
    assert [record.message.split(":")[0] for record in caplog.records] == [
        "spoken texts are not kept"
    ]
    assert "One" not in caplog.text


def test_the_disk_is_used_again_when_it_can_be(
    made: Studio, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shelves, "DISK_AGAIN", 0.0)
    (tmp_path / "cache").touch()
    assert made.render("One.", VOICE).parent != tmp_path / "cache"
    (tmp_path / "cache").unlink()
    assert made.render("Two.", VOICE).parent == tmp_path / "cache"


def test_where_nothing_takes_a_sound_that_is_said(made: Studio) -> None:
    with pytest.raises(Unspoken, match="no room"):
        made.render("full", VOICE)


def test_a_recording_is_made_fit_once_and_again_when_it_changes(
    made: Studio, said: Callable[[], list[str]], tmp_path: Path
) -> None:
    source = _tone(tmp_path / "hello.wav")
    assert made.recorded(source, waiting=False) is None
    path = made.recorded(source)
    assert path is not None
    assert made.recorded(source, waiting=False) == path
    os.utime(source, (1, 1))
    assert made.recorded(source) != path
    assert said() == ["fit", "fit"]


def test_a_recording_of_a_person_never_lies_on_the_disk(made: Studio, tmp_path: Path) -> None:
    path = made.recorded(_tone(tmp_path / "message.wav"), passing=True)
    assert path is not None
    assert path.exists()
    assert not (tmp_path / "cache").exists()
    made.close()
    assert not path.exists()


def test_a_recording_that_is_missing_or_broken_is_told_of_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    opened = Studio(tmp_path / "cache")
    broken = tmp_path / "broken.wav"
    broken.write_bytes(b"RIFF????WAVE")
    for source in (tmp_path / "missing.wav", broken):
        assert [opened.recorded(source) for _ in range(2)] == [None, None]
    opened.close()
    assert len(caplog.records) == 2
    assert "missing.wav" in caplog.messages[0]
    assert "broken.wav" in caplog.messages[1]


def test_a_voices_own_recording_of_a_text_comes_before_synthesis(
    made: Studio, said: Callable[[], list[str]], tmp_path: Path
) -> None:
    _tone(tmp_path / "hello.wav")
    (tmp_path / "lines.csv").write_text("file,text\nhello.wav,Hello.\n")
    voice = Voice("en", "en", voice="en", recorded=str(tmp_path))
    synthesised = made.render("Hello.", VOICE)
    assert made.cached("Hello.", voice) is None
    path = made.render("Hello.", voice)
    assert path != synthesised
    assert made.cached("Hello.", voice) == path
    assert made.render("Goodbye.", voice).is_file()
    assert said() == ["Hello.", "fit", "Goodbye."]


def test_a_voices_broken_recording_is_spoken(tmp_path: Path) -> None:
    (tmp_path / "hello.wav").write_bytes(b"no sound")
    (tmp_path / "lines.csv").write_text("file,text\nhello.wav,Hello.\n")
    voice = Voice("en", "en", voice="en", recorded=str(tmp_path))
    opened = Studio(tmp_path / "cache")
    path = opened.render("Hello.", voice)
    assert opened.cached("Hello.", voice) == path
    opened.close()


def _two(made: Studio) -> tuple[int, ...]:
    """The workers, once there are two."""
    until = time.monotonic() + 120
    while len(made.pids()) < 2:
        assert time.monotonic() < until
        time.sleep(0.01)
    return made.pids()


def test_whoever_waits_at_the_end_is_refused_and_nobody_is_left(
    made: Studio, tmp_path: Path
) -> None:
    with ThreadPoolExecutor(4) as callers:
        waiting = [
            callers.submit(made.render, text, VOICE) for text in ("hang", "hang so", "a", "b")
        ]
        pids = _two(made)
        made.close()
        for one in waiting:
            assert isinstance(one.exception(60), Unspoken) or one.result().is_file()
    assert not any(Path(f"/proc/{pid}").exists() for pid in pids)
    with pytest.raises(Unspoken, match="closed"):
        made.render("More.", VOICE)


@pytest.mark.slow
def test_two_hundred_texts_with_workers_killed_between(tmp_path: Path) -> None:
    """With the real engine: all are spoken, and nothing is left of it."""
    opened = Studio(tmp_path / "cache")
    seen: set[int] = set()

    def speak(number: int) -> Path:
        if number % 20 == 7:
            for pid in opened.pids():
                seen.add(pid)
                os.kill(pid, 9)
        return opened.render(f"For option number {number}, press {number % 10}.", VOICE)

    with ThreadPoolExecutor(8) as callers:
        paths = list(callers.map(speak, range(200)))
    seen.update(opened.pids())
    opened.close()
    assert all(wav.read(path).seconds > 1.0 for path in paths)
    assert len(set(paths)) == 200
    assert len(seen) > 10
    assert not any(Path(f"/proc/{pid}").exists() for pid in seen)
    assert not list((tmp_path / "cache").glob("*.part"))
