"""The words and signs of an expression, read by Jinja2's own lexer, each with its place.

Jinja's tokens and nodes carry a single integer, the line, and its parser copies it faithfully from
token to node. An expression has one line only, so that integer is put to better use: it holds the
offsets of both ends. `place_of` packs them and `ends_of` takes them apart.

Before that the source is straightened, character for character so that no offset moves: curly marks
around a word become straight ones, digits of other scripts become ours.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise
from typing import TYPE_CHECKING, Any

from jinja2 import Environment
from jinja2.exceptions import TemplateSyntaxError
from jinja2.lexer import Token

from flowengine.language.expressions.limits import MAX_DEPTH, MAX_NUMBER
from flowengine.language.expressions.problems import Problem

if TYPE_CHECKING:
    from collections.abc import Iterator

# Only its lexer is used. We find the end of a hole ourselves, so Jinja gets a sign that cannot be.
_NEVER = "\x00"
ENVIRONMENT = Environment(variable_end_string=_NEVER, autoescape=True, optimized=False)

_OPENING, _CLOSING = ("lparen", "lbracket", "lbrace"), ("rparen", "rbracket", "rbrace")

# Marks as they are set in the languages we serve: an opening one, and all that may close it.
_CURLY = {
    "“": "”“",
    "”": "”",
    "„": "“”",
    "«": "»",
    "»": "«»",
    "‘": "’",
    "’": "’",
    "‚": "‘’",
    "‹": "›",
}
_STRAIGHT = re.compile(r"\"[^\"]*\"|'[^']*'")
_FOREIGN_NUMBER = re.compile(r"(?<!\w)\d[\d.]*")
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})


def place_of(start: int, end: int) -> int:
    return start << 16 | end


def ends_of(place: int) -> tuple[int, int]:
    return place >> 16, place & 0xFFFF


def straighten(source: str) -> str:
    """Curly marks and foreign digits outside quotes replaced; the length stays the same."""
    if source.isascii():
        return source
    out: list[str] = []
    at = 0
    while at < len(source):
        piece = _quoted(source, at) or _bare(source, at)
        out.append(piece)
        at += len(piece)
    return "".join(out)


def _quoted(source: str, at: int) -> str | None:
    """The quote that begins here, in straight marks; None where none begins (or none ends)."""
    straight = _STRAIGHT.match(source, at)
    if straight:
        return straight[0]
    closers = _CURLY.get(source[at], "")
    ends = [end for mark in closers if (end := source.find(mark, at + 1)) > 0]
    if not ends:
        return None
    inside = source[at + 1 : min(ends)]
    mark = "'" if '"' in inside else '"'
    return f"{mark}{inside}{mark}"


def _bare(source: str, at: int) -> str:
    """What stands here outside quotes: a number in our digits, or one character."""
    number = None if at and source[at - 1].isalnum() else _FOREIGN_NUMBER.match(source, at)
    if number is None:
        return source[at]
    return "".join(c if c == "." else str(unicodedata.decimal(c)) for c in number[0])


def read_tokens(source: str) -> tuple[list[Token], Problem | None]:
    """The tokens of a straightened source, or the first thing that cannot be read."""
    pieces, problem = _cut(source)
    if problem:
        return [], problem
    try:
        tokens = list(_folded(list(ENVIRONMENT.lexer.wrap(iter(pieces)))))
    except TemplateSyntaxError as error:  # a sign inside a name; its token brings the place
        start = ends_of(error.lineno)[0]
        within = next(i for i, c in enumerate(source[start:]) if not f"a{c}".isidentifier())
        return [], _unreadable(source, start + within)
    return tokens, _unbalanced(tokens) or _side_by_side(tokens) or _too_large(tokens)


def _cut(source: str) -> tuple[list[tuple[int, str, str]], Problem | None]:
    """The source in pieces (place, kind, characters) that together are the whole of it."""
    pieces: list[tuple[int, str, str]] = []
    at = source.find(_NEVER)
    if at >= 0:
        return [], _unreadable(source, at)
    at = 0
    try:
        for _, kind, text in ENVIRONMENT.lexer.tokeniter(source, None, None, "variable"):
            pieces.append((place_of(at, at + len(text)), kind, text))
            at += len(text)
    except TemplateSyntaxError:
        return [], _unreadable(source, at)
    return pieces, _backslash(source)


def _folded(tokens: list[Token]) -> Iterator[Token]:
    """Names in small letters, as everywhere in a flow; `yes` and `no` as Jinja's true and false.

    A key of a record after a dot keeps its letters: JSON tells them apart.
    """
    before: list[str] = ["", ""]
    for token in tokens:
        value = token.value
        if token.type == "name" and before[-1] != ".":
            value = value.lower()
            tested = before[-1] == "is" or before == ["is", "not"]
            if value in ("yes", "no") and not tested and before[-1] != "|":
                value = "true" if value == "yes" else "false"
        yield Token(token.lineno, token.type, value)
        text = value if token.type == "name" else {"dot": ".", "pipe": "|"}.get(token.type, "")
        before = [before[-1], text]


def _unreadable(source: str, at: int) -> Problem:
    char = source[at]
    if char in "\"'" or char in _CURLY:
        return Problem(
            "FE052",
            at,
            len(source),
            "This quotation mark is never closed.",
            f"Close it behind the words with {_CURLY.get(char, char)[0]}.",
        )
    if char in ")]}":
        return Problem("FE058", at, at + 1, f"This `{char}` closes no bracket.", "Take it out.")
    if unicodedata.category(char) in _INVISIBLE:
        return Problem(
            "FE051",
            at,
            at + 1,
            "An invisible character stands here.",
            "Delete what seems to be a blank and type it again.",
        )
    return Problem("FE051", at, at + 1, f"`{char}` means nothing here.", _MEANT.get(char, ""))


_MEANT = {
    "!": "To deny something write `not`; for different values write `!=`.",
    "&": "Write the word `and`.",
    "?": "Leave it out: a condition asks by itself.",
    "$": "Names stand by themselves, with no sign before them.",
    "@": "Names stand by themselves, with no sign before them.",
    "≠": "Write `!=`.",
    "≤": "Write `<=`.",
    "≥": "Write `>=`.",
    "×": "To multiply write `*`.",
    "÷": "To divide write `/`.",
    "–": "Write the short dash, `-`.",
    "—": "Write the short dash, `-`.",
    "\\": "There is no backslash in flows; write the words without it.",
}


def _backslash(source: str) -> Problem | None:
    at = source.find("\\")
    if at < 0:
        return None
    return Problem(
        "FE077",
        at,
        at + 2,
        "A backslash has no meaning here.",
        "A new line of text is a new quote on the line below.",
    )


def _unbalanced(tokens: list[Token]) -> Problem | None:
    """A bracket that is never closed, or brackets nested beyond reason."""
    opened: list[int] = []
    for token in tokens:
        if token.type in _OPENING:
            opened.append(ends_of(token.lineno)[0])
            if len(opened) > MAX_DEPTH:
                return too_deep(opened[-1], opened[-1] + 1)
        elif token.type in _CLOSING:
            opened.pop()
    if opened:
        return Problem(
            "FE058",
            opened[-1],
            opened[-1] + 1,
            "This bracket is never closed.",
            "Close it behind what belongs together.",
        )
    return None


def too_deep(start: int, end: int) -> Problem:
    return Problem(
        "FE060",
        start,
        end,
        f"This expression is nested deeper than {MAX_DEPTH} levels.",
        "Give a part of it a name first, with `set`.",
    )


def _side_by_side(tokens: list[Token]) -> Problem | None:
    """Two texts with nothing between them, which Jinja would join in silence."""
    for one, two in pairwise(tokens):
        if one.type == two.type == "string":
            return Problem(
                "FE054",
                ends_of(one.lineno)[0],
                ends_of(two.lineno)[1],
                "Two texts stand side by side.",
                "Put `~` between texts to join them.",
            )
    return None


def _too_large(tokens: list[Token]) -> Problem | None:
    for token in tokens:
        value: Any = token.value  # a number already, whatever Jinja's annotation says
        if token.type in ("integer", "float") and value >= MAX_NUMBER:
            return Problem(
                "FE061",
                *ends_of(token.lineno),
                "This number is too large to count with.",
                "Something with that many digits is a text: put it in quotation marks.",
            )
    return None
