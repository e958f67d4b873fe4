"""A voice's file is read; what is wrong in it is told with file, key and mend."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.assets import folder
from flowengine.speech.voices.reading import NotAVoice, read
from flowengine.speech.voices.voice import Voice

if TYPE_CHECKING:
    from pathlib import Path


def test_everything_a_voice_can_say(tmp_path: Path) -> None:
    (tmp_path / "uk.words.toml").touch()
    (tmp_path / "said").mkdir()
    (tmp_path / "oksana.toml").write_text(
        'language = "uk"\nengine = "piper"\nvoice = "2"\nmodel = "models/oksana.onnx"\nrate = 150\n'
        'pitch = 60\nvolume = 0.9\nlexicon = "uk.words.toml"\nrecorded = "said"\nsample = "Привіт"'
    )
    assert read(tmp_path / "oksana.toml") == Voice(
        name="oksana",
        language="uk",
        engine="piper",
        voice="2",
        rate=150,
        pitch=60,
        volume=0.9,
        model=str(tmp_path / "models/oksana.onnx"),
        lexicon=str(tmp_path / "uk.words.toml"),
        recorded=str(tmp_path / "said"),
        sample="Привіт",
    )


def test_the_shortest_voice(tmp_path: Path) -> None:
    (tmp_path / "de.toml").write_text('language = "de"')
    assert read(tmp_path / "de.toml") == Voice(name="de", language="de")


def test_a_model_may_be_a_package(tmp_path: Path) -> None:
    (tmp_path / "joe.toml").write_text('language = "en"\nengine = "piper"\nmodel = "some_package"')
    assert read(tmp_path / "joe.toml").model == "some_package"


def test_a_file_that_changes_is_read_anew(tmp_path: Path) -> None:
    path = tmp_path / "de.toml"
    path.write_text('language = "de"')
    assert read(path).rate == 160
    path.write_text('language = "de"\nrate = 100')
    assert read(path).rate == 100


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", r"v\.toml does not say its language. Write language = "),
        ("language = ", r"v\.toml is no TOML that can be read: "),
        ("language = " + "[" * 5000, r"v\.toml is no TOML that can be read: "),
        (
            'language = "en"\nengin = "espeak"',
            "`engin` is nothing that a voice has. Did you mean `",
        ),
        ('language = "en"\nzzz = 1', "`zzz` is nothing that a voice has. A voice has: language"),
        ('language = "en"\nname = "x"', "`name` is nothing that a voice has"),
        ("language = 3", "`language` must be a text"),
        (
            'language = "en"\nengine = "festival"',
            "no engine `festival`. Write one of: espeak, piper",
        ),
        (
            'language = "en"\nrate = 900',
            "`rate` must be a whole number from 80 to 400, and it is 900",
        ),
        ('language = "en"\nrate = 99.5', "`rate` must be a whole number"),
        ('language = "en"\nrate = true', "`rate` must be a whole number"),
        ('language = "en"\nvolume = "loud"', "`volume` must be a number from 0.1 to 2.0"),
        ('language = "en"\npitch = -1', "`pitch` must be a whole number from 0 to 100"),
        ('language = "en"\nlexicon = "no.toml"', "no no.toml for its `lexicon` beside it"),
        ('language = "en"\nrecorded = "no"', "no no for its `recorded` beside it"),
        ('language = "en"\nengine = "piper"', "speaks by Piper and names no model"),
    ],
)
def test_mistakes(tmp_path: Path, text: str, why: str) -> None:
    (tmp_path / "v.toml").write_text(text)
    with pytest.raises(NotAVoice, match=why):
        read(tmp_path / "v.toml")


def test_what_is_no_text_or_not_there(tmp_path: Path) -> None:
    (tmp_path / "v.toml").write_bytes(b"\xff\xfe")
    with pytest.raises(NotAVoice, match="no TOML"):
        read(tmp_path / "v.toml")
    with pytest.raises(NotAVoice, match=r"gone.toml cannot be read: no such file"):
        read(tmp_path / "gone.toml")


@pytest.mark.parametrize("language", ["en", "uk", "ru", "hr", "fa"])
def test_the_standard_voices(language: str) -> None:
    voice = read(folder("voices") / f"{language}.toml")
    assert (voice.name, voice.language) == (language, language)
    assert voice.sample
    assert voice.lexicon
