"""Arithmetic, order and membership on running values, stricter than Python's own.

Python would repeat a text by `*`, join lists by `+`, drop the hours when they are added to a date
and count far beyond what anybody can say. Here these are refused: `Impossible` brings a sentence
for the author, TypeError and ArithmeticError leave the words to whoever knows the place.
"""

from __future__ import annotations

import operator
from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from flowengine.language.expressions.limits import MAX_NUMBER, MAX_TEXT
from flowengine.language.expressions.period import Period

Binary = Callable[[Any, Any], Any]
_NUMBERS: frozenset[Any] = frozenset(
    {int, float, Decimal}
)  # a yes or no is none, though Python thinks so


class Impossible(ValueError):
    """Cannot be worked out; the message says why in the author's terms."""


def bounded(value: Any) -> Any:
    """The value itself; Impossible when it is a number or text beyond the limits."""
    if isinstance(value, str):
        if len(value) > MAX_TEXT:
            raise Impossible(f"This text grows longer than {MAX_TEXT} characters.")
    elif value.__class__ in _NUMBERS and not -MAX_NUMBER < value < MAX_NUMBER:
        raise Impossible("This number grows too large.")
    return value


def is_number(value: object) -> bool:
    return value.__class__ in _NUMBERS


def is_empty(value: object) -> bool:
    return value is None or (isinstance(value, str | list | tuple | dict) and not value)


def _numbers(operation: Binary) -> Binary:
    def run(x: Any, y: Any) -> Any:
        if is_number(x) and is_number(y):
            return bounded(operation(x, y))
        if x is None or y is None:
            raise Impossible("A value that is needed here is not set.")
        raise TypeError

    return run


def _add(x: Any, y: Any) -> Any:
    if _moves(x, y) or (isinstance(x, timedelta) and isinstance(y, timedelta)):
        return x + y
    return _add_numbers(x, y)


def _subtract(x: Any, y: Any) -> Any:
    alike = type(x) is type(y) and isinstance(x, date | timedelta)
    if alike or _moves(x, y):
        return x - y
    return _subtract_numbers(x, y)


def _moves(day: object, length: object) -> bool:
    """A date, and a length of time that can be added to it."""
    if not (isinstance(day, date) and isinstance(length, timedelta | Period)):
        return False
    if isinstance(length, timedelta) and length.seconds and not isinstance(day, datetime):
        raise Impossible("Hours and minutes go with `now`; a date takes whole days.")
    return True


def _divide(x: Any, y: Any) -> Any:
    """A whole result stays a whole number: nobody wants to hear 3.0."""
    result = x / y
    return int(result) if isinstance(result, float) and result.is_integer() else result


_add_numbers = _numbers(operator.add)
_subtract_numbers = _numbers(operator.sub)

ARITHMETIC: Mapping[str, Binary] = {
    "+": _add,
    "-": _subtract,
    "*": _numbers(operator.mul),
    "/": _numbers(_divide),
    "//": _numbers(operator.floordiv),
    "%": _numbers(operator.mod),
}


def contains(value: Any, inside: Any) -> bool:
    """`value in inside`; nothing is in an unset value."""
    if inside is None:
        return False
    if isinstance(inside, str):
        return value is not None and operator.contains(inside, value)
    if isinstance(inside, list | tuple | dict):
        return value in inside
    raise TypeError
