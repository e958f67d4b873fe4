"""Every word an author may use inside an expression: types, fields, filters, tests, functions.

This table is the only one. The checker reads it for types, the runtime implements each entry that
is not `inline`, the manual prints it, and completion offers it.

How the runtime meets it: filter `date` is `v.call("date", value, *arguments)`, test `open` is
`v.call("is open", value)`, with arguments as a filter if it has any, function `days` is
`v.call("days()", 3)`. The input of a filter and all arguments are never unset: then the result is
unset (a test: no, a count: 0) without a call. Showing a value in a text is `v.call("text", value)`
unless it is a text already. Opening hours and queues are records with the fields named here. A call
refuses a value by raising ValueError with one sentence for the author.
"""

from __future__ import annotations

from dataclasses import dataclass
from difflib import get_close_matches
from enum import StrEnum
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class Type(StrEnum):
    """What kind of value stands somewhere; the string is the author's word for it."""

    ANY = "any value"
    TEXT = "text"
    NUMBER = "number"
    BOOL = "yes or no"
    DATE = "date"
    TIME = "time of day"
    DATETIME = "date with a time"
    SPAN = "length of time"  # days, hours, minutes: a timedelta
    PERIOD = "number of years or months"
    LIST = "list"
    RECORD = "record"  # what a fetch brings, a row of a table, the contact
    HOURS = "opening hours"
    QUEUE = "queue"
    CHANNEL = "channel"
    NOTHING = "nothing"

    @property
    def phrase(self) -> str:
        """With its article, for the middle of a sentence."""
        if self in (Type.ANY, Type.BOOL, Type.HOURS, Type.NOTHING):
            return self.value
        return f"a {self.value}"


Types = frozenset[Type]


@dataclass(frozen=True, slots=True)
class Signature:
    """One filter, test or function.

    `inputs` is what may stand before a filter or test (empty for functions). `arguments` are the
    types one after another; the last repeats when `most` is larger. `result` is None when the
    result is of the same type as what came in. An `inline` entry never reaches the runtime.
    """

    kind: Literal["filter", "test", "function"]
    name: str
    inputs: Types
    arguments: tuple[Types, ...]
    least: int
    most: int
    result: Type | None
    about: str
    inline: bool = False

    def argument(self, index: int) -> Types:
        return self.arguments[min(index, len(self.arguments) - 1)]


ANYTHING: Types = frozenset(Type)
MANY = 20  # as many arguments as anybody will write


def _types(*types: Type) -> Types:
    return frozenset(types)


T = Type
_TEXT, _NUMBER, _LIST = _types(T.TEXT), _types(T.NUMBER), _types(T.LIST)
_DAY, _CLOCK = _types(T.DATE, T.DATETIME), _types(T.TIME, T.DATETIME)
_WORDS = _types(T.TEXT, T.NUMBER)
_SIZED = _types(T.LIST, T.RECORD, T.TEXT)
_ORDERED = _types(T.NUMBER, T.DATE, T.DATETIME, T.TIME, T.SPAN, T.TEXT)


def _filter(
    name: str,
    inputs: Types,
    result: Type | None,
    about: str,
    arguments: tuple[Types, ...] = (),
    least: int = 0,
    most: int | None = None,
    inline: bool = False,
) -> Signature:
    count = len(arguments) if most is None else most
    return Signature("filter", name, inputs, arguments, least, count, result, about, inline)


def _test(
    name: str,
    inputs: Types,
    about: str,
    arguments: tuple[Types, ...] = (),
    least: int = 0,
    inline: bool = False,
) -> Signature:
    return Signature("test", name, inputs, arguments, least, len(arguments), T.BOOL, about, inline)


def _function(
    name: str,
    arguments: tuple[Types, ...],
    result: Type | None,
    about: str,
    most: int | None = None,
) -> Signature:
    least = len(arguments)
    return Signature("function", name, frozenset(), arguments, least, most or least, result, about)


FILTERS: Mapping[str, Signature] = {
    s.name: s
    for s in (
        _filter("date", _DAY, T.TEXT, "A date in the caller's language.", (_TEXT,)),
        _filter("time", _CLOCK, T.TEXT, "A time of day in the caller's language.", (_TEXT,)),
        _filter("when", _DAY | _CLOCK, T.TEXT, "A moment as people say it: tomorrow at nine."),
        _filter("money", _NUMBER, T.TEXT, "An amount with its currency.", (_TEXT,)),
        _filter("digits", _WORDS, T.TEXT, "Read out one digit after another."),
        _filter("phone", _TEXT, T.TEXT, "A phone number in groups.", (_TEXT,)),
        _filter("range", ANYTHING, T.TEXT, "An estimate as from … to …."),
        _filter("plural", _NUMBER, T.TEXT, "The form that goes with this number.", (_TEXT,), 1, 6),
        _filter("list", _LIST, T.TEXT, "Items as a phrase: a, b and c."),
        _filter("first", _LIST, T.ANY, "The first item, or the first few.", (_NUMBER,)),
        _filter("last", _LIST, T.ANY, "The last item, or the last few.", (_NUMBER,)),
        _filter("count", _SIZED, T.NUMBER, "How many items, or letters."),
        _filter("upper", _TEXT, T.TEXT, "In capital letters."),
        _filter("lower", _TEXT, T.TEXT, "In small letters."),
        _filter("trim", _TEXT, T.TEXT, "Without blanks at either end."),
        _filter("cut", _TEXT, T.TEXT, "At most this many letters.", (_NUMBER,), 1),
        _filter("round", _NUMBER, T.NUMBER, "Rounded, to so many places.", (_NUMBER,)),
        _filter("join", _LIST, T.TEXT, "Items with this text between them.", (_TEXT,)),
        _filter("number", _WORDS, T.NUMBER, "The number a text spells; empty if none."),
        _filter(
            "default", ANYTHING, T.ANY, "This instead when empty.", (ANYTHING,), 1, inline=True
        ),
    )
}

