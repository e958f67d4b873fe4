"""Catalogues as the files that every program for translators opens. Babel reads and writes them.

What Babel would lose or double on the way is mended here: previous texts, marks on what is
obsolete, flags that mean other programs. It knows nothing of flows.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator

from babel.messages.catalog import Catalog, Message
from babel.messages.pofile import PoFileError, read_po, unescape, write_po

_FOREIGN_FLAGS = {"python-format", "python-brace-format"}  # Babel guesses them; a flow has neither
_STALE = "fuzzy"  # Babel writes no flags of what is obsolete, so a comment remembers this one
_WIDTH = 10_000  # a translation is broken where its text is, so that a place in it has a column
_STRINGS = re.compile(r'"(?:[^"\\]|\\.)*"')
_CHANGES = re.compile(r'^"(?:POT-Creation-Date|PO-Revision-Date|Generated-By): .*\n', re.MULTILINE)


class Unreadable(Exception):
    """A language that nobody knows, or a catalogue that Babel cannot read."""


def opened(text: str, language: str) -> Catalog:
    """A catalogue as Babel has it, previous texts included. Raises Unreadable."""
    try:
        found = read_po(io.StringIO(text), locale=language, abort_invalid=True)
    except (PoFileError, ValueError, LookupError) as problem:
        raise Unreadable(f"This catalogue cannot be read: {problem}.") from problem
    for message in messages(found):
        _remember(message)
    return found


def messages(catalog: Catalog) -> Iterator[Message]:
    """Every entry but the header, those that are obsolete too."""
    yield from (message for message in catalog if message.id)
    yield from catalog.obsolete.values()


def forms(message: Message) -> tuple[str, ...]:
    """Its translations: one, or one for each plural form."""
    found = message.string or ""
    return (found,) if isinstance(found, str) else tuple(found)


def _remember(message: Message) -> None:
    """`#| msgid "…"` is a comment to Babel, and would be doubled each time it is written."""
    previous = [line for line in message.user_comments if line.startswith("|")]
    message.user_comments = [line for line in message.user_comments if line not in previous]
    found: list[str] = []
    for line in previous:
        words = "".join(unescape(one) for one in _STRINGS.findall(line))
        if "msgid" in line.partition('"')[0]:
            found.append(words)
        elif found:
            found[-1] += words
    message.previous_id = found
    if _STALE in message.user_comments:
        message.user_comments.remove(_STALE)
        message.flags.add("fuzzy")


def as_text(catalog: Catalog) -> str:
    """The file to be written."""
    for message in messages(catalog):
        message.flags -= _FOREIGN_FLAGS
    for message in catalog.obsolete.values():
        if message.fuzzy and _STALE not in message.user_comments:
            message.user_comments.append(_STALE)
    made = io.BytesIO()
    write_po(made, catalog, include_previous=True, width=_WIDTH)
    return made.getvalue().decode("utf-8")


def same(one: str, other: str) -> bool:
    """Whether two catalogues differ in nothing but the dates of their header."""
    return _CHANGES.sub("", one) == _CHANGES.sub("", other)
