"""One line of a source, and a walk along it through the parser's table."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.language.nodes import Span
from flowengine.language.syntax.table import part_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.language.syntax.table import Lexeme, Stack, Table

_BLANKS = " \t\r\xa0\u200b\u200e\u200f\u202f\u205f\u2060\u3000\u1680" + "".join(
    map(chr, range(0x2000, 0x200B))
)
_WORD = re.compile(r"\w*")
TAB = 2
"""A tab is read as one step inwards, once it has been told."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is neither blank nor a comment.

    `number` counts from 1; `start`, `text` and `end` are offsets of the margin, of the first sign
    and behind the last one; `width` is how far in the text begins.
    """

    number: int
    start: int
    text: int
    end: int
    width: int

    @property
    def span(self) -> Span:
        return self.between(self.text, self.end)

    def between(self, start: int, end: int) -> Span:
        """The span of these offsets; an empty one is given the sign behind it."""
        column = start - self.start + 1
        return Span(self.number, column, self.number, max(end - self.start, column) + 1)

    def word(self, source: str) -> str:
        found = _WORD.match(source, self.text, self.end)
        return found[0].lower() if found else ""


def lines_of(source: str) -> Iterator[Line]:
    """The lines that say something, in order."""
    start = 0
    for number, written in enumerate(source.split("\n"), 1):
        inner = written.lstrip(_BLANKS)
        if inner and inner[0] != "#":
            text = start + len(written) - len(inner)
            end = text + len(inner.rstrip(_BLANKS))
            width = text - start + written.count("\t", 0, text - start) * (TAB - 1)
            width = width if number > 1 else 0  # the parser sees no margin before the first line
            yield Line(number, start, text, end, width)
        start += len(written) + 1


@dataclass(frozen=True, slots=True)
class Walk:
    """How far a line could be walked.

    `steps` are the lexemes taken, each with the stack before it. `after` is the stack behind the
    line's end, None where the lexeme `stopped` was not wanted; `stack` is the one it was met with.
    """

    steps: tuple[tuple[Stack, Lexeme], ...]
    stack: Stack
    stopped: Lexeme
    after: Stack | None


def walk(table: Table, stack: Stack, source: str, line: Line, start: int | None = None) -> Walk:
    """Walk the line from `start`, or from its first sign."""
    place = line.text if start is None else start
    part = part_of(source, line.end)
    steps: list[tuple[Stack, Lexeme]] = []
    while True:
        lexeme = table.read(stack, part, place)
        after = table.feed(stack, lexeme.kind)
        if after is None or lexeme.kind == "_NL":
            return Walk(tuple(steps), stack, lexeme, after)
        steps.append((stack, lexeme))
        stack, place = after, lexeme.end
