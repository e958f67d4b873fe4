"""Mistakes in words: misspelt, typed on another keyboard, in another place, taken as a name."""

from __future__ import annotations

import re
from difflib import get_close_matches
from typing import TYPE_CHECKING

from flowengine.language.explain.case import Case, Found, shown

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.language.syntax.table import Lexeme, Stack

NEAR = 0.6
SHORTEST, LONGEST = 3, 20
"""Letters of a word that is worth a guess."""
LOOKALIKES = str.maketrans("аеорсухіјѕԁһкмтвАВЕКМНОРСТХІ", "aeopcyxijsdhkmtbabekmhopctxi")
_PAIR = re.compile(r"(\w+)[ \t-]+(\w+)")
_FIGURE_FIRST = re.compile(r"(\d+)_?([^\W\d_]\w*)")
_BOUND = r"(\d{4}-\d\d-\d\d|\d{1,2}:\d\d|\d+|[^\W\d]\w*)"
_BOUNDS = re.compile(
    rf"(?:between[ \t]+|of[ \t]+)?{_BOUND}[ \t]*(?:\band\b|\bto\b|[-–—]|\.\.+)[ \t]*{_BOUND}",
    re.IGNORECASE,
)
_ELSE_IF = re.compile(r"(else[ \t]+if|elseif|elsif)\b", re.IGNORECASE)
_STRAY = re.compile(r"(\w+(?:[ \t-]+\w+)+)[ \t]*:[ \t]*(?:#.*)?$")
_KINDS = {
    "int": "number", "integer": "number", "numeric": "number", "string": "text", "str": "text",
    "bool": "yes/no", "boolean": "yes/no", "yesno": "yes/no", "mail": "email", "tel": "phone",
    "telephone": "phone", "list": "choice", "select": "choice", "option": "choice",
    "audio": "recording", "voice": "recording", "picture": "photo", "image": "photo",
    "document": "file", "address": "location", "day": "date", "hour": "time", "price": "money",
}  # fmt: skip
_SYNONYMS = {
    **dict.fromkeys("print echo speak tell write text message answer reply".split(), "say"),
    **dict.fromkeys("input question prompt read request".split(), "ask"),
    **dict.fromkeys("goto go jump continue gosub next".split(), "->"),
    **dict.fromkeys("stop exit quit hangup finish close done".split(), "end"),
    **dict.fromkeys("choose options choices buttons list select".split(), "menu"),
    **dict.fromkeys("loop while until".split(), "repeat"),
    **dict.fromkeys("when".split(), "if"),
    **dict.fromkeys("let var assign store remember".split(), "set"),
    **dict.fromkeys("http get post request load".split(), "fetch"),
    **dict.fromkeys("agent operator human escalate".split(), "handoff"),
    **dict.fromkeys("pause sleep delay".split(), "wait"),
}
KINDS = (
    "text", "number", "digits", "yes/no", "choice", "date", "time", "phone", "email", "money",
    "photo", "file", "location", "recording", "rule", "name",
)  # fmt: skip


def else_if(case: Case) -> Found | None:
    stack, first = case.suspects[0]
    found = _ELSE_IF.match(case.written)
    if found is None:
        return None
    end = first.start + found.end()
    after = case.exchanged(stack, end, "ELIF")
    hint = "Write `elif` and the condition."
    return Found("FE037", first.start, end, f"{shown(found[0])} is one word here.", hint, after)


def taken_name(case: Case) -> Found | None:
    """A word of the language where a name was meant."""
    for stack, lexeme in case.suspects:
        if lexeme.text.lower() in case.table.keywords and lexeme.kind != "NAME":
            after = case.exchanged(stack, lexeme.end, "NAME")
            if after:
                return Found(
                    "FE010",
                    lexeme.start,
                    lexeme.end,
                    f"{shown(lexeme.text)} is a word of the language and cannot be a name here.",
                    f"Choose another name, such as `{lexeme.text.lower()}_1`.",
                    after,
                )
    return None


def lookalike(case: Case) -> Found | None:
    """A keyword with letters of another alphabet in it."""
    for stack, lexeme in case.suspects:
        plain = lexeme.text.lower().translate(LOOKALIKES)
        kind = case.table.keywords.get(plain, "")
        if plain != lexeme.text.lower() and case.table.feed(stack, kind):
            return Found(
                "FE008",
                lexeme.start,
                lexeme.end,
                f"{shown(lexeme.text)} has a letter of another alphabet that only looks right.",
                f"Type `{plain}` again on a Latin keyboard.",
                case.exchanged(stack, lexeme.end, kind),
            )
    return None


def stray_name(case: Case) -> Found | None:
    """A step whose name has a blank or a dash in it, and perhaps begins like another line."""
    found = _STRAY.match(case.written)
    stack, first = case.suspects[0]
    begins = case.table.feed(stack, case.table.keywords.get(first.text.lower(), ""))
    if found is None or case.line.width or begins:
        return None
    start, end = case.line.text, case.line.text + found.end(1)
    after = case.exchanged(stack, end, "NAME")
    hint = f"Write `{'_'.join(re.findall(r'[^ -]+', found[1].lower()))}`."
    return Found("FE022", start, end, "A name is one word.", hint, after) if after else None


def figure_first(case: Case) -> Found | None:
    """A name that begins with a figure: `2hours`."""
    for stack, lexeme in case.suspects[::-1]:
        found = _FIGURE_FIRST.match(case.source, lexeme.start, case.line.end)
        kinds = [kind for kind in ("NAME", "PATH") if case.table.feed(stack, kind)]
        after = case.exchanged(stack, found.end(), kinds[0]) if found and kinds else None
        if found and after:
            message = f"{shown(found[0])} cannot be a name: it begins with a figure."
            hint = f"Put a letter first, as in `{found[2].lower()}_{found[1]}`."
            return Found("FE025", lexeme.start, found.end(), message, hint, after)
    return None


