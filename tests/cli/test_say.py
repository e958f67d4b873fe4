from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.speech.sound import wav

if TYPE_CHECKING:
    from pathlib import Path

    import pytest

    from tests.cli.conftest import Command


def test_a_text_is_spoken_into_a_file(command: Command, tmp_path: Path) -> None:
    out = tmp_path / "out.wav"
    told = command("say", "Вітаємо! Натисніть 1.", "--lang", "uk", "-o", out)
    assert (told.code, told.err) == (0, "")
    assert told.out.startswith(f"{out}: ")
    assert "voice uk" in told.out
    assert 1.0 < wav.read(out).seconds < 6.0


def test_what_is_read_aloud_can_be_looked_at(command: Command) -> None:
    told = command("say", "Натисніть 1.", "--lang", "uk", "--words")
    assert told.code == 0
    assert "1" not in told.out


def test_a_voice_of_ones_own_and_one_that_is_not_there(
    command: Command, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    (tmp_path / "voices").mkdir()
    (tmp_path / "voices" / "olena.toml").write_text('language = "uk"\nvoice = "uk+f2"\n')
    told = command("say", "Так.", "--lang", "uk", "--voice", "olena")
    assert (told.code, told.out.split(": ")[0]) == (0, "said.wav")
    told = command("say", "Так.", "--lang", "uk", "--voice", "nobody")
    assert told.code == 2
    assert "There is no voice “nobody”" in told.err
    assert "olena" in told.err


def test_a_voice_speaks_its_own_language(command: Command) -> None:
    told = command("say", "Натисніть 1.", "--voice", "natalia", "--words")
    assert (told.code, told.out.strip()) == (0, "Натисніть один.")
    told = command("say", "Press 1.", "--voice", "natalia", "--lang", "en", "--words")
    assert told.code == 2
    assert "The voice “natalia” speaks “uk”, not “en”." in told.err


def test_nothing_to_say_and_nowhere_to_write(command: Command, tmp_path: Path) -> None:
    told = command("say", " ", "-o", tmp_path / "out.wav")
    assert told.code == 1
    assert "nothing to say" in told.err
    told = command("say", "Yes.", "-o", tmp_path / "no" / "out.wav")
    assert told.code == 2
    assert "cannot be written" in told.err
