"""A source that parses, as rows of lexemes: for those who rewrite or colour it."""

from __future__ import annotations

from dataclasses import dataclass

from flowengine.language.syntax.line import Line, lines_of, walk
from flowengine.language.syntax.table import Lexeme, Stack, Table, table


@dataclass(frozen=True, slots=True)
class Row:
    """One line: how many steps in, and what it says; `lexemes` is never empty."""

    line: Line
    depth: int
    lexemes: tuple[Lexeme, ...]


def rows_of(source: str) -> tuple[Row, ...]:
    """The rows of a source that ends in a line end and has no mistake the parser would tell."""
    rows: list[Row] = []
    read = table()
    stack, levels = read.start, [0]
    for line in lines_of(source):
        stack = _margin(read, stack, levels, line.width)
        walked = walk(read, stack, source, line)
        lexemes = tuple(lexeme for _, lexeme in walked.steps)
        rows.append(Row(line, len(levels) - 1, lexemes))
        stack = walked.after or stack
    return tuple(rows)


def _margin(read: Table, stack: Stack, levels: list[int], width: int) -> Stack:
    if width > levels[-1]:
        levels.append(width)
        return read.feed(stack, "_INDENT") or stack
    while width < levels[-1]:
        levels.pop()
        stack = read.feed(stack, "_DEDENT") or stack
    return stack
