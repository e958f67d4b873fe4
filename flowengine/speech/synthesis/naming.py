"""The name a sound is kept under: a digest of all that makes it sound as it does.

Text as it is read aloud, voice, version of the engine and of the fitting: another of any of them is
another sound. Nobody can read a text out of a name.
"""

from __future__ import annotations

import hashlib
import math
from functools import lru_cache
from importlib import metadata
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.speech.synthesis import work

if TYPE_CHECKING:
    from flowengine.speech.voices.voice import Voice

FITTING = "1"  # another number makes every kept sound anew, when `fitting` gives another
LEVEL = -20.0  # dBFS while speaking, for a voice of volume 1 (`sound.levels.PROMPT`)
_PACKAGES = {"espeak": ("pyttsx3", "espeakng-loader"), "piper": ("piper-tts",)}
_MOST = 4096  # texts whose names are remembered


def as_spoken(text: str, voice: Voice) -> str:
    """What the engine is given: lexicon applied, numbers in words, nothing left of mark-up."""
    return _as_spoken(text, voice, _changed(voice.lexicon))


def of_text(text: str, voice: Voice) -> str:
    return _of_text(text, voice, _changed(voice.lexicon), _changed(voice.model))


def of_recording(source: Path) -> str:
    """Raises OSError where there is no such file."""
    known = source.stat()
    return _digest("recording", FITTING, str(source), str(known.st_size), str(known.st_mtime_ns))


def order(wanted: str, voice: Voice, to: str) -> work.Speak:
    """`wanted` is a text as it is spoken."""
    return work.Speak(
        text=wanted,
        engine=voice.engine,
        voice=voice.voice,
        rate=voice.rate,
        pitch=voice.pitch,
        level=LEVEL + 20 * math.log10(max(voice.volume, 0.01)),
        model=voice.model,
        to=to,
    )


@lru_cache(maxsize=_MOST)
def _as_spoken(text: str, voice: Voice, lexicon: str) -> str:
    del lexicon
    from flowengine.speech.voices.spoken import spoken

    return spoken(text, voice).strip()


@lru_cache(maxsize=_MOST)
def _of_text(text: str, voice: Voice, lexicon: str, model: str) -> str:
    made = order(_as_spoken(text, voice, lexicon), voice, "")
    said = (made.text, made.engine, made.voice, made.rate, made.pitch, made.level, made.model)
    return _digest(FITTING, *map(str, said), model, *_versions(voice.engine, voice.model))


@lru_cache(maxsize=64)
def _versions(engine: str, model: str) -> tuple[str, ...]:
    return tuple(_version(package) for package in (*_PACKAGES.get(engine, ()), model))


def _version(package: str) -> str:
    try:
        return metadata.version(package)
    except (ValueError, metadata.PackageNotFoundError):
        return ""


def _changed(path: str) -> str:
    """What tells a file's states apart; "" where there is none."""
    try:
        known = Path(path).stat() if path else None
    except OSError:
        return ""
    return f"{known.st_size} {known.st_mtime_ns}" if known else ""


def _digest(*parts: str) -> str:
    return hashlib.sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:40]
