"""What the author probably meant where an expression does not parse: one sentence and the mend.

The rules look at the token where Jinja's parser stopped and at its neighbours. They are tried in
order; the last always has something to say.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from jinja2.lexer import Token

from flowengine.language.expressions.problems import Problem
from flowengine.language.expressions.tokens import ends_of
from flowengine.language.expressions.vocabulary import FUNCTIONS, TESTS

if TYPE_CHECKING:
    from collections.abc import Callable

_UNIT = re.compile(r"(minute|hour|day|week|month|year)s?$")
_SHORT_UNITS = {"m": "minutes", "min": "minutes", "h": "hours", "d": "days", "w": "weeks"}
_CLOCK = re.compile(r"\d{1,2}:\d\d")
_IN_WORDS = {
    "contains": 'Write `"word" in text`.',
    "has": 'Write `"word" in text`.',
    "equals": "To compare write `==`.",
    "equal": "To compare write `==`.",
    "plus": "To add write `+`.",
    "minus": "To subtract write `-`.",
    "times": "To multiply write `*`.",
    "then": "Leave it out: a colon or an arrow follows the condition.",
}


@dataclass(frozen=True, slots=True)
class _Stop:
    """The token that was not expected, with what stands around it."""

    tokens: list[Token]
    at: int
    source: str

    def near(self, by: int) -> Token:
        """A neighbour; an empty token outside the source."""
        index = self.at + by
        return self.tokens[index] if 0 <= index < len(self.tokens) else Token(0, "", "")

    @property
    def token(self) -> Token:
        return self.tokens[self.at]

    @property
    def start(self) -> int:
        return ends_of(self.token.lineno)[0]

    @property
    def end(self) -> int:
        return ends_of(self.token.lineno)[1]

    @property
    def written(self) -> str:
        return self.source[self.start : self.end]

    def problem(self, code: str, message: str, hint: str, back: int = 0) -> Problem:
        """`back` tokens before this one belong to the mistake, too."""
        return Problem(code, ends_of(self.near(-back).lineno)[0], self.end, message, hint)


def explain_stop(tokens: list[Token], place: int | None, source: str) -> Problem:
    """The parser could not go on at the token with this place; None: the source ended."""
    if place is None:
        return _unfinished(source)
    return _explain(tokens, place, source)


def explain_rest(tokens: list[Token], place: int, source: str) -> Problem:
    """A whole expression was read, and something follows it."""
    return _explain(tokens, place, source)


def _unfinished(source: str) -> Problem:
    if not source.strip():
        return Problem(
            "FE050", 0, len(source), "Something is missing here.", "Write a name or a value."
        )
    end = len(source.rstrip())
    return Problem(
        "FE050",
        end - 1,
        end,
        "This stops in the middle.",
        "Write what belongs behind the last sign, or take the sign away.",
    )


def _explain(tokens: list[Token], place: int, source: str) -> Problem:
    at = next(i for i, token in enumerate(tokens) if token.lineno == place)
    stop = _Stop(tokens, at, source)
    for rule in _RULES:
        problem = rule(stop)
        if problem:
            return problem
    return _side_by_side(stop)


def _arrow(stop: _Stop) -> Problem | None:
    pair = (stop.near(-1).type, stop.token.type, stop.near(1).type)
    if pair[1:] == ("assign", "gt"):
        return _bad_arrow(_Stop(stop.tokens, stop.at + 1, stop.source))
    return _bad_arrow(stop) if pair[:2] == ("sub", "gt") else None


def _bad_arrow(stop: _Stop) -> Problem:
    return stop.problem("FE055", "This is not quite an arrow.", "Write `->` in one piece.", 1)


def _equals(stop: _Stop) -> Problem | None:
    if stop.token.type != "assign":
        return None
    if stop.near(-1).type == "eq" or stop.near(1).type in ("assign", "eq"):
        return stop.problem("FE053", "To compare write two `=`, in one piece.", "Write `==`.")
    if not stop.source[: stop.start].strip():
        hint = f"Write `{stop.source.strip()}`."
        return stop.problem("FE053", "To give a value, one `=` is enough.", hint)
    mended = f"{stop.source[: stop.start]}=={stop.source[stop.end :]}".strip()
    return stop.problem(
        "FE053",
        "One `=` gives a value; to compare, write two.",
        f"Write `{mended}`." if len(mended) < 80 else "Write `==`.",
    )


def _different(stop: _Stop) -> Problem | None:
    if (stop.near(-1).type, stop.token.type) != ("lt", "gt"):
        return None
    return stop.problem("FE054", "`<>` means nothing here.", "For different values write `!=`.", 1)


def _clock(stop: _Stop) -> Problem | None:
    before = stop.near(-1)
    if stop.token.type != "colon" or before.type != "integer":
        return None
    written = _CLOCK.match(stop.source, ends_of(before.lineno)[0])
    if written is None:
        return None
    return Problem(
        "FE057",
        *written.span(),
        "A time of day cannot stand in an expression like this.",
        f'Write `time("{written[0]}")`.',
    )


def _unit(stop: _Stop) -> Problem | None:
    before = stop.near(-1)
    if stop.token.type != "name" or before.type not in ("integer", "float"):
        return None
    unit = _UNIT.match(stop.token.value)
    word = f"{unit[1]}s" if unit else _SHORT_UNITS.get(stop.token.value)
    if word not in FUNCTIONS:
        return None
    start = stop.source[: ends_of(before.lineno)[0]].lstrip()
    return stop.problem(
        "FE056",
        "A length of time is written the other way round here.",
        f"Write `{start[-40:]}{word}({before.value})`.",
        1,
    )


def _leading_zero(stop: _Stop) -> Problem | None:
    if stop.token.type != "integer" or stop.near(-1).type != "integer":
        return None
    return stop.problem(
        "FE054",
        "A number does not begin with 0.",
        "A phone number or a code is a text: put it in quotation marks.",
        1,
    )


def _after_is(stop: _Stop) -> Problem | None:
    if stop.near(-1).value != "is" and (stop.near(-2).value, stop.near(-1).value) != ("is", "not"):
        return None
    words = ", ".join(f"`{word}`" for word in list(TESTS)[:2])
    return stop.problem(
        "FE054",
        f"Behind `is` stands a word such as {words}, or a channel.",
        f"To compare write `== {stop.written}`.",
    )


def _without_is(stop: _Stop) -> Problem | None:
    """`if office open`, `if office not open`: a test that no `is` leads in."""
    denied = stop.token.value == "not"
    word = stop.near(1).value if denied else stop.token.value
    back = 1
    while stop.near(-back - 1).type == "dot":
        back += 2
    alone = stop.near(-back - 1).value in ("", "and", "or", "not", "(")
    if word not in TESTS or stop.near(-1).type != "name" or not alone:
        return None
    before = stop.source[: stop.start].strip()[-40:]
    goes = "" if denied else f", or `-> {word}` if that is the place to go to"
    return stop.problem(
        "FE054",
        f"Before `{stop.written}` the word `is` is missing.",
        f"Write `{before} is {'not ' * denied}{word}`{goes}.",
    )


def _in_words(stop: _Stop) -> Problem | None:
    hint = _IN_WORDS.get(stop.token.value) if stop.token.type == "name" else None
    return stop.problem("FE054", f"`{stop.written}` is not a sign.", hint) if hint else None


def _marks_twice(stop: _Stop) -> Problem | None:
    """`""A caller""`, as it would be written outside a hole."""
    if stop.near(-1).type != "string" or stop.near(-1).value:
        return None
    return stop.problem(
        "FE054",
        "These quotation marks are written twice.",
        'One is enough here, as in `name or "A caller"`.',
        1,
    )


def _lost_arrow(stop: _Stop) -> Problem | None:
    if stop.token.type != "name" or stop.at == 0:
        return None
    return stop.problem(
        "FE055",
        f"`{stop.written}` stands behind something that is already complete.",
        f"If it is the place to go to, write `-> {stop.written}`; between two values "
        "something like `and`, `or`, `==` or `~` is missing.",
    )


def _side_by_side(stop: _Stop) -> Problem:
    return stop.problem(
        "FE054",
        f"`{stop.written}` cannot stand here.",
        "Between two values something like `and`, `or`, `==` or `~` is needed.",
    )


_RULES: tuple[Callable[[_Stop], Problem | None], ...] = (
    _arrow,
    _equals,
    _different,
    _clock,
    _unit,
    _leading_zero,
    _after_is,
    _marks_twice,
    _in_words,
    _without_is,
    _lost_arrow,
)
