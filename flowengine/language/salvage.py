"""What can still be said about a file that does not parse: the mistakes in the rest of it.

The lines that cannot be read are emptied, with all that stands beneath them, until what is left
parses. Only mistakes that a missing line cannot bring about are told then: that a step is never
reached, say, may be the fault of the line that is gone.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import TYPE_CHECKING

from flowengine.language.parse import parse

if TYPE_CHECKING:
    from flowengine.language.diagnostics import Diagnostic

ROUNDS = 8  # a line that is gone may leave another without its block

_CERTAIN = frozenset(
    """
    FE050 FE051 FE052 FE053 FE054 FE055 FE056 FE057 FE058 FE059 FE060 FE061 FE062 FE063 FE065 FE066
    FE067 FE068 FE071 FE074 FE075 FE076 FE077 FE078 FE093 FE103 FE104 FE105 FE106 FE107 FE109 FE110
    FE111 FE113 FE120 FE123 FE128 FE129 FE134 FE135 FE136 FE137 FE147 FE148
    """.split()
)
_NAMING = frozenset("FE064 FE080 FE084 FE085 FE086 FE087 FE088 FE089".split())
_WORD = re.compile(r"\w+")


def salvaged(source: str, mistakes: Iterable[Diagnostic]) -> str | None:
    """The source, line for line, without what cannot be read; None where nothing helps."""
    lines = source.split("\n")
    for _ in range(ROUNDS):
        for mistake in mistakes:
            _empty(lines, mistake.span.line - 1)
        rest = "\n".join(lines)
        file, mistakes = parse(rest, "")
        if file is not None:
            return rest
    return None


def certain(source: str, rest: str, found: Iterable[Diagnostic]) -> tuple[Diagnostic, ...]:
    """Of what was found in the rest, all that holds whatever the emptied lines said."""
    gone = "\n".join(
        line
        for line, kept in zip(source.split("\n"), rest.split("\n"), strict=False)
        if line != kept
    )
    known = set(_WORD.findall(gone.lower()))
    return tuple(
        one
        for one in found
        if one.code in _CERTAIN or (one.code in _NAMING and not known & _named(rest, one))
    )


def _named(rest: str, found: Diagnostic) -> set[str]:
    line = rest.split("\n")[found.span.line - 1]
    return set(_WORD.findall(line[found.span.column - 1 : found.span.end_column - 1].lower()))


def _empty(lines: list[str], at: int) -> None:
    """Empties a line and everything that stands deeper beneath it."""
    at = min(at, len(lines) - 1)  # a mistake may stand behind the last line
    depth = _depth(lines[at])
    lines[at] = ""
    for below in range(at + 1, len(lines)):
        if lines[below].strip() and _depth(lines[below]) <= depth:
            return
        lines[below] = ""


def _depth(line: str) -> int:
    return len(line) - len(line.lstrip())
