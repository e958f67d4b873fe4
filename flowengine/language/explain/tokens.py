"""Something is missing in a line, or stands in it too much."""

from __future__ import annotations

import re
from collections.abc import Iterator

from flowengine.language.explain.case import Case, Found, shown
from flowengine.language.explain.wanted import spelled, wanted
from flowengine.language.week import DAYS

_UNIT = re.compile(r"(\d+)[ \t]*(s|m|h|d)\w*|(\d+)(?![\w:])", re.IGNORECASE)
_DIGITS = re.compile(
    r"\d[\d.:/–—-]*(?:[ \t]*[ap]m\b)?(?:[ \t]*[-–—][ \t]*\d[\d.:]*)?", re.IGNORECASE
)
_SHAPES = {
    "INTERVAL": "hours as 9:00-18:00",
    "CLOCK": "a time as 9:00",
    "CALENDAR_DAY": "a day as 2027-01-07",
}
STRUCTURE = frozenset({"_NL", "_INDENT", "_DEDENT", "$END"})
_DAY = rf"({'|'.join(DAYS)})\w*"
_DAYS = re.compile(rf"{_DAY}[ \t]+(to|till|until|through)[ \t]+{_DAY}", re.IGNORECASE)
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


def no_colon(case: Case) -> Found | None:
    """A colon where none is wanted, at the end of a line that is complete without it."""
    end = case.lexeme.end
    after = case.go_on(case.stack, end) if case.lexeme.text == ":" else None
    if after is None or case.source[end : case.line.end].strip():
        return None
    message = (
        f"No colon is wanted after {shown(case.written[: case.lexeme.start - case.line.text])}."
    )
    return Found("FE021", case.lexeme.start, end, message, "Leave it out.", after)


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


def days(case: Case) -> Found | None:
    """`monday to friday` for `mon-fri`."""
    found = _DAYS.match(case.written)
    if found is None or case.lexeme.text.lower() != found[2].lower():
        return None
    start, end = case.line.text, case.line.text + found.end()
    hint = f"Write {found[1].lower()}-{found[3].lower()}."
    return Found("FE042", start, end, f"{shown(found[0])} is not how this is written.", hint)


def comma(case: Case) -> Found | None:
    after = case.inserted("COMMA")
    side_by_side = case.before is not None and case.before.kind == case.lexeme.kind == "NAME"
    if after is None and not (side_by_side and case.table.feed(case.stack, "COMMA")):
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
    if after is None or '"' in case.rest[:end]:
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


def no_to(case: Case) -> Found | None:
    """`handoff to team`, `call to place`: a name stands alone there."""
    for stack, lexeme in case.suspects[::-1]:
        taken = lexeme.text.lower() == "to" and lexeme.kind in ("NAME", "PATH")
        if taken and (after := case.go_on(stack, lexeme.end)):
            message = "`to` does not belong here."
            return Found("FE021", lexeme.start, lexeme.end, message, "Leave it out.", after)
    return None


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
    place = case.before is not None and case.before.kind == "PATH"
    if not place or case.lexeme.text.lower() != "with":
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
    if case.before is None:
        return None
    for kinds in _runs(case):
        after = case.inserted(*kinds)
        if after:
            words = " ".join(spelled(case.table, kind) for kind in kinds).replace("` `", " ")
            message = f"{words} is missing {_where(case)}."
            return Found("FE020", *_gap(case), _begun(message), "Write it here.", after)
    return None


def _runs(case: Case) -> Iterator[tuple[str, ...]]:
    """What could be put in: each token that is wanted, then each two words."""
    kinds = sorted(case.accepts - STRUCTURE)
    yield from ((kind,) for kind in kinds)
    for kind in kinds:
        behind = case.table.feed(case.stack, kind)
        nexts = case.table.accepts(behind) if behind else frozenset()
        words = sorted(nexts & set(case.table.keywords.values()))
        yield from ((kind, word) for word in words)


def another(case: Case) -> Found | None:
    """One token where another is wanted."""
    fitting = {
        kind: after
        for kind in sorted(case.accepts - STRUCTURE)
        if (after := case.exchanged(case.stack, case.lexeme.end, kind))
    }
    if not fitting or case.at_end or case.before is None:
        return None
    return Found(
        "FE021",
        case.lexeme.start,
        case.lexeme.end,
        f"{shown(case.lexeme.text)} does not belong here.",
        wanted(case.table, fitting),
        next(iter(fitting.values())),
    )


def shape(case: Case) -> Found | None:
    """A time, a day or opening hours, written another way."""
    kinds = [kind for kind in _SHAPES if kind in case.accepts]
    found = _DIGITS.match(case.rest)
    if found is None or not kinds:
        return None
    end = case.lexeme.start + found.end()
    afters = (case.exchanged(case.stack, end, kind) for kind in kinds)
    return Found(
        "FE042",
        case.lexeme.start,
        end,
        f"{shown(found[0])} is not how this is written.",
        f"Write {' or '.join(_SHAPES[kind] for kind in kinds)}.",
        next((after for after in afters if after), None),
    )


def too_much(case: Case) -> Found | None:
    """One token that does not belong, or all that is left of the line."""
    end = case.lexeme.end
    if case.before is None:
        return None
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
    target, unit, or_, with_inline, keyless, colon, days, comma, no_to, one_word, arrow, shape,
    no_quotes, no_text, no_name, no_value,
)  # fmt: skip
LEFT_OVER = (missing, another, too_much)
