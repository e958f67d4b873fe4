"""What is asked makes sense: bounds fit the type, a choice has something to choose from."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date, time

from flowengine.language import nodes
from flowengine.language.checks.guess import mend
from flowengine.language.checks.scope import Scope
from flowengine.language.checks.values import answer_type
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.expressions.vocabulary import Type

BASES: Mapping[str, type] = {"number": int, "money": int, "date": date, "time": time}
UNITS: Mapping[str, tuple[str, ...]] = {
    "date": ("day", "days", "week", "weeks", "month", "months", "year", "years"),
    "time": ("minute", "minutes", "hour", "hours"),
}
EXAMPLES = {
    "number": "from 1 to 6",
    "money": "from 5 to 100",
    "date": "from today to today + 60 days",
    "time": "from 9:00 to 18:00",
}
MAX_DIGITS = 40
MAX_TIMES = 100  # a `repeat` beyond this is a slip of the finger


def bounds_fit(scope: Scope) -> Iterator[Diagnostic]:
    """FE128 a bound of another type, FE129 bounds between which nothing lies."""
    for kind in scope.index.nodes(nodes.AnswerType):
        bounds = [bound for bound in (kind.low, kind.high) if bound is not None]
        odd = [bound for bound in bounds if not _fits(kind.name, bound)]
        for bound in odd:
            yield scope.mistake(
                "FE128",
                bound,
                f"This is not a bound for a {kind.name}.",
                f"Write it like `{kind.name} {EXAMPLES[kind.name]}`.",
            )
        if not odd and _nothing_between(kind):
            yield scope.mistake(
                "FE129",
                kind,
                "No answer could ever be right here.",
                "The smaller bound comes first, and a length is at least 1.",
            )


def _fits(kind: str, bound: nodes.Bound) -> bool:
    if bound.unit is not None and bound.unit not in UNITS.get(kind, ()):
        return False
    plain_amount = bound.amount == 0 or bound.unit is not None or kind in ("number", "money")
    return plain_amount and isinstance(bound.base, (nodes.Path, BASES[kind]))


def _nothing_between(kind: nodes.AnswerType) -> bool:
    if kind.length is not None and not 1 <= kind.length.value <= MAX_DIGITS:
        return True
    if kind.limit is not None and kind.limit.seconds < 1:
        return True
    if kind.low is None or kind.high is None or kind.low.unit or kind.high.unit:
        return False
    return _falls(kind.low.base, kind.high.base)


def _falls(low: object, high: object) -> bool:
    """Whether both ends are written out and the first is the later one."""
    match low, high:
        case int(), int():
            return low > high
        case date(), date():
            return low > high
        case time(), time():
            return low > high
        case _:
            return False


def choices_offer_something(scope: Scope) -> Iterator[Diagnostic]:
    """FE130 nothing to choose from, FE140 a column that its table does not have."""
    for ask in scope.index.nodes(nodes.Ask):
        if _type_name(scope, ask) == "choice" and not ask.options and not _source(scope, ask):
            yield scope.mistake(
                "FE130",
                ask.type or ask.slot,
                "There is nothing to choose from.",
                'Write options below, such as `1 "Monday" = monday`, or `choice from days.items`.',
            )
    tables = {table.name.text: table for table in scope.declared(lambda file: file.tables)}
    for kind in scope.index.nodes(nodes.AnswerType):
        table = tables.get(kind.source.text) if kind.source is not None else None
        columns = scope.tables.get(table.file.source, ()) if table is not None else ()
        if kind.by is not None and columns and kind.by.text not in columns:
            yield scope.mistake(
                "FE140",
                kind.by,
                f"The table has no column `{kind.by.text}`.",
                mend(kind.by.text, columns, "Look at the first line of its file."),
            )


def _slot_type(scope: Scope, name: str) -> nodes.AnswerType | None:
    slots = scope.declared(lambda file: file.slots)
    return next((slot.type for slot in slots if slot.name.text == name), None)


def _type_name(scope: Scope, ask: nodes.Ask) -> str:
    kind = ask.type or _slot_type(scope, ask.slot.text) or _asked_elsewhere(scope, ask)
    if kind is not None:
        return kind.name
    return "choice" if ask.options else "text"


def _asked_elsewhere(scope: Scope, ask: nodes.Ask) -> nodes.AnswerType | None:
    """`ask beds "…"` takes its type from the other question for the same value."""
    asks = scope.index.nodes(nodes.Ask)
    return next((o.type for o in asks if o.slot.text == ask.slot.text and o.type), None)


def _source(scope: Scope, ask: nodes.Ask) -> nodes.Path | None:
    kind = ask.type or _slot_type(scope, ask.slot.text) or _asked_elsewhere(scope, ask)
    return kind.source if kind is not None else None


def yes_and_no_belong(scope: Scope) -> Iterator[Diagnostic]:
    """FE132"""
    for found in scope.index.all(nodes.Option):
        parent = found.parent
        if found.node.key not in ("yes", "no") or not isinstance(parent, nodes.Ask):
            continue
        kind = _type_name(scope, parent)
        if kind != "yes/no":
            yield scope.mistake(
                "FE132",
                found.node,
                f"`{found.node.key}` answers a yes/no question, and this one asks for {kind}.",
                f"Write `ask {parent.slot.text}: yes/no`, or begin the line with a key or a dash.",
            )


def types_agree(scope: Scope) -> Iterator[Diagnostic]:
    """FE127: one value, two kinds of answer."""
    known: dict[str, nodes.AnswerType] = {}
    for slot in scope.declared(lambda file: file.slots):
        known.setdefault(slot.name.text, slot.type)
    for ask in scope.index.nodes(nodes.Ask):
        if ask.type is None:
            continue
        first = known.setdefault(ask.slot.text, ask.type)
        if Type.ANY is not answer_type(first) is not answer_type(ask.type) is not Type.ANY:
            yield scope.mistake(
                "FE127",
                ask.type,
                f"`{ask.slot.text}` is a {first.name} elsewhere, and here it becomes"
                f" a {ask.type.name}.",
                "Use one type for it, or give this answer a name of its own.",
            )


def repeats_are_bounded(scope: Scope) -> Iterator[Diagnostic]:
    """FE147"""
    for repeat in scope.index.nodes(nodes.Repeat):
        if not 1 <= repeat.times.value <= MAX_TIMES:
            yield scope.mistake(
                "FE147",
                repeat.times,
                f"Something can be repeated 1 to {MAX_TIMES} times.",
                "Three times is usual; after that offer another way.",
            )
