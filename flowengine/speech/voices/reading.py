"""A voice's TOML file, read and checked: what is wrong is told with file, key and mend."""

from __future__ import annotations

import difflib
import tomllib
from dataclasses import fields
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flowengine.speech.voices.voice import ENGINES, PIPER, Voice

if TYPE_CHECKING:
    from pathlib import Path

_WORDS = ("language", "engine", "voice", "model", "lexicon", "recorded", "sample")
_RANGES = {"rate": (80, 400), "pitch": (0, 100), "volume": (0.1, 2.0)}
_KEYS = tuple(field.name for field in fields(Voice) if field.name != "name")


class NotAVoice(Exception):
    """One sentence, and the mend."""


def read(path: Path) -> Voice:
    """The voice in this file, which is called like the file. Raises NotAVoice."""
    try:
        about = path.stat()
        return _read(path, about.st_mtime_ns, about.st_size)
    except OSError as error:
        why = (error.strerror or "an error").lower()
        raise NotAVoice(f"{path.name} cannot be read: {why}.") from None


@lru_cache(maxsize=64)
def _read(path: Path, changed: int, size: int) -> Voice:
    """Read anew only when the file has changed."""
    del changed, size
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, RecursionError) as error:
        raise NotAVoice(f"{path.name} is no TOML that can be read: {error}.") from None
    for key, value in table.items():
        _check(path, key, value)
    if not table.get("language"):
        raise NotAVoice(f'{path.name} does not say its language. Write language = "uk".')
    if table.get("engine") == PIPER and not table.get("model"):
        raise NotAVoice(f"{path.name} speaks by Piper and names no model. Write model = ….")
    return Voice(name=path.stem, **_placed(path, table))


def _check(path: Path, key: str, value: Any) -> None:
    if key not in _KEYS:
        near = difflib.get_close_matches(key, _KEYS, n=1)
        mend = f"Did you mean `{near[0]}`?" if near else f"A voice has: {', '.join(_KEYS)}."
        raise NotAVoice(f"{path.name}: `{key}` is nothing that a voice has. {mend}")
    if key in _WORDS and not isinstance(value, str):
        raise NotAVoice(f'{path.name}: `{key}` must be a text. Write it in quotes: {key} = "…".')
    if key == "engine" and value not in ENGINES:
        raise NotAVoice(
            f"{path.name}: there is no engine `{value}`. Write one of: {', '.join(ENGINES)}."
        )
    if key in _RANGES:
        _check_number(path, key, value)


def _check_number(path: Path, key: str, value: Any) -> None:
    low, high = _RANGES[key]
    whole = "" if key == "volume" else "whole "
    fits = isinstance(value, int | float) and (not whole or isinstance(value, int))
    if isinstance(value, bool) or not fits or not low <= value <= high:
        raise NotAVoice(
            f"{path.name}: `{key}` must be a {whole}number from {low} to {high}, and it is {value}."
        )


def _placed(path: Path, table: dict[str, Any]) -> dict[str, Any]:
    """With what it names beside itself found there; a model may be a package, too."""
    placed = dict(table)
    for key in ("lexicon", "recorded", "model"):
        named = table.get(key, "")
        if not named or (key == "model" and not named.endswith(".onnx")):
            continue
        beside = path.parent / named
        if key != "model" and not beside.exists():
            raise NotAVoice(f"{path.name}: there is no {named} for its `{key}` beside it.")
        placed[key] = str(beside)
    return placed
