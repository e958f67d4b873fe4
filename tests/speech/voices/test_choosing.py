"""Somebody always speaks: the voice that was named, or the nearest."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.speech import voices
from flowengine.speech.voices import choosing

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path


@pytest.fixture(autouse=True)
def _warn_anew() -> Iterator[None]:
    choosing._warn.cache_clear()
    yield
    choosing._warn.cache_clear()


@pytest.mark.parametrize(
    ("language", "named", "spoken_by", "engines"),
    [
        ("uk", "", "uk", "uk"),
        ("uk", "natalia", "natalia", "uk+f3"),
        ("en-GB", "amy", "amy", "en+f3"),
        ("fa-AF", "", "fa", "fa"),
        ("de", "", "espeak de", "de"),
        ("pt-BR", "", "espeak pt-br", "pt-br"),
        ("pt-AO", "", "espeak pt", "pt"),
    ],
)
def test_who_speaks(
    language: str, named: str, spoken_by: str, engines: str, caplog: pytest.LogCaptureFixture
) -> None:
    voice = voices.chosen(language, named)
    assert (voice.name, voice.voice) == (spoken_by, engines)
    assert not caplog.records


@pytest.mark.parametrize(
    ("language", "named", "spoken_by", "said"),
    [
        ("uk", "nobody", "uk", "The voice nobody for uk cannot be used."),
        ("uk", "irina", "uk", "The voice irina for uk cannot be used."),
        ("uk", "../voices/uk", "uk", "cannot be used"),
        ("xx", "", "en", "There is no voice for xx; its texts are read by that of en."),
    ],
)
def test_who_speaks_instead(
    language: str, named: str, spoken_by: str, said: str, caplog: pytest.LogCaptureFixture
) -> None:
    assert voices.chosen(language, named).name == spoken_by
    assert voices.chosen(language, named).name == spoken_by
    assert [said in record.getMessage() for record in caplog.records] == [True]  # once


def test_a_projects_voices_go_first(tmp_path: Path) -> None:
    (tmp_path / "uk.toml").write_text('language = "uk"\nrate = 100')
    (tmp_path / "oksana.toml").write_text('language = "uk"\nrate = 110')
    (tmp_path / "uk.words.toml").write_text("[words]")
    assert voices.chosen("uk", folders=[tmp_path]).rate == 100
    assert voices.chosen("uk", "oksana", [tmp_path]).rate == 110
    assert voices.chosen("uk", "natalia", [tmp_path]).name == "natalia"
    assert voices.names([tmp_path]) == voices.names() | {"oksana"}
    assert {voice.name: voice.rate for voice in choosing.every([tmp_path])}["uk"] == 100


def test_a_broken_voice_is_told_and_passed_over(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "oksana.toml").write_text("language =")
    assert voices.chosen("uk", "oksana", [tmp_path]).name == "uk"
    assert "oksana.toml is no TOML" in caplog.text
    assert "oksana" not in {voice.name for voice in choosing.every([tmp_path])}


def test_even_without_any_file_somebody_speaks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(choosing, "folder", lambda _: tmp_path)
    assert voices.chosen("uk").voice == "uk"
    monkeypatch.setattr(choosing, "espeak_voices", frozenset)
    assert voices.chosen("uk").voice == "en"


def test_the_standard_voices_have_a_file_each() -> None:
    assert voices.names() >= {"en", "uk", "ru", "hr", "fa", "amy", "natalia", "irina"}
    assert all("." not in name for name in voices.names())
    assert {voice.name for voice in choosing.every()} == voices.names()


def test_espeak_has_what_the_standard_voices_name() -> None:
    for voice in choosing.every():
        assert voice.voice.partition("+")[0] in choosing.espeak_voices()
