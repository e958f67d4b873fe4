"""Something is missing in a line, or stands in it too much."""

from __future__ import annotations

import re

from flowengine.language.case import Case, Found, shown
from flowengine.language.wanted import spelled

_UNIT = re.compile(r"(\d+)[ \t]*(s|m|h|d)\w*|(\d+)(?![\w:])", re.IGNORECASE)
_ONE_WORD = re.compile(r"(\w+)(?:[ \t]+|-)(\w+)")


def target(case: Case) -> Found | None:
    """An arrow at the end of a line."""
    arrow = case.before
    if arrow is None or arrow.kind != "_ARROW" or not case.at_end:
        return None
    after = case.inserted("PATH") or case.inserted("NAME")
    hint = "Write the name of a step behind it."
    return Found("FE004", arrow.start, arrow.end, "The arrow points nowhere.", hint, after)


def unit(case: Case) -> Found | None:
    found = _UNIT.match(case.rest)
    if found is None or "DURATION" not in case.accepts:
        return None
    end = case.lexeme.start + found.end()
    digits, letter = found[1] or found[3], (found[2] or "").lower()
    return Found(
        "FE019",
        case.lexeme.start,
        end,
        "A length of time is a number with one letter, and no blank between them.",
        f"Write {digits}{letter}."
        if letter
        else f"Write {digits}s for seconds, {digits}m for minutes, {digits}h for hours.",
        case.exchanged(case.stack, end, "DURATION"),
    )


def colon(case: Case) -> Found | None:
    after = case.inserted("COLON")
    if after is None:
        return None
    message = (
        "The colon at the end of this line is missing."
        if case.at_end
        else f"A colon is missing before {shown(case.lexeme.text)}."
    )
    return Found("FE003", *_gap(case), message, "Write `:` here.", after)


def arrow(case: Case) -> Found | None:
    """A place without the arrow that leads there."""
    after = case.inserted("_ARROW")
    if after is None:
        return None
    message = f"An arrow is missing before {shown(case.lexeme.text)}."
    hint = f"Write -> {case.lexeme.text}."
    return Found("FE006", case.lexeme.start, case.lexeme.end, message, hint, after)


def or_(case: Case) -> Found | None:
    after = case.inserted("OR")
    if after is None:
        return None
    message = "Two texts stand side by side."
    return Found(
        "FE011", case.lexeme.start, case.lexeme.end, message, "Write `or` between them.", after
    )


def comma(case: Case) -> Found | None:
    after = case.inserted("COMMA")
    if after is None:
        return None
    message = f"A comma is missing before {shown(case.lexeme.text)}."
    return Found("FE018", *_gap(case), message, "Write `,` here.", after)


def keyless(case: Case) -> Found | None:
    """An option without a key or a dash."""
    stack, first = case.suspects[0]
    after = case.exchanged(stack, first.start, "DASH") if first.kind == "QUOTE" else None
    if after is None:
        return None
    return Found(
        "FE012",
        first.start,
        first.end,
        "An option begins with a key or a dash; a line that begins with a text goes on above.",
        f"Write - {shown(first.text)[1:-1]} or give it a key.",
        after,
    )


def no_quotes(case: Case) -> Found | None:
    """A text without quotation marks, up to an arrow or the end of the line."""
    if "QUOTE" not in case.accepts or case.at_end or case.lexeme.kind == "QUOTE":
        return None
    end = len(re.split(r"[ \t]*(?:->|→|[ \t]#|[ \t]or[ \t]+\")", case.rest)[0])
    after = case.exchanged(case.stack, case.lexeme.start + end, "QUOTE")
    if after is None:
        return None
    return Found(
        "FE023",
        case.lexeme.start,
        case.lexeme.start + end,
        "A text stands in quotation marks.",
        f'Write "{shown(case.rest[:end])[1:-1]}".',
        after,
    )


def no_text(case: Case) -> Found | None:
    after = case.inserted("QUOTE")
    if after is None:
        return None
    message = "The text is missing here."
    return Found("FE023", *_gap(case), message, 'Write it between " and ".', after)


def one_word(case: Case) -> Found | None:
    """A name with a blank or a dash in it."""
    for stack, lexeme in case.suspects[::-1]:
        found = _ONE_WORD.match(case.source, lexeme.start, case.line.end)
        kinds = [kind for kind in ("NAME", "PATH") if case.table.feed(stack, kind)]
        after = case.exchanged(stack, found.end(), kinds[0]) if found and kinds else None
        if found and after:
            return Found(
                "FE022",
                lexeme.start,
                found.end(),
                "A name is one word.",
                f"Write `{found[1].lower()}_{found[2].lower()}`.",
                after,
            )
    return None


def no_name(case: Case) -> Found | None:
    after = case.inserted("NAME") or case.inserted("PATH")
    if after is None:
        return None
    hint = "A name is one word of letters, digits and _, and begins with a letter."
    return Found("FE025", *_gap(case), f"The name is missing {_where(case)}.", hint, after)


def no_value(case: Case) -> Found | None:
    after = case.inserted("EXPR")
    if after is None:
        return None
    message = f"The condition or value is missing {_where(case)}."
    return Found("FE028", *_gap(case), message, "Write what is to be looked at or kept.", after)


def with_inline(case: Case) -> Found | None:
    """`call x with a = b` in one line."""
    if case.lexeme.text.lower() != "with" or not case.table.feed(case.stack, "_NL"):
        return None
    return Found(
        "FE040",
        case.lexeme.start,
        case.line.end,
        "`with` stands in a line of its own.",
        "Put it below, two blanks further in, one line for each name.",
        case.go_on(case.stack, case.line.end),
    )


def missing(case: Case) -> Found | None:
    """Any other token that would mend the line."""
    for kind in sorted(case.accepts - {"_NL", "_INDENT", "_DEDENT", "$END"}):
        after = case.inserted(kind)
        if after:
            message = f"{spelled(case.table, kind)} is missing {_where(case)}."
            return Found("FE020", *_gap(case), _begun(message), "Write it here.", after)
    return None


def too_much(case: Case) -> Found | None:
    """One token that does not belong, or all that is left of the line."""
    end = case.lexeme.end
    after = None if case.at_end else case.go_on(case.stack, end)
    if after is None and not case.at_end:
        end, after = case.line.end, case.go_on(case.stack, case.line.end)
    if after is None:
        return None
    return Found(
        "FE021",
        case.lexeme.start,
        end,
        f"{shown(case.source[case.lexeme.start : end])} does not belong here.",
        "Leave it out, or put it in a line of its own.",
        after,
    )


def _begun(sentence: str) -> str:
    return sentence[0].upper() + sentence[1:]


def _gap(case: Case) -> tuple[int, int]:
    return case.behind, case.behind


def _where(case: Case) -> str:
    return f"after {shown(case.before.text)}" if case.before else "at the beginning of this line"


TOKENS = (
    target, unit, or_, with_inline, keyless, one_word, colon, arrow, comma, no_quotes, no_text,
    no_name, no_value, missing, too_much,
)  # fmt: skip
