"""Which types the signs `+ - * / % == < in` join, and what to say where they do not."""

from __future__ import annotations

from jinja2 import nodes

from flowengine.language.expressions.problems import Problem
from flowengine.language.expressions.tokens import ends_of
from flowengine.language.expressions.vocabulary import Type

T = Type
Typed = tuple[nodes.Node, Type]

_PLUS = {
    (T.NUMBER, T.NUMBER): T.NUMBER,
    (T.SPAN, T.SPAN): T.SPAN,
    **{(day, span): day for day in (T.DATE, T.DATETIME) for span in (T.SPAN, T.PERIOD)},
}
_MINUS = _PLUS | {(T.DATE, T.DATE): T.SPAN, (T.DATETIME, T.DATETIME): T.SPAN}
_ORDERED = (T.NUMBER, T.TEXT, T.DATE, T.DATETIME, T.TIME, T.SPAN)
_OPEN = (T.ANY, T.NOTHING)


def arithmetic(node: nodes.BinExpr, left: Type, right: Type) -> tuple[Type, Problem | None]:
    """The result of `left + right` and the like."""
    if isinstance(node, nodes.Add | nodes.Sub):
        return _sum(node, left, right)
    wrong = next((t for t in (left, right) if t not in (*_OPEN, T.NUMBER)), None)
    if wrong is None:
        return T.NUMBER, None
    return T.ANY, _problem(
        node, "FE072", f"Only numbers can be multiplied or divided, and this is {wrong.phrase}."
    )


def _sum(node: nodes.Add | nodes.Sub, left: Type, right: Type) -> tuple[Type, Problem | None]:
    plus = isinstance(node, nodes.Add)
    result = (_PLUS if plus else _MINUS).get((left, right))
    if result:
        return result, None
    if plus and T.TEXT in (left, right):
        return T.TEXT, _problem(
            node,
            "FE071",
            "`+` adds numbers; it does not join texts.",
            'Write `~` between them, or a text with holes: "{{ a }} {{ b }}".',
        )
    if left in _OPEN or right in _OPEN:
        return T.ANY, None
    verb = f"{right.phrase} to {left.phrase}" if plus else f"{right.phrase} from {left.phrase}"
    return T.ANY, _problem(
        node,
        "FE072",
        f"Nobody can {'add' if plus else 'take'} {verb}.",
        "To a date belongs a length of time: `today + days(3)`."
        if T.DATE in (left, right) or T.DATETIME in (left, right)
        else "",
    )


def negative(node: nodes.UnaryExpr, kind: Type) -> tuple[Type, Problem | None]:
    if kind in (*_OPEN, T.NUMBER):
        return T.NUMBER, None
    return T.ANY, _problem(
        node, "FE072", f"Only a number can have a sign, and this is {kind.phrase}."
    )


def compare(operand: nodes.Operand, left: Typed, right: Typed) -> Problem | None:
    """`==`, `!=` and the four that ask for an order."""
    kinds = left[1], right[1]
    if kinds[0] in _OPEN or kinds[1] in _OPEN:
        return None
    same = len({T.TEXT if kind is T.CHANNEL else kind for kind in kinds}) == 1
    if same and (operand.op in ("eq", "ne") or kinds[0] in _ORDERED):
        return None
    start, end = ends_of(left[0].lineno)[0], ends_of(right[0].lineno)[1]
    if same:
        message = f"Of {kinds[0].phrase} there is no larger or smaller."
    elif operand.op in ("eq", "ne"):
        message = f"{kinds[0].phrase.capitalize()} is never equal to {kinds[1].phrase}."
    else:
        message = f"{kinds[0].phrase.capitalize()} cannot be measured against {kinds[1].phrase}."
    return Problem("FE070", start, end, message, _mend(left, right))


def _mend(left: Typed, right: Typed) -> str:
    kinds = {left[1], right[1]}
    if kinds == {T.NUMBER, T.TEXT}:
        return "A number stands without quotation marks; a text becomes one with `| number`."
    if kinds == {T.BOOL, T.TEXT}:
        return "Write `yes` or `no` without quotation marks."
    if kinds == {T.DATE, T.DATETIME}:
        return "Compare a date with `today`, and a date with a time with `now`."
    if kinds == {T.TIME, T.TEXT}:
        return 'Write `time("9:00")`.'
    if T.PERIOD in kinds:
        return "Compare dates instead: `born <= today - years(18)`."
    return ""


def membership(operand: nodes.Operand, left: Typed, right: Typed) -> Problem | None:
    """`x in list`, `"word" in text`, `"key" in record`, and their `not in`."""
    kind, inside = left[1], right[1]
    if inside in (*_OPEN, T.LIST, T.RECORD):
        return None
    if inside is T.TEXT and kind in (*_OPEN, T.TEXT, T.CHANNEL):
        return None
    return _problem(
        operand,
        "FE070",
        f"{kind.phrase.capitalize()} cannot be looked for in {inside.phrase}.",
        'Look for a value in a list, `x in ["a", "b"]`, or for a text in a text.',
    )


def _problem(node: nodes.Node, code: str, message: str, hint: str = "") -> Problem:
    return Problem(code, *ends_of(node.lineno), message, hint)
