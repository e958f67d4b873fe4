from __future__ import annotations

import importlib.util
import os
from pathlib import Path

import pytest

from flowengine.config import Settings, settings
from flowengine.host.library import Library
from flowengine.server.checkup import speech
from flowengine.server.checkup.finding import BAD, OK, WARN, Finding
from flowengine.speech.recognition import models
from tests.speech.installing.archives import VOSK, WHISPER

FLOW = """flow line "Line"
languages uk, hr
channels voice
{}
start:
  say "Вітаємо."
    hr: "Dobro došli."
  end
"""
VOSK_UK, WHISPER_TINY = "vosk-model-small-uk-v3-small", "faster-whisper-tiny"


@pytest.fixture(autouse=True)
def no_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(models, "_PACKAGES", {})


def library(folder: Path, header: str = "", text: str = FLOW) -> Library:
    (folder / "line.flow").write_text(text.format(header))
    found = Library(folder)
    found.refresh()
    assert not found.broken
    return found


def chosen(folder: Path, **environment: str) -> Settings:
    given = {"FLOWENGINE_MODELS": str(folder / "models"), **environment}
    return settings(given, folder, store=folder / "s.db")


def put(folder: Path, name: str, files: dict[str, bytes]) -> None:
    for file, data in files.items():
        place = folder / "models" / name / file
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)


def levels(found: list[Finding]) -> list[str]:
    return [one.level for one in found]


def test_where_nobody_can_be_called_little_is_said(tmp_path: Path) -> None:
    read = library(tmp_path, text='flow line "Line"\nchannels chat\n\nstart:\n  end\n')
    found = chosen(tmp_path)
    (about,) = speech.calls(read, found)
    assert (about.level, "none are taken" in about.what) == (OK, True)
    for look in (speech.voices, speech.recognisers, speech.sounds):
        assert list(look(read, found)) == []
    assert list(speech.keys_only(read, None)) == []


def test_calls_that_are_switched_off_are_told_and_nothing_else(tmp_path: Path) -> None:
    read, off = library(tmp_path), chosen(tmp_path, FLOWENGINE_SPEECH="off")
    (about,) = speech.calls(read, off)
    assert (about.level, about.mend) == (WARN, "Unset FLOWENGINE_SPEECH, or set it to on.")
    for look in (speech.voices, speech.recognisers, speech.sounds):
        assert list(look(read, off)) == []


def test_more_calls_than_the_cores_carry_are_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(os, "sched_getaffinity", lambda _pid: {0, 1})
    read = library(tmp_path)
    (few,) = speech.calls(read, chosen(tmp_path, FLOWENGINE_CALLS="90"))
    assert (few.level, "90 at once" in few.what) == (OK, True)
    (many,) = speech.calls(read, chosen(tmp_path, FLOWENGINE_CALLS="900"))
    assert (many.level, "FLOWENGINE_CALLS=100" in many.mend) == (WARN, True)


def test_who_speaks_is_told_for_each_language(tmp_path: Path) -> None:
    found = list(speech.voices(library(tmp_path, "voices uk natalia"), chosen(tmp_path)))
    assert levels(found) == [OK, OK]
    assert [one.what for one in found] == [
        "“hr” is spoken by hr (espeak-ng).",
        "“uk” is spoken by natalia (espeak-ng).",
    ]


@pytest.mark.parametrize(
    ("voice", "piper", "what", "mend"),
    [
        ('engine = "piper"\nmodel = "none.onnx"', True, "cannot speak", "There is no file"),
        ('engine = "piper"\nmodel = "none.onnx"', False, "cannot speak", "pip install"),
        ('engine = "pipe"', True, "olena, whom a flow names", "Mend voices/olena.toml"),
    ],
)
def test_a_voice_that_cannot_speak_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, voice: str, piper: bool, what: str, mend: str
) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "olena.toml").write_text('language = "uk"\n')
    read = library(tmp_path, "voices uk olena")
    (tmp_path / "voices" / "olena.toml").write_text(f'language = "uk"\n{voice}\n')
    spec = importlib.util.find_spec
    monkeypatch.setattr(
        importlib.util, "find_spec", lambda name: spec(name) if piper or name != "piper" else None
    )
    _, found = speech.voices(read, chosen(tmp_path))
    assert found.level == WARN
    assert what in found.what
    assert mend in found.mend


def test_a_piper_voice_that_is_there_is_well(tmp_path: Path) -> None:
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "olena.onnx").write_bytes(b"o")
    (tmp_path / "voices" / "olena.toml").write_text(
        'language = "uk"\nengine = "piper"\nmodel = "olena.onnx"\n'
    )
    _, found = speech.voices(library(tmp_path, "voices uk olena"), chosen(tmp_path))
    assert (found.level, found.what) == (OK, "“uk” is spoken by olena (Piper).")


def test_a_language_that_nothing_understands_says_what_to_install(tmp_path: Path) -> None:
    read = library(tmp_path)
    hr, uk, where = speech.recognisers(read, chosen(tmp_path))
    assert (hr.level, uk.level, where.level) == (WARN, WARN, OK)
    assert "callers answer with keys" in hr.what
    assert hr.mend == "No whisper model for “hr” is here: flowengine voices install hr."
    assert uk.mend == "No vosk model for “uk” is here: flowengine voices install uk."
    assert list(speech.keys_only(read, tmp_path / "models")) == [
        "Callers answer with keys in “hr”: nothing here understands it. See flowengine voices"
        " list hr",
        "Callers answer with keys in “uk”: nothing here understands it. See flowengine voices"
        " list uk",
    ]


def test_who_understands_is_told_and_who_would_do_better(tmp_path: Path) -> None:
    put(tmp_path, WHISPER_TINY, WHISPER)
    read = library(tmp_path)
    hr, uk, _ = speech.recognisers(read, chosen(tmp_path))
    assert (hr.level, hr.what) == (OK, "“hr” is understood by whisper.")
    assert uk.level == OK
    assert uk.what.startswith("“uk” is understood by whisper. It could be better: No vosk model")
    put(tmp_path, VOSK_UK, VOSK)
    _, uk, _ = speech.recognisers(read, chosen(tmp_path))
    assert uk.what == "“uk” is understood by vosk+whisper."
    assert list(speech.keys_only(read, tmp_path / "models")) == []


def test_half_a_model_is_told(tmp_path: Path) -> None:
    put(tmp_path, VOSK_UK, {**VOSK, "am/final.mdl": b""})
    _, uk, half, _ = speech.recognisers(library(tmp_path), chosen(tmp_path))
    assert uk.level == half.level == WARN
    assert "only half there" in half.what
    assert half.mend == f"Or: flowengine voices remove {VOSK_UK}"


def test_a_cache_that_cannot_be_written_is_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = library(tmp_path)
    (found,) = speech.sounds(read, chosen(tmp_path, FLOWENGINE_SPEECH_CACHE=str(tmp_path / "a/b")))
    assert found.level == OK
    monkeypatch.setattr(os, "access", lambda _path, _mode: False)
    (found,) = speech.sounds(read, chosen(tmp_path))
    assert (found.level, "FLOWENGINE_SPEECH_CACHE" in found.mend) == (BAD, True)
