"""Mistakes in marks: quotation marks, arrows, brackets, keys."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from flowengine.language.explain.case import Case, Found, shown

if TYPE_CHECKING:
    from flowengine.language.syntax.table import Stack

_COMMENT = re.compile(r"\s#")
_FOREIGN_COMMENT = re.compile(r"//+|/\*|<!--")
_SINGLE = re.compile(r"'([^'\n]*)'|‘([^’\n]*)’|`([^`\n]*)`|‚([^‘’\n]*)[‘’]")
_ARROW = re.compile(r"=+>|-{3,}>|-[ \t]+>|~>|>+|[-–—]+(?=[ \t]*\w)")
_KEY = re.compile(r"(\d+)[.):]+|([*])|(\d+)[ \t]*[-–—](?![->])")


def odd_quotes(case: Case) -> Found | None:
    """A text without its beginning or its end."""
    written = _without_comment(case.written)
    unclosed = case.rest[:1] in ("“", "„", "«", "”", "»") and "QUOTE" in case.accepts
    if written.count('"') % 2 == 0 and not unclosed:
        return None
    closing = case.rest[:1] in '"“„«”»' and "QUOTE" in case.accepts
    start = case.lexeme.start if closing else case.line.text + max(written.find('"'), 0)
    return Found(
        "FE001",
        start,
        case.line.text + len(written),
        "This text has no closing quotation mark."
        if closing
        else "One quotation mark is missing in this line.",
        'Every text begins with " and ends with " in the same line.',
        _behind_text(case),
    )


def _behind_text(case: Case) -> Stack | None:
    """Where the line goes on if the text ends before an arrow, a colon or the end of the line."""
    after = case.table.feed(case.stack, "QUOTE")
    starts = (
        case.lexeme.start + found.start() for found in re.finditer(r"->|→|:\s*$|$", case.rest)
    )
    return next((done for start in starts if (done := case.go_on(after, start))), None)


def _without_comment(written: str) -> str:
    for found in _COMMENT.finditer(written):
        if written.count('"', 0, found.start()) % 2 == 0:
            return written[: found.start()]
    return written


def quotes_inside(case: Case) -> Found | None:
    """`"Say "hello" to us."`: a text that its own quotation mark ends."""
    before = case.before
    if before is None or before.kind != "QUOTE" or before.end != case.lexeme.start:
        return None
    if case.lexeme.kind not in ("NAME", "PATH") or case.rest.count('"') % 2:
        return None
    end = case.line.text + len(case.written.rstrip())
    return Found(
        "FE021",
        case.lexeme.start,
        case.lexeme.end,
        f"The quotation mark before {shown(case.lexeme.text)} ends the text.",
        'Inside a text write two quotation marks, "", for one.',
        case.go_on(case.stack, end),
    )


def comment(case: Case) -> Found | None:
    """A comment as other languages write it."""
    found = _FOREIGN_COMMENT.match(case.written)
    if found is None:
        return None
    return Found(
        "FE038",
        case.line.text,
        case.line.text + found.end(),
        f"I cannot read {shown(found[0])} here.",
        "A comment begins with #.",
    )


def single_quotes(case: Case) -> Found | None:
    found = _SINGLE.match(case.rest)
    if found is None or "QUOTE" not in case.accepts:
        return None
    text = next(group for group in found.groups() if group is not None)
    end = case.lexeme.start + found.end()
    return Found(
        "FE002",
        case.lexeme.start,
        end,
        "A text stands in double quotation marks.",
        f'Write "{shown(text)[1:-1]}".',
        case.exchanged(case.stack, end, "QUOTE"),
    )


def wrong_arrow(case: Case) -> Found | None:
    for stack, lexeme in case.suspects[::-1]:
        found = _ARROW.match(case.source, lexeme.start, case.line.end)
        if found is None:
            continue
        after = case.exchanged(stack, found.end(), "_ARROW")
        after = after or case.exchanged(stack, found.end(), "COLON", "_ARROW")
        if after or (lexeme is case.lexeme and "_ARROW" in case.accepts):
            return Found(
                "FE005",
                lexeme.start,
                found.end(),
                f"{shown(found[0])} is not an arrow.",
                "Write -> with nothing between the two signs.",
                after,
            )
    return None


def open_bracket(case: Case) -> Found | None:
    value = "EXPR" in case.accepts or (case.before is not None and case.before.kind == "EXPR")
    if not value or case.rest[:1] not in tuple("([{"):
        return None
    return Found(
        "FE026",
        case.lexeme.start,
        case.line.end,
        f"The bracket {shown(case.rest[0])} is never closed.",
        "Add the closing bracket.",
        case.go_on(case.stack, case.line.end),
    )


def wrong_key(case: Case) -> Found | None:
    """`1. "…"`, `1) "…"`, `* "…"` for a key."""
    stack, first = case.suspects[0]
    found = _KEY.match(case.written)
    if found is None or "DASH" not in case.table.accepts(stack):
        return None
    digit = found[1] or found[3]
    end = first.start + found.end()
    return Found(
        "FE039",
        first.start,
        end,
        f"{shown(found[0])} is not how a key is written.",
        f"Write {digit} and a blank." if digit else "Write `star` for this key.",
        case.exchanged(stack, end, "INT" if digit else "STAR"),
    )


MARKS = (odd_quotes, quotes_inside, comment, single_quotes, wrong_arrow, open_bracket, wrong_key)
