from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.cli import voices_render
from tests.cli.conftest import BROKEN

if TYPE_CHECKING:
    from pathlib import Path

    from tests.cli.conftest import Command

FLOW = """
flow line "Line"
languages en
channels voice

start:
  say "Hello."
  menu "What now?"
    1 "Hours":
      say "Nine to five."
      end
"""


@pytest.mark.slow
def test_a_project_is_spoken_once_and_kept(command: Command, tmp_path: Path) -> None:
    (tmp_path / "line.flow").write_text(FLOW, encoding="utf-8")
    told = command("voices", "render", tmp_path, "--cache", tmp_path / "cache")
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith("line: ")
    assert "texts in en" in told.out
    assert "longest: " in told.out
    made = sorted((tmp_path / "cache").iterdir())
    assert len(made) > 10
    times = [file.stat().st_ino for file in made]
    assert (
        command("voices", "render", tmp_path / "line.flow", "--cache", tmp_path / "cache").code == 0
    )
    assert [file.stat().st_ino for file in made] == times


@pytest.mark.slow
def test_what_cannot_be_spoken_is_named(command: Command, tmp_path: Path) -> None:
    (tmp_path / "line.flow").write_text(
        FLOW.replace('say "Hello."', 'say "Hello."\n    recording voice: "hello.wav"'),
        encoding="utf-8",
    )
    (tmp_path / "hello.wav").write_bytes(b"no sound")
    told = command("voices", "render", tmp_path, "--cache", tmp_path / "cache")
    assert told.code == 1
    assert "not spoken (en): “hello.wav” The recording cannot be played." in told.out


def test_a_flow_with_mistakes_and_one_that_is_not_on_the_phone(
    command: Command, tmp_path: Path
) -> None:
    (tmp_path / "a.flow").write_text('flow a "A"\nchannels chat\n\nstart:\n  end\n', "utf-8")
    (tmp_path / "broken.flow").write_text(BROKEN, encoding="utf-8")
    told = command("voices", "render", tmp_path, "--cache", tmp_path / "cache")
    assert told.code == 1
    assert told.out == "a: not on the phone.\n"
    assert "FE" in told.err


@pytest.mark.parametrize(("workers", "code"), [("0", 2), ("65", 2)])
def test_a_number_of_workers_that_is_none(command: Command, workers: str, code: int) -> None:
    assert command("voices", "render", "--workers", workers).code == code


def test_sounds_are_kept_where_a_server_looks_for_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FLOWENGINE_SPEECH", "off")
    monkeypatch.setenv("FLOWENGINE_SPEECH_CACHE", str(tmp_path / "sounds"))
    assert voices_render.cache_folder(None) == tmp_path / "sounds"
    assert voices_render.cache_folder(tmp_path) == tmp_path
