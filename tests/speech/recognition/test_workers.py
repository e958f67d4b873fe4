"""Engines in processes of their own: they answer, die, hang, and end with whoever began them."""

from __future__ import annotations

import os
import queue
import signal
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flowengine.speech.recognition import process
from flowengine.speech.recognition.recogniser import Answer, Failed, Final, Partial, Recogniser
from flowengine.speech.recognition.workers import Workers
from tests.speech.recognition.places import place, speak
from tests.speech.sound.talker import said

if TYPE_CHECKING:
    from collections.abc import Iterator

MENU = place("opening hours", "food bank")
SOON = 120.0  # seconds, on a busy machine

Told = queue.Queue[Answer]


@pytest.fixture
def workers() -> Iterator[Workers]:
    made = Workers(lambda tell, answer: tell(answer), named="pocketsphinx", most=2)
    yield made
    made.close()


def opened(workers: Workers) -> tuple[Recogniser, Told]:
    told: Told = queue.Queue()
    recogniser = workers.open("en", told.put)
    assert recogniser is not None
    return recogniser, told


def last(told: Told) -> Answer:
    """What is told after all that it sounded like."""
    while isinstance(answer := told.get(timeout=SOON), Partial):
        pass
    return answer


def heard(answer: Answer) -> str:
    assert isinstance(answer, Final), answer
    return answer.guesses[0].text


def test_without_a_model_there_are_keys_only_and_no_process(tmp_path: Path) -> None:
    workers = Workers(lambda tell, answer: tell(answer), models=tmp_path)
    assert workers.open("hr", print) is None
    assert workers.pids == ()
    workers.close()


@pytest.mark.slow
def test_what_was_prepared_is_what_hears(workers: Workers) -> None:
    workers.prepare("en")
    (process,) = workers._processes[next(iter(workers._processes))]
    recogniser, told = opened(workers)
    workers.prepare("en")
    speak(recogniser, 1, MENU, said("opening hours").at(8_000))
    assert heard(last(told)) == "opening hours"
    assert workers.pids == (process.pid,)


@pytest.mark.slow
def test_a_worker_that_dies_takes_one_utterance_along_and_is_begun_again(workers: Workers) -> None:
    recogniser, told = opened(workers)
    sound = said("opening hours").at(8_000)
    speak(recogniser, 1, MENU, sound)
    assert heard(last(told)) == "opening hours"
    recogniser.begin(2, MENU, 8_000)
    (pid,) = workers.pids
    os.kill(pid, signal.SIGKILL)
    assert last(told) == Failed(2, "The recogniser has ended.")
    utterance = 2
    answer: Answer = Failed(2, "")
    while isinstance(answer, Failed) and utterance < 10_000:  # until the next one is there
        utterance += 1
        speak(recogniser, utterance, MENU, sound)
        answer = last(told)
    assert heard(answer) == "opening hours"
    assert workers.pids != (pid,)


@pytest.mark.slow
def test_a_worker_that_hangs_is_ended_and_others_go_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    patient = 600.0  # seconds: a busy machine's pauses are no hanging
    monkeypatch.setattr(process, "ANSWER_WITHIN", patient)
    monkeypatch.setattr("flowengine.speech.recognition.workers.CROWDED", 1)
    workers = Workers(lambda tell, answer: tell(answer), named="pocketsphinx", most=2)
    try:
        (first, told), (second, others) = opened(workers), opened(workers)
        sound = said("food bank").at(8_000)
        speak(first, 1, MENU, sound)
        speak(second, 1, MENU, sound)
        assert [heard(last(told)), heard(last(others))] == ["food bank", "food bank"]
        os.kill(workers.pids[0], signal.SIGSTOP)
        monkeypatch.setattr(process, "ANSWER_WITHIN", 0.5)
        speak(first, 2, MENU, sound)
        monkeypatch.setattr(process, "ANSWER_WITHIN", patient)
        speak(second, 2, MENU, sound)
        assert heard(last(others)) == "food bank"
        assert last(told) == Failed(2, "The recogniser has ended.")
        first.close()
        second.close()
    finally:
        workers.close()
    assert len(workers.pids) == 0


@pytest.mark.slow
def test_a_worker_ends_when_whoever_began_it_is_gone() -> None:
    source = (
        "import time\n"
        "from flowengine.speech.recognition.workers import Workers\n"
        "workers = Workers(print, named='pocketsphinx')\n"
        "workers.open('en', print)\n"
        "while not workers.pids: time.sleep(0.01)\n"
        "print(*workers.pids, flush=True)\n"
        "time.sleep(60)\n"
    )
    parent = subprocess.Popen([sys.executable, "-c", source], stdout=subprocess.PIPE)
    with parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        watched = os.pidfd_open(pid)
        parent.kill()
        import select

        assert select.select([watched], [], [], SOON)[0]
        os.close(watched)


@pytest.mark.slow
def test_an_ear_that_cannot_be_opened_is_told_once_and_given_up(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    from tests.speech.recognition.test_models import whisper

    whisper(tmp_path, "faster-whisper-tiny")
    workers = Workers(lambda tell, answer: tell(answer), models=tmp_path, named="whisper")
    told: Told = queue.Queue()
    recogniser = workers.open("uk", told.put)
    assert recogniser is not None
    recogniser.begin(1, MENU, 8_000)
    assert isinstance(last(told), Failed)
    recogniser.close()
    workers.close()
    assert sum(each.levelname == "ERROR" for each in caplog.records) == 1
