"""Values as they are written in a transcript: "text", 3, yes, 2027-03-02, 9:00, empty, JSON.

It reads values and refuses to compute: there are no expressions here.
"""

from __future__ import annotations

import json
import re
from datetime import date, time
from typing import Any

QUOTES = {'"': '"', "“": "”", "„": "“”", "«": "»"}
WORDS = {"yes": True, "true": True, "no": False, "false": False, "empty": None, "nothing": None}
DURATION = re.compile(r"(\d+)\s*(h|m|s|d)(?![^\W\d_])", re.IGNORECASE)
SECONDS = {"s": 1, "m": 60, "h": 3600, "d": 86400}

_PAIR = re.compile(r"\s*([^\W\d][\w.]*)\s*=\s*")
_BARE = re.compile(r"[^,\n]+")
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TIME = re.compile(r"\d?\d:\d\d")
_NUMBER = re.compile(r"-?\d+(\.\d+)?")


class Misread(ValueError):
    """A line that is not understood: one sentence, and the mend."""

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


def value_at(text: str, start: int = 0) -> tuple[Any, int]:
    """The value that begins at `start`, and where it ends. Raises Misread."""
    while start < len(text) and text[start].isspace():
        start += 1
    if text[start : start + 1] in QUOTES:
        return _quoted(text, start)
    if text[start : start + 1] in ("{", "["):
        return _json(text, start)
    bare = _BARE.match(text, start)
    if bare is None:
        raise Misread("A value is missing here.", 'Write it after the =, for example = "grants".')
    return _bare(bare[0].strip()), bare.end()


def value(text: str) -> Any:
    """The whole text as one value."""
    found, end = value_at(text)
    if text[end:].strip():
        raise Misread(
            f"“{text[end:].strip()}” after the value is not understood.",
            "A comment begins with # after a blank.",
        )
    return found


def pairs(text: str) -> tuple[tuple[str, Any], ...]:
    """`a = 1, b = "x"`"""
    found: list[tuple[str, Any]] = []
    at = 0
    while True:
        name = _PAIR.match(text, at)
        if name is None:
            raise Misread(
                f"“{text[at:].strip()}” is not a name with a value.",
                'Write name = value, for example topic = "grants".',
            )
        one, at = value_at(text, name.end())
        found.append((name[1].lower(), one))
        rest = text[at:].lstrip()
        if not rest:
            return tuple(found)
        if not rest.startswith(","):
            raise Misread(f"“{rest}” after the value is not understood.", "Set a comma between.")
        at = len(text) - len(rest) + 1


def duration(text: str) -> float:
    """`45s`, `2m15s`, `1h 30m`: seconds. Raises Misread."""
    found = DURATION.findall(text)
    if not found or DURATION.sub("", text).strip():
        raise Misread(f"“{text}” is no length of time.", "Write it like 45s, 2m15s or 1h.")
    return float(sum(int(amount) * SECONDS[unit.lower()] for amount, unit in found))


def quoted(text: str) -> str | None:
    """What stands between the quotation marks that are the whole text, or None."""
    text = text.strip()
    if text[:1] not in QUOTES:
        return None
    found, end = _quoted(text, 0)
    return None if text[end:].strip() else found


def _quoted(text: str, start: int) -> tuple[str, int]:
    closing = QUOTES[text[start]]
    at = start + 1
    while at < len(text):
        if text[at] in closing:
            if text[at] == '"' and text[at + 1 : at + 2] == '"':
                at += 1
            else:
                return text[start + 1 : at].replace('""', '"'), at + 1
        at += 1
    raise Misread("This text has no closing quotation mark.", 'Write " at its end.')


def _json(text: str, start: int) -> tuple[Any, int]:
    try:
        return json.JSONDecoder().raw_decode(text, start)
    except (json.JSONDecodeError, RecursionError) as problem:
        said = problem.msg if isinstance(problem, json.JSONDecodeError) else "too many brackets"
        raise Misread(
            f"This JSON cannot be read: {said}.",
            'Names stand in quotation marks: { "count": 1, "items": [] }',
        ) from problem


def _bare(word: str) -> Any:
    if word.lower() in WORDS:
        return WORDS[word.lower()]
    try:
        if _DATE.fullmatch(word):
            return date.fromisoformat(word)
        if _TIME.fullmatch(word):
            return time.fromisoformat(word.zfill(5))
    except ValueError as problem:
        raise Misread(f"“{word}” is no date or time.", "Write 2027-03-02 or 18:30.") from problem
    if found := _NUMBER.fullmatch(word):
        return float(word) if found[1] else int(word)
    return word
