"""A stand-in for what the runtime gives to compiled expressions: values, and a few of its words."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

from flowengine.language.expressions.compiling import compile_expression
from flowengine.language.expressions.parsing import parse_expression
from flowengine.language.expressions.period import Period

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.language.expressions.closures import Compiled


class Talk(dict[str, Any]):
    """Unset names are None. `asked` remembers every call, for tests that none was made."""

    def __init__(self, values: Mapping[str, Any] | None = None) -> None:
        super().__init__(values or {})
        self.asked: list[tuple[Any, ...]] = []

    def __missing__(self, name: str) -> None:
        return None

    def call(self, name: str, /, *arguments: Any) -> Any:
        self.asked.append((name, *arguments))
        return WORDS[name](*arguments)


def _refused(value: object) -> object:
    raise ValueError(f"{value} is not a phone number.")


WORDS: dict[str, Any] = {
    "date": lambda day, style="": f"{style}{day.day}.{day.month}.",
    "text": lambda value: {True: "yes", False: "no"}.get(value) or f"<{value}>",
    "count": len,
    "upper": str.upper,
    "round": round,
    "join": lambda items, mark=", ": mark.join(items),
    "first": lambda items, most=None: items[0] if most is None else items[:most],
    "number": int,
    "phone": _refused,
    "days()": lambda number: timedelta(days=number),
    "hours()": lambda number: timedelta(hours=number),
    "months()": Period,
    "years()": lambda number: Period(12 * number),
    "abs()": abs,
    "max()": max,
    "is open": lambda hours: hours == "open hours",
    "is open_at": lambda *given: given == ("hours", "monday", 9),
    "is even": lambda number: number % 2 == 0,
    "is weekend": lambda day: date.weekday(day) > 4,
}


def compiled(source: str, offset: int = 0) -> Compiled:
    tree, problems = parse_expression(source)
    assert tree is not None, problems
    return compile_expression(tree, offset)


def run(source: str, **values: Any) -> Any:
    return compiled(source)(Talk(values))