TESTS: Mapping[str, Signature] = {
    s.name: s
    for s in (
        _test("empty", ANYTHING, "Not set, or nothing in it.", inline=True),
        _test("set", ANYTHING, "Has a value.", inline=True),
        _test("defined", ANYTHING, "The same as `is set`.", inline=True),
        _test("known", ANYTHING, "The same as `is set`.", inline=True),
        _test("number", ANYTHING, "Is a number.", inline=True),
        _test("text", ANYTHING, "Is a text.", inline=True),
        _test("open", _types(T.HOURS, T.QUEUE), "Open at this moment."),
        _test("closed", _types(T.HOURS, T.QUEUE), "Closed at this moment."),
        _test(
            "open_at",
            _types(T.HOURS, T.QUEUE),
            "Open at a moment, on a day at all, or on a day at an hour.",
            (_DAY, _types(T.TIME)),
            1,
        ),
        _test("weekend", _DAY, "A Saturday or Sunday."),
        _test("even", _NUMBER, "Can be halved without a rest."),
        _test("odd", _NUMBER, "Cannot be halved without a rest."),
        _test("luhn", _WORDS, "The check digit is right (cards, many numbers)."),
        _test("sa_id", _WORDS, "A possible South African identity number."),
        _test("alphanumeric", _TEXT, "Only letters and digits."),
    )
}

FUNCTIONS: Mapping[str, Signature] = {
    s.name: s
    for s in (
        _function("date", (_NUMBER, _NUMBER, _NUMBER), T.DATE, "Year, month, day; may be empty."),
        _function("time", (_TEXT,), T.TIME, 'A time of day: time("9:00").'),
        _function("moment", (_types(T.DATE), _types(T.TIME)), T.DATETIME, "A day and an hour."),
        _function("years", (_NUMBER,), T.PERIOD, "So many years."),
        _function("months", (_NUMBER,), T.PERIOD, "So many months."),
        _function("weeks", (_NUMBER,), T.SPAN, "So many weeks."),
        _function("days", (_NUMBER,), T.SPAN, "So many days."),
        _function("hours", (_NUMBER,), T.SPAN, "So many hours."),
        _function("minutes", (_NUMBER,), T.SPAN, "So many minutes."),
        _function("years_ago", (_NUMBER,), T.DATE, "The day so many years before today."),
        _function("phone", (_TEXT,), T.TEXT, "A phone number in its international form."),
        _function("key", (_TEXT,), T.TEXT, "The key that leads to this place."),
        _function("word", (_TEXT,), T.TEXT, "The caller's word for a command."),
        _function("abs", (_types(T.NUMBER, T.SPAN),), None, "Without its minus."),
        _function("min", (_ORDERED, _ORDERED), None, "The smallest.", MANY),
        _function("max", (_ORDERED, _ORDERED), None, "The largest.", MANY),
    )
}

VALUES: Mapping[str, Type] = {"today": T.DATE, "now": T.DATETIME, "yes": T.BOOL, "no": T.BOOL}

_OF_DAY = {"year": T.NUMBER, "month": T.NUMBER, "day": T.NUMBER, "weekday": T.TEXT}
_OF_CLOCK = {"hour": T.NUMBER, "minute": T.NUMBER}

FIELDS: Mapping[Type, Mapping[str, Type]] = {
    T.DATE: _OF_DAY,
    T.TIME: _OF_CLOCK,
    T.DATETIME: _OF_DAY | _OF_CLOCK,
    T.TEXT: {"lines": T.LIST, "count": T.NUMBER},
    T.LIST: {"count": T.NUMBER},
    T.HOURS: {"next_opening": T.DATETIME},
    T.QUEUE: {"name": T.TEXT, "position": T.NUMBER, "wait": T.ANY},
}

RECORDS: Mapping[str, Mapping[str, Type]] = {
    "caller": {"phone": T.TEXT},
    "talk": {"agent": T.TEXT, "outcome": T.TEXT, "survey": T.BOOL},
}
"""Records of the language itself that have these parts and no others."""

ANSWER_FIELDS = frozenset({"label", "said"})  # `x.label`: what was shown; `x.said`: what was said

RESERVED = frozenset({*VALUES, *"and or not in is if else true false none".split()})
"""Words that cannot be the name of a value."""

_ALSO = {
    "count": "length len size",
    "cut": "truncate shorten",
    "date": "make_date",
    "days": "day",
    "empty": "none null nil nothing undefined unknown blank",
    "hours": "hour",
    "lower": "lowercase",
    "minutes": "minute",
    "months": "month",
    "number": "int float integer",
    "open": "opened",
    "set": "filled given",
    "text": "string",
    "trim": "strip",
    "upper": "uppercase",
    "weeks": "week",
    "years": "year",
}
ALIASES: Mapping[str, str] = {alias: ours for ours, also in _ALSO.items() for alias in also.split()}
"""What other languages, or other people, call the same thing."""


COMPARED = 200  # names; among more, only those that begin alike are looked at


def guess(word: str, known: Iterable[str]) -> str | None:
    """The known word that was probably meant, if one is near enough."""
    words = list(known)
    alias = ALIASES.get(word)
    if alias in words:
        return alias
    if len(words) > COMPARED:
        alike = (known for known in words if known[:1].lower() == word[:1].lower())
        words = [known for known in alike if abs(len(known) - len(word)) <= 2][:COMPARED]
    near = get_close_matches(word, words, 1, cutoff=0.65)
    return near[0] if near else None
