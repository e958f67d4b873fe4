"""What may stand in a source at all: its length, its depth, and which characters nobody can see.

Knows nothing of the grammar. Every limit of the parser is here.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.language.diagnostics import Diagnostic
from flowengine.language.nodes import Span

if TYPE_CHECKING:
    from collections.abc import Iterator

MAX_SOURCE = 5_000_000
"""Characters in one file; a hundred thousand lines of ordinary length."""

MAX_LINE = 10_000
"""Characters in one line; the longest text anybody says is a tenth of that."""

MAX_DEPTH = 40
"""Steps inwards, one within the other."""

MAX_MISTAKES = 100
"""Mistakes told in one run; nobody reads more, and hostile files have millions."""

MAX_DIGITS = 15
"""Digits in one number of the surface."""

_BOM = "\ufeff"

# Control characters, odd line ends, lone surrogates and marks that turn the reading direction.
_SUSPECT = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069\ud800-\udfff]|\r(?!\n)"
)
_FOREIGN = re.compile("\ufffd|[^\x00]\x00[^\x00]\x00")
_OPENERS = dict.fromkeys("\u202a\u202b", "\u202c") | dict.fromkeys("\u2066\u2067\u2068", "\u2069")


def without_mark(source: str) -> str:
    """The source without the byte order mark of some editors, which nobody counts as a column."""
    return source.removeprefix(_BOM)


def foreign(source: str, file: str) -> Diagnostic | None:
    """FE177: bytes that were no UTF-8 arrive as U+FFFD, and those of UTF-16 with U+0000 between."""
    found = _FOREIGN.search(source)
    if found is None:
        return None
    line = source.count("\n", 0, found.start()) + 1
    column = found.start() - source.rfind("\n", 0, found.start())
    return Diagnostic(
        "FE177",
        file,
        Span(line, column, line, column + 1),
        "This file is not saved as UTF-8, so some of its letters cannot be read.",
        "In your editor choose `Save as`, and there UTF-8.",
    )


def hidden(source: str, file: str) -> Iterator[Diagnostic]:
    """Every character that would be invisible or show the line in another order than it is read.

    Direction marks that open and close within one line are how phone numbers arrive when they are
    copied out of a chat; they change nothing and pass.
    """
    line, start = 1, 0
    waiting: list[str] = []
    for found in _SUSPECT.finditer(source):
        breaks = source.count("\n", start, found.start())
        if breaks:
            line += breaks
            start = source.rindex("\n", 0, found.start()) + 1
            waiting = []
        character = found[0]
        if character in _OPENERS and _closes(source, found.start()):
            waiting.append(_OPENERS[character])
        elif waiting and character == waiting[-1]:
            waiting.pop()
        else:
            column = found.start() - start + 1
            yield _told(character, file, Span(line, column, line, column + 1))


def _closes(source: str, start: int) -> bool:
    end = source.find("\n", start)
    return _OPENERS[source[start]] in source[start : end if end >= 0 else len(source)]


def _told(character: str, file: str, span: Span) -> Diagnostic:
    if "\u202a" <= character <= "\u2069":
        return Diagnostic(
            "FE034",
            file,
            span,
            f"An invisible mark (U+{ord(character):04X}) turns the reading direction here.",
            "Delete what stands between the two visible signs and type it again.",
        )
    return Diagnostic(
        "FE033",
        file,
        span,
        f"There is an invisible sign here (U+{ord(character):04X}) that no flow may contain.",
        "Delete what stands between the two visible signs and type it again.",
    )


def long_lines(source: str, file: str) -> Iterator[Diagnostic]:
    """Every line that no person wrote; no guess is worth its time there."""
    for number, line in enumerate(source.split("\n"), 1):
        if len(line) > MAX_LINE:
            yield Diagnostic(
                "FE043",
                file,
                Span(number, 1, number, len(line) + 1),
                f"This line has {len(line):,} characters; a line has at most {MAX_LINE:,}.",
                "Divide it: a text may go on in the lines below.",
            )


def too_long(source: str, file: str) -> Diagnostic | None:
    if len(source) <= MAX_SOURCE:
        return None
    return Diagnostic(
        "FE035",
        file,
        Span(1, 1, 1, 1),
        f"This file has {len(source):,} characters; a flow has at most {MAX_SOURCE:,}.",
        "Divide it into several flows that call each other.",
    )
