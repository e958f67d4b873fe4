"""Recordings of a voice, found by the words they say: `lines.csv` in its folder names them.

Two columns, `file` and `text`. So whoever records reads the texts from a table, and a text of a
flow is heard from the recording without a word about it in the flow. What a flow names itself by
`recording` is not looked up here.
"""

from __future__ import annotations

import csv
import logging
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.speech.voices.voice import Voice

_log = logging.getLogger(__name__)

LINES = "lines.csv"


def recording(text: str, voice: Voice) -> Path | None:
    """The file that says exactly this text, blanks aside."""
    if not voice.recorded:
        return None
    table = Path(voice.recorded) / LINES
    try:
        about = table.stat()
    except OSError:
        return None
    return _lines(table, about.st_mtime_ns, about.st_size).get(_key(text))


def _key(text: str) -> str:
    return " ".join(text.split())


@lru_cache(maxsize=16)
def _lines(table: Path, changed: int, size: int) -> Mapping[str, Path]:
    """Read anew only when the table has changed. A row without its file is no recording yet."""
    del changed, size
    try:
        with table.open(encoding="utf-8-sig", newline="") as file:
            rows = [row for row in csv.DictReader(file) if row.get("file") and row.get("text")]
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        _log.warning("The recordings of %s cannot be found: %s", table.parent.name, error)
        return {}
    named = [(_key(row["text"]), _beside(table, row["file"].strip())) for row in rows]
    return {text: path for text, path in named if path is not None}


def _beside(table: Path, name: str) -> Path | None:
    """In the table's folder or below it: a table from somebody else names no file of ours."""
    path = Path(name)
    if path.is_absolute() or ".." in path.parts:
        return None
    try:
        return table.parent / path if (table.parent / path).is_file() else None
    except OSError:  # no name that a file can have
        return None
