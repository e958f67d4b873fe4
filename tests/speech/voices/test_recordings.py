"""Recordings are found by what they say, where there is a file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.speech.voices.recordings import recording
from flowengine.speech.voices.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path


@pytest.fixture
def voice(tmp_path: Path) -> Voice:
    (tmp_path / "hello.wav").touch()
    (tmp_path / "lines.csv").write_text(
        "file,text,who\nhello.wav,Hello  there.,Ann\nnext.wav,Not recorded yet.,\n,No file.,\n",
        encoding="utf-8-sig",
    )
    return Voice("ann", "en", recorded=str(tmp_path))


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Hello there.", "hello.wav"),
        (" Hello\nthere. ", "hello.wav"),
        ("hello there.", ""),
        ("Not recorded yet.", ""),
        ("No file.", ""),
        ("", ""),
    ],
)
def test_what_is_found(voice: Voice, tmp_path: Path, text: str, found: str) -> None:
    assert recording(text, voice) == (tmp_path / found if found else None)


@pytest.mark.parametrize(
    "name", ["../elsewhere.wav", "{folder}/../elsewhere.wav", "\0", "x" * 300, "."]
)
def test_a_table_names_nothing_outside_of_its_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "elsewhere.wav").touch()
    own = tmp_path / "own"
    own.mkdir()
    (own / "hello.wav").touch()
    named = name.format(folder=own)
    (own / "lines.csv").write_text(f"file,text\n{named},Secret.\nhello.wav,Hello.\n")
    voice = Voice("ann", "en", recorded=str(own))
    assert recording("Secret.", voice) is None
    assert recording("Hello.", voice) == own / "hello.wav"


def test_without_recordings_or_a_table(tmp_path: Path) -> None:
    assert recording("Hello", Voice("ann", "en")) is None
    assert recording("Hello", Voice("ann", "en", recorded=str(tmp_path))) is None


def test_a_table_that_changes_is_read_anew(voice: Voice, tmp_path: Path) -> None:
    assert recording("New.", voice) is None
    (tmp_path / "lines.csv").write_text("file,text\nhello.wav,New.\n")
    assert recording("New.", voice) == tmp_path / "hello.wav"


def test_a_table_that_cannot_be_read(
    voice: Voice, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "lines.csv").write_bytes(b"file,text\nhello.wav,\xff\xfe\n")
    assert recording("Hello there.", voice) is None
    assert "cannot be found" in caplog.text
