"""Which voice speaks a language: the one a flow names, else the language's own, else the nearest.

Somebody is always heard. Where the voice that was wanted is missing, broken or of another language,
the log says so once, and the next best speaks.
"""

from __future__ import annotations

import logging
import re
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.assets import folder
from flowengine.speech.voices.reading import NotAVoice, read
from flowengine.speech.voices.voice import Voice

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

_log = logging.getLogger(__name__)

_LAST = "en"
_NAME = re.compile(r"[\w-]+")  # a name, and no path to somewhere else


def chosen(language: str, named: str = "", folders: Iterable[Path] = ()) -> Voice:
    """`named` as in `voices uk natalia`; `folders` are the project's own, looked at first.

    The voice that is called like a language (`uk.toml`, `fa-AF.toml`) is its standard one.
    """
    places = (*folders, folder("voices"))
    for name in filter(None, (named, *_wider(language))):
        voice = _found(name, places)
        if voice is not None and _wider(voice.language)[-1] == _wider(language)[-1]:
            return voice
        if name == named:
            _warn(f"The voice {name} for {language}", "cannot be used")
    own = _espeak_own(language)
    if own is None:
        _warn(f"There is no voice for {language}; its texts", f"are read by that of {_LAST}")
        return chosen(_LAST) if language != _LAST else Voice(_LAST, _LAST, voice="en")
    return own


def names(folders: Iterable[Path] = ()) -> frozenset[str]:
    """All voices that a flow can name."""
    places = (*folders, folder("voices"))
    return frozenset(
        path.stem for place in places for path in place.glob("*.toml") if _is_voice(path)
    )


def every(folders: Iterable[Path] = ()) -> Iterator[Voice]:
    """Those that can be read, in the order of their names; of two with one name the project's."""
    places = (*folders, folder("voices"))
    for name in sorted(names(folders)):
        voice = _found(name, places)
        if voice is not None:
            yield voice


def _is_voice(path: Path) -> bool:
    """A lexicon lies beside the voices as `uk.words.toml`."""
    return "." not in path.stem


def _wider(language: str) -> list[str]:
    """`fa-AF`, then `fa`."""
    return [language, language.partition("-")[0]] if "-" in language else [language]


def _found(name: str, places: Iterable[Path]) -> Voice | None:
    if not _NAME.fullmatch(name):
        return None
    for place in places:
        path = place / f"{name}.toml"
        try:
            if path.is_file():
                return read(path)
        except NotAVoice as error:
            _warn("A voice", f"cannot be used: {error}")
    return None


def _espeak_own(language: str) -> Voice | None:
    """What espeak-ng has for a language that nobody described."""
    for code in _wider(language):
        voice = code.lower()
        if voice in espeak_voices():
            return Voice(name=f"espeak {voice}", language=language, voice=voice)
    return None


@lru_cache(maxsize=1)
def espeak_voices() -> frozenset[str]:
    """In small letters: the languages that the installed espeak-ng has; a file each."""
    import espeakng_loader

    places = (Path(espeakng_loader.get_data_path()) / "lang").rglob("*")
    return frozenset(path.name.lower() for path in places if path.is_file())


@lru_cache(maxsize=256)
def _warn(what: str, why: str) -> None:
    """Once for each."""
    _log.warning("%s %s.", what, why.rstrip("."))
