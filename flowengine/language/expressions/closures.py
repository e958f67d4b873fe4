"""The running parts of expressions: one closure for each thing an expression can do.

They expect checked trees, and still meet any value: what arrives from a service has no type. A
closure raises `Fault` and nothing else, with the offset of the part that could not be worked out.
"""

from __future__ import annotations

import operator
from collections.abc import Callable
from typing import Any, Protocol

from flowengine.language.expressions.fault import Fault
from flowengine.language.expressions.fields import field
from flowengine.language.expressions.limits import MAX_TEXT
from flowengine.language.expressions.values import (
    ARITHMETIC,
    Impossible,
    bounded,
    contains,
    is_empty,
    is_number,
)
from flowengine.language.expressions.vocabulary import TESTS


class Values(Protocol):
    """The values of a conversation, builtins included; the runtime gives it.

    `v[name]` is None when nothing is set. `call` runs an entry of the vocabulary; ValueError means
    that it refuses these values, and says why.
    """

    def __getitem__(self, name: str, /) -> Any: ...

    def call(self, name: str, /, *arguments: Any) -> Any: ...


Compiled = Callable[[Values], Any]

_ORDER = {"lt": operator.lt, "lteq": operator.le, "gt": operator.gt, "gteq": operator.ge}
_INLINE_TESTS: dict[str, Callable[[Any], bool]] = {
    "empty": is_empty,
    "set": lambda value: not is_empty(value),
    "defined": lambda value: not is_empty(value),
    "known": lambda value: not is_empty(value),
    "number": is_number,
    "text": lambda value: isinstance(value, str),
}


def show(v: Values, value: object, at: int, name: str = "text") -> str:
    """A value as the caller reads or hears it; unset is nothing at all.

    By the name `in an address` it is shown as machines read it.
    """
    if isinstance(value, str):
        return value
    return "" if value is None else str(ask(v, name, (value,), at))


def ask(v: Values, name: str, arguments: tuple[Any, ...], at: int) -> Any:
    """What the runtime answers, within the limits; every refusal is a fault."""
    try:
        answer = v.call(name, *arguments)
        short = answer.__class__ is str and len(answer) <= MAX_TEXT  # nearly always
        return answer if short else bounded(answer)
    except ValueError as error:
        raise Fault(at, str(error)) from error
    except (ArithmeticError, TypeError, LookupError, AttributeError) as error:
        raise Fault(at, f"`{name}` cannot work with this value.") from error


_REFUSALS = (TypeError, ValueError, ArithmeticError, RecursionError)


def _fault(at: int, error: BaseException, otherwise: str) -> Fault:
    if isinstance(error, ZeroDivisionError):
        return Fault(at, "This divides by zero.")
    return Fault(at, str(error) if isinstance(error, Impossible) else otherwise)


def choice(test: Compiled, one: Compiled, two: Compiled) -> Compiled:
    return lambda v: one(v) if test(v) else two(v)


def both(one: Compiled, two: Compiled) -> Compiled:
    return lambda v: one(v) and two(v)


def one_of(one: Compiled, two: Compiled) -> Compiled:
    return lambda v: one(v) or two(v)


def denied(part: Compiled) -> Compiled:
    return lambda v: not part(v)


def default(value: Compiled, other: Compiled) -> Compiled:
    def run(v: Values) -> Any:
        found = value(v)
        return other(v) if is_empty(found) else found

    return run


def record(pairs: list[tuple[Compiled, Compiled]], at: int) -> Compiled:
    def run(v: Values) -> Any:
        try:
            return {key(v): value(v) for key, value in pairs}
        except TypeError as error:
            raise _fault(at, error, "A record's key must be a text.") from error

    return run


def concatenation(parts: list[Compiled], at: int) -> Compiled:
    def run(v: Values) -> Any:
        text = "".join([show(v, part(v), at) for part in parts])
        try:
            return bounded(text)
        except Impossible as error:
            raise _fault(at, error, "") from error

    return run


def arithmetic(sign: str, one: Compiled, two: Compiled, at: int) -> Compiled:
    operation = ARITHMETIC[sign]

    def run(v: Values) -> Any:
        x, y = one(v), two(v)
        try:
            return operation(x, y)
        except _REFUSALS as error:
            raise _fault(at, error, f"`{sign}` cannot work with these values.") from error

    return run


def equal(one: Compiled, two: Compiled, wanted: bool, at: int) -> Compiled:
    def run(v: Values) -> Any:
        x, y = one(v), two(v)
        try:
            return (x == y) is wanted
        except _REFUSALS as error:
            raise _fault(at, error, "These two values cannot be compared.") from error

    return run


def member(one: Compiled, two: Compiled, wanted: bool, at: int) -> Compiled:
    def run(v: Values) -> Any:
        x, y = one(v), two(v)
        try:
            return contains(x, y) is wanted
        except _REFUSALS as error:
            raise _fault(at, error, "This cannot be looked for here.") from error

    return run


def ordered(sign: str, one: Compiled, two: Compiled, at: int) -> Compiled:
    """An unset value is neither larger nor smaller than anything."""
    order = _ORDER[sign]

    def run(v: Values) -> Any:
        x, y = one(v), two(v)
        try:
            return order(x, y)
        except _REFUSALS as error:
            if x is None or y is None:
                return False
            raise _fault(at, error, "These two values have no order.") from error

    return run


def field_of(base: Compiled, key: str) -> Compiled:
    def run(v: Values) -> Any:
        value = base(v)
        if value.__class__ is dict and key in value:
            return value[key]
        return field(value, key)

    return run


def item(base: Compiled, key: Compiled, at: int) -> Compiled:
    def run(v: Values) -> Any:
        value, wanted = base(v), key(v)
        try:
            return field(value, wanted)
        except TypeError as error:
            raise _fault(at, error, "This cannot be looked up in square brackets.") from error

    return run


def answer_field(path: str, base: Compiled, key: str) -> Compiled:
    """`x.label` of an answer is kept beside it; of a record from outside it is a key."""

    def run(v: Values) -> Any:
        found = v[path]
        return field(base(v), key) if found is None else found

    return run


def tested(name: str, value: Compiled, rest: list[Compiled], at: int) -> Compiled:
    """With an unset value among what it gets, a test says no."""
    inline = _INLINE_TESTS.get(name)
    if inline:
        return lambda v: inline(value(v))
    if name not in TESTS:
        return lambda v: bool(value(v) == name)  # `channel is voice`
    word = f"is {name}"

    def run(v: Values) -> Any:
        found = value(v)
        return found is not None and bool(ask(v, word, (found,), at))

    def with_arguments(v: Values) -> Any:
        given = (value(v), *(part(v) for part in rest))
        return all(one is not None for one in given) and bool(ask(v, word, given, at))

    return with_arguments if rest else run


def call(name: str, value: Compiled, rest: list[Compiled], at: int) -> Compiled:
    """A filter or function; with an unset value among what it gets, it gives nothing."""
    unset = 0 if name == "count" else None

    def alone(v: Values) -> Any:
        found = value(v)
        return unset if found is None else ask(v, name, (found,), at)

    def with_arguments(v: Values) -> Any:
        first, others = value(v), [part(v) for part in rest]
        for other in others:
            if other is None:
                return unset
        return unset if first is None else ask(v, name, (first, *others), at)

    return with_arguments if rest else alone
