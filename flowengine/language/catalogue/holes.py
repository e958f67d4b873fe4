"""Holes of a text and of its translation: the same values must be named in both.

A filter may differ, because a language writes a date or counts things in its own way. Whether a
hole can be read at all is for the checks of the flow.
"""

from __future__ import annotations

from flowengine.language.expressions.names import names_in
from flowengine.language.expressions.texts import Hole, parse_text


def wanting(text: str, translation: str) -> str:
    """The first hole of the text whose value the translation does not name, as written; else ""."""
    return _missing(text, translation)


def strange(text: str, translation: str) -> str:
    """The first hole of the translation whose value the text does not name; else ""."""
    return _missing(translation, text)


def _missing(one: str, other: str) -> str:
    there = {use for _, uses in _holes(other) for use in uses}
    for source, uses in _holes(one):
        if not uses <= there:
            return source
    return ""


def _holes(text: str) -> list[tuple[str, set[str]]]:
    parts, _ = parse_text(text)
    return [
        (text[part.start : part.end], {use.path for use in names_in(part.tree)})
        for part in parts
        if isinstance(part, Hole)
    ]