def bounds(case: Case) -> Found | None:
    """`between 1 and 4`, `1 to 4` and their like for `from 1 to 4`."""
    found = _BOUNDS.match(case.rest) if "FROM" in case.accepts else None
    if found is None:
        return None
    end = case.lexeme.start + found.end()
    return Found(
        "FE007",
        case.lexeme.start,
        end,
        f"{shown(found[0])} is not how this is written.",
        f"Write `from {found[1]} to {found[2]}`.",
        case.exchanged(case.stack, end, "FROM", "INT", "TO", "INT"),
    )


def elsewhere(case: Case) -> Found | None:
    """A word that begins a line somewhere else."""
    stack, first = case.suspects[0]
    word = first.text.lower()
    homes = case.table.homes.get(word, ("if",) if word in ("elif", "else") else ())
    if not homes or case.table.feed(stack, case.table.keywords.get(word, "")):
        return None
    message, hint = _home(word, homes)
    return Found("FE009", first.start, first.end, message, hint)


def _home(word: str, homes: tuple[str, ...]) -> tuple[str, str]:
    if word in ("elif", "else"):
        return f"There is no `if` that this `{word}` belongs to.", "Put it straight below an `if`."
    if "step" in homes:
        return (
            f"`{word}` cannot stand here; it belongs in a step.",
            "Put it below a line such as `start:`, two blanks further in.",
        )
    if homes == ("margin",):
        return f"`{word}` stands at the margin, in no step.", "Move it out, above the first step."
    words = [f"`{home}`" for home in homes if home != "margin"][:4]
    listed = ", ".join(words[:-1]) + " or " + words[-1] if len(words) > 1 else words[0]
    return (
        f"`{word}` belongs beneath {listed}.",
        "Put it below that line, two blanks further in.",
    )


def foreign(case: Case) -> Found | None:
    """A word that means the same somewhere else."""
    stack, first = case.suspects[0]
    meant = _SYNONYMS.get(first.text.lower(), "")
    kind = "_ARROW" if meant == "->" else case.table.keywords.get(meant, "")
    if not case.table.feed(stack, kind):
        return None
    after = case.exchanged(stack, first.end, kind)
    return _unknown(first.text, meant, first.start, first.end, after)


def misspelt(case: Case) -> Found | None:
    """A keyword with a slip in it, or cut in two, or grown together with the next."""
    for stack, lexeme in case.suspects:
        for meant, end, kinds in _guesses(case, stack, lexeme):
            after = case.exchanged(stack, end, *kinds)
            if after:
                return _unknown(case.source[lexeme.start : end], meant, lexeme.start, end, after)
    return None


def _guesses(
    case: Case, stack: Stack, lexeme: Lexeme
) -> Iterator[tuple[str, int, tuple[str, ...]]]:
    """What may have been meant: the right spelling, where the wrong one ends, its kinds."""
    word, keywords = lexeme.text.lower(), case.table.keywords
    if len(word) > LONGEST:
        return
    pair = _PAIR.match(case.source, lexeme.start, case.line.end)
    if pair and (joined := (pair[1] + pair[2]).lower()) in keywords:
        yield joined, pair.end(), (keywords[joined],)
    for cut in range(2, len(word) - 1):
        if word[:cut] in keywords and word[cut:] in keywords:
            both = (keywords[word[:cut]], keywords[word[cut:]])
            yield f"{word[:cut]} {word[cut:]}", lexeme.end, both
    for near in _near(case, stack, word):
        yield near, lexeme.end, (keywords[near],)


def _near(case: Case, stack: Stack, word: str) -> list[str]:
    if not SHORTEST <= len(word) <= LONGEST or not word.isalpha():
        return []
    accepted = case.table.accepts(stack)
    wanted = [text for text, kind in case.table.keywords.items() if kind in accepted]
    return get_close_matches(word, (text for text in wanted if text != word), 3, NEAR)


def nearly(case: Case) -> Found | None:
    """The same where the rest of the line is wrong as well, if the first word is close enough."""
    stack, first = case.suspects[0]
    near = (
        [] if first.text.lower() in case.table.keywords else _near(case, stack, first.text.lower())
    )
    return _unknown(first.text, near[0], first.start, first.end, None) if near else None


def unknown_kind(case: Case) -> Found | None:
    """A kind of answer there is none of."""
    stack, lexeme = case.suspects[-1]
    if not {"TEXT", "CHOICE"} <= case.accepts:
        return None
    word = lexeme.text.lower()
    near = [_KINDS[word]] if word in _KINDS else get_close_matches(word[:LONGEST], KINDS, 1, NEAR)
    return Found(
        "FE024",
        lexeme.start,
        lexeme.end,
        f"{shown(lexeme.text)} is no kind of answer." if word else "The kind of answer is missing.",
        f"Did you mean `{near[0]}`?" if near else f"The kinds are {', '.join(KINDS)}.",
        case.exchanged(stack, lexeme.end, "TEXT"),
    )


def _unknown(written: str, meant: str, start: int, end: int, after: Stack | None) -> Found:
    message = f"I do not know {shown(written)} here."
    return Found("FE007", start, end, message, f"Did you mean `{meant}`?", after)


WORDS = (
    else_if, taken_name, lookalike, figure_first, bounds, stray_name, elsewhere, misspelt, foreign,
    unknown_kind,
)  # fmt: skip
