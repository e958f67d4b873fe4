from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from flowengine.authoring.listening import Understood
from flowengine.cli import hear
from flowengine.speech.recognition import models, transcribing
from flowengine.speech.recognition.recogniser import Guess
from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import Sound

if TYPE_CHECKING:
    from tests.cli.conftest import Command


@pytest.fixture
def silent(tmp_path: Path) -> Path:
    path = tmp_path / "silent.wav"
    path.write_bytes(wav.write(Sound(np.zeros(44_100, np.int16), 44_100)))
    return path


@pytest.mark.slow
def test_a_person_is_understood_by_every_recogniser_that_is_here(
    command: Command, folder: Path
) -> None:
    from tests.speech.sound.talker import said

    spoken, quiet = said("right"), np.zeros(11_025, np.int16)
    path = folder / "right.wav"
    samples = np.concatenate([quiet, spoken.samples, quiet])
    path.write_bytes(wav.write(Sound(samples, spoken.rate)))
    for how in (("--grammar", "left | right"), ("--flow", folder / "hello.flow")):
        told = command("hear", path, *how)
        assert (told.code, told.err) == (0, "")
        assert "at 22,050 Hz" in told.out
        for name in ("pocketsphinx+whisper", "whisper", "pocketsphinx"):
            (line,) = [one for one in told.out.splitlines() if one.split()[:1] == [name]]
            assert "“right”" in line
        assert "No vosk model for “en” is here" in told.out
    written = command("hear", path)
    assert written.code == 0
    assert "right" in written.out.lower()


def test_silence_and_a_language_that_nothing_understands(
    command: Command, silent: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    told = command("hear", silent, "--grammar", "yes")
    assert told.code == 1
    assert "1.0 s at 44,100 Hz" in told.out
    assert "silence or noise" in told.out
    told = command("hear", silent, "--lang", "uk", "--models", tmp_path)
    assert told.code == 1
    assert "No whisper model for “uk” is here" in told.err
    monkeypatch.setattr(transcribing, "transcribe", lambda *_: "")
    assert "silence or noise" in command("hear", silent).out
    monkeypatch.setattr("flowengine.authoring.listening.spans", lambda _: ((0.1, 0.5),))
    monkeypatch.setattr(hear, "_span", lambda _: "0.10 to 0.50 s")
    told = command("hear", silent, "--lang", "uk", "--models", tmp_path, "--grammar", "так")
    assert told.code == 1
    assert "callers answer with keys" in told.out
    assert "flowengine voices install uk" in told.out


@pytest.mark.parametrize(
    ("arguments", "why"),
    [
        (("--grammar", "yes ("), "square brackets"),
        (("--grammar", "yes", "--flow", "hello.flow"), "Name either"),
        (("--flow", "hello.flow", "--at", "nowhere"), "It asks at: start, "),
        (("--flow", "hello.flow", "--lang", "uk"), "It has: en."),
        (("--flow", "broken.flow"), "flowengine check"),
        (("--lang", "klingon"), "is no language"),
    ],
)
def test_what_is_not_understood_is_told(
    command: Command, folder: Path, silent: Path, monkeypatch: pytest.MonkeyPatch,
    arguments: tuple[str, ...], why: str,
) -> None:  # fmt: skip
    (folder / "broken.flow").write_text("flow broken\n\nstart:\n  -> nowhere\n")
    monkeypatch.chdir(folder)
    refused = command("hear", silent, *arguments)
    assert refused.code == 2
    assert why in refused.err


def test_a_file_that_is_no_sound_is_told(command: Command, tmp_path: Path) -> None:
    (tmp_path / "x.wav").write_bytes(b"ID3\x04")
    assert "is an MP3 file" in command("hear", tmp_path / "x.wav", "--grammar", "yes").err
    assert "There is no sound file" in command("hear", tmp_path / "y.wav", "--grammar", "yes").err


@pytest.mark.parametrize(
    ("heard", "line"),
    [
        (Understood((Guess("yes", 0.9), Guess("no", 0.3)), "yes", 0.02),
         "“yes” 90%, “no” 30%: believed (20 ms)"),
        (Understood((Guess("yes", 0.5),), "", 0.02), "“yes” 50%: asked back (20 ms)"),
        (Understood((), "yes", 0.02), "nothing of that, though “yes” on the way (20 ms)"),
        (Understood((), "", 0.02, "The recogniser failed: OSError."),
         "The recogniser failed: OSError."),
    ],
)  # fmt: skip
def test_how_sure_it_is_and_what_a_call_would_do(heard: Understood, line: str) -> None:
    assert hear._told(heard) == line


def test_no_model_of_this_machine_is_meant_by_another_folder(tmp_path: Path) -> None:
    assert all(ear.why for ear in models.available("uk", tmp_path))
