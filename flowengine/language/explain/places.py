"""Lines that nothing mends: they stand in the wrong place, or cannot be read at all."""

from __future__ import annotations

import re

from flowengine.language.explain.case import Case, Found, shown
from flowengine.language.explain.wanted import wanted
from flowengine.language.explain.words import nearly

_OPTION = re.compile(r'(?:\d+|[-–—]|star\b|hash\b)[ \t]*["“„«]', re.IGNORECASE)


def lone_option(case: Case) -> Found | None:
    """An option where there is no question."""
    stack, first = case.suspects[0]
    if not _OPTION.match(case.written) or case.table.feed(stack, "DASH"):
        return None
    return Found(
        "FE013",
        first.start,
        case.line.end,
        "An option stands beneath a question, and there is none above it.",
        'Write `menu "…"` above and put the options two blanks further in.',
    )


def lone_text(case: Case) -> Found | None:
    """A text that no line above can take."""
    stack, first = case.suspects[0]
    if first.kind != "QUOTE" or case.table.feed(stack, "QUOTE"):
        return None
    return Found(
        "FE041",
        first.start,
        first.end,
        "This text belongs to nothing.",
        "Write `say` before it, or put it two blanks further in than the text it continues.",
        case.exchanged(stack, first.start, "SAY"),
    )


def unfinished(case: Case) -> Found | None:
    if not case.at_end:
        return None
    end = case.behind
    message = "This line is not finished."
    return Found("FE020", end, end, message, wanted(case.table, case.accepts))


def unknown(case: Case) -> Found | None:
    """A first word that nobody knows."""
    first = case.first
    known = first.text.lower() in case.table.keywords
    if first.kind not in ("NAME", "PATH") or known:
        return None
    accepted = case.table.accepts(case.suspects[0][0])
    message = f"I do not know {shown(first.text)} here."
    return Found("FE007", first.start, first.end, message, wanted(case.table, accepted))


def unexpected(case: Case) -> Found:
    """The last answer: this does not belong here, and what would."""
    lexeme = case.lexeme
    readable = lexeme.kind not in ("?", "OTHER")
    message = f"{shown(lexeme.text)} does not belong here."
    return Found(
        "FE021" if readable else "FE038",
        lexeme.start,
        lexeme.end,
        message if readable else f"I cannot read {shown(lexeme.text)} here.",
        wanted(case.table, case.accepts),
    )


LONE = (lone_option, lone_text, nearly)
UNKNOWN = (unfinished, unknown)
