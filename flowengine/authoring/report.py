"""Mistakes as an author reads them: place, the line drawn with a caret, one sentence, the mend.

Also the two forms that machines read: JSON, and workflow commands that GitHub shows beside a
change. It judges nothing and changes no order.
"""

from __future__ import annotations

import json
import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.language.diagnostics import Diagnostic, Severity

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.authoring.transcript import Mistake

WIDEST = 120  # of a drawn line; longer ones are cut around the place


def drawn(found: Diagnostic, source: str) -> str:
    """A diagnostic over several lines of text, without a final line break."""
    span = found.span
    number = str(span.line)
    word = "warning" if found.severity is Severity.WARNING else "mistake"
    parts = [f"{found.file}:{span.line}:{span.column}: {word} {found.code}: {found.message}"]
    lines = _lines(source)
    if span.line <= len(lines):
        line = lines[span.line - 1].replace("\t", " ")
        end = span.end_column if span.end_line == span.line else len(line) + 1
        shown, start, end = _cut(line, span.column - 1, max(end - 1, span.column))
        marks = " " * _width(shown[:start]) + "^" * max(1, _width(shown[start:end]))
        parts += [f"  {number} | {shown}", f"  {' ' * len(number)} | {marks}"]
    if found.hint:
        parts.append(f"  {found.hint}")
    return "\n".join(parts)


@lru_cache(maxsize=8)
def _lines(source: str) -> list[str]:
    """As the parser counts them: only a line feed ends a line."""
    return [line.rstrip("\r") for line in source.split("\n")]


def _cut(line: str, start: int, end: int) -> tuple[str, int, int]:
    """At most WIDEST characters of the line, around what is marked."""
    if len(line) <= WIDEST:
        return line, start, end
    first = max(0, min(start - WIDEST // 3, len(line) - WIDEST))
    shown = line[first : first + WIDEST]
    ahead, behind = "…" if first else "", "…" if first + WIDEST < len(line) else ""
    moved = first - len(ahead)
    return ahead + shown + behind, start - moved, min(end - moved, len(shown) + len(ahead))


def _width(text: str) -> int:
    """Columns on a screen: wide letters take two, marks over letters none."""
    return sum(
        0
        if unicodedata.combining(one) or unicodedata.category(one) == "Cf"
        else 2
        if unicodedata.east_asian_width(one) in "WF"
        else 1
        for one in text
    )


def human(found: Iterable[Diagnostic], sources: Mapping[str, str]) -> str:
    return "\n\n".join(drawn(one, sources.get(one.file, "")) for one in found)


def as_json(found: Iterable[Diagnostic]) -> str:
    """A list of objects; lines and columns count from 1, the end column is exclusive."""
    rows = [
        {
            "code": one.code,
            "severity": one.severity.value,
            "file": one.file,
            "line": one.span.line,
            "column": one.span.column,
            "end_line": one.span.end_line,
            "end_column": one.span.end_column,
            "message": one.message,
            "hint": one.hint,
        }
        for one in found
    ]
    return json.dumps(rows, ensure_ascii=False, indent=2)


def as_github(found: Iterable[Diagnostic]) -> str:
    """One workflow command a line: `::error file=…,line=…::…`."""
    return "\n".join(_command(one) for one in found)


def _command(one: Diagnostic) -> str:
    span = one.span
    fields = {
        "file": one.file,
        "line": span.line,
        "endLine": span.end_line,
        "col": span.column,
        "endColumn": max(span.end_column - 1, 1),
        "title": one.code,
    }
    named = ",".join(f"{name}={_property(str(value))}" for name, value in fields.items())
    return f"::{one.severity.value} {named}::{_data(' '.join((one.message, one.hint)).strip())}"


def _data(text: str) -> str:
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    return _data(text).replace(":", "%3A").replace(",", "%2C")


def summary(found: Iterable[Diagnostic]) -> str:
    """`2 mistakes and 1 warning`, or that all is well."""
    errors = warnings = 0
    for one in found:
        errors += one.severity is Severity.ERROR
        warnings += one.severity is Severity.WARNING
    parts = [_counted(errors, "mistake"), _counted(warnings, "warning")]
    return " and ".join(part for part in parts if part) or "No mistakes"


def _counted(number: int, word: str) -> str:
    return f"{number} {word}{'' if number == 1 else 's'}" if number else ""


def misread(found: Mistake) -> str:
    """A mistake in a transcript."""
    line = f"{found.file}:{found.line}: {found.message}"
    return f"{line}\n  {found.hint}" if found.hint else line
