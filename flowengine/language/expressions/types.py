"""What type an expression has, and what cannot work whatever the caller says.

The types of names come from the checker; a name it knows nothing about in particular has the type
`Type.ANY`, and nothing is claimed about it. All problems of an expression are reported, not only
the first. What only a running conversation can tell is left to `Fault`.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, cast

from jinja2 import nodes

from flowengine.language.expressions.guesses import (
    meant_filter,
    meant_function,
    meant_name,
    meant_test,
)
from flowengine.language.expressions.operators import arithmetic, compare, membership, negative
from flowengine.language.expressions.problems import Problem
from flowengine.language.expressions.tokens import ends_of
from flowengine.language.expressions.vocabulary import (
    ANSWER_FIELDS,
    FIELDS,
    FILTERS,
    FUNCTIONS,
    RECORDS,
    TESTS,
    VALUES,
    Signature,
    Type,
    Types,
    guess,
)

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

_CLOCK = re.compile(r"([01]?\d|2[0-3]):[0-5]\d")
_OF_HOURS = ("open", "closed", "open_at")
_WITH_FIELDS = (Type.ANY, Type.RECORD, Type.NOTHING)


def type_of(
    tree: nodes.Expr, names: Mapping[str, Type], channels: Collection[str]
) -> tuple[Type, list[Problem]]:
    """The type of a parsed expression and every problem in it, in the order of the source.

    `names` are the values known here; a field may be given by its dotted name (`event.word`).
    `channels` are the channels the flow declares.
    """
    check = _Check(names, channels)
    result = check.type(tree)
    return result, sorted(check.problems, key=lambda problem: problem.start)


class _Check:
    """One walk over one tree."""

    def __init__(self, names: Mapping[str, Type], channels: Collection[str]) -> None:
        self.names = names
        self.channels = channels
        self.problems: list[Problem] = []

    def type(self, node: nodes.Node) -> Type:
        match node:
            case nodes.Const(value=value):
                return _constant(value)
            case nodes.Name(name=name):
                return self.name(node, name)
            case nodes.Getattr() | nodes.Getitem():
                return self.field(node)
            case nodes.Filter():
                return self.filter(node)
            case nodes.Test():
                return self.test(node)
            case nodes.Call(node=nodes.Name(name=name)):
                return self.function(node, name)
            case nodes.Compare():
                return self.comparison(node)
            case nodes.CondExpr(test=test, expr1=one, expr2=two):
                self.type(test)
                return _either(self.type(one), self.type(two) if two else Type.NOTHING)
        return self.operation(node)

    def operation(self, node: nodes.Node) -> Type:
        types = [self.type(child) for child in _operands(node)]
        match node:
            case nodes.And() | nodes.Or():
                return _either(*types)
            case nodes.Not():
                return Type.BOOL
            case nodes.Concat():
                return Type.TEXT
            case nodes.List():
                return Type.LIST
            case nodes.Dict():
                return Type.RECORD
            case nodes.UnaryExpr():
                return self.noted(*negative(node, types[0]))
        return self.noted(*arithmetic(cast("nodes.BinExpr", node), types[0], types[1]))

    def noted(self, result: Type, problem: Problem | None) -> Type:
        if problem:
            self.problems.append(problem)
        return result

    def bad(self, node: nodes.Node, code: str, message: str, hint: str = "") -> Type:
        """Note a problem; nothing more is claimed about this part."""
        return self.noted(Type.ANY, Problem(code, *ends_of(node.lineno), message, hint))

    # ------------------------------------------------------------ names and fields

    def subject(self, node: nodes.Node, *, hours: bool) -> Type:
        """What a test or a field is about; `hours` where only opening hours make sense."""
        named = hours and isinstance(node, nodes.Name)
        return self.name(node, cast("nodes.Name", node).name, hours) if named else self.type(node)

    def name(self, node: nodes.Node, name: str, hours: bool = False) -> Type:
        known = self.names.get(name) or VALUES.get(name)
        if known:
            return known
        return self.bad(
            node,
            "FE064",
            f"Nothing here is called `{name}`.",
            meant_name(name, self.names, self.channels, hours=hours),
        )

    def field(self, node: nodes.Getattr | nodes.Getitem) -> Type:
        base = node.node
        if isinstance(node, nodes.Getitem):
            return self.item(node, self.type(base), self.type(node.arg))
        if isinstance(base, nodes.Name):
            known = self.names.get(f"{base.name}.{node.attr}")
            if known:
                return known
            if base.name in RECORDS and self.names.get(base.name) is Type.RECORD:
                return self.part(node, RECORDS[base.name], f"`{base.name}`")
        owner = self.subject(base, hours=node.attr in FIELDS[Type.HOURS])
        if owner in _WITH_FIELDS or (node.attr in ANSWER_FIELDS and isinstance(base, nodes.Name)):
            return Type.ANY if owner in _WITH_FIELDS else Type.TEXT
        return self.part(node, FIELDS.get(owner, {}), owner.phrase)

    def part(self, node: nodes.Getattr, fields: Mapping[str, Type], owner: str) -> Type:
        """Behind the dot of something that has these parts; `owner` is its name in a sentence."""
        if node.attr in fields:
            return fields[node.attr]
        near = guess(node.attr, fields)
        words = ", ".join(f"`.{word}`" for word in fields)
        hint = f"There is {words}." if words else "Take what stands behind the dot away."
        hint = f"Did you mean `.{near}`?" if near else hint
        return self.bad(node, "FE073", f"There is no `.{node.attr}` in {owner}.", hint)

    def item(self, node: nodes.Getitem, owner: Type, index: Type) -> Type:
        if owner not in (*_WITH_FIELDS, Type.LIST):
            return self.bad(
                node,
                "FE073",
                f"There are no items to choose from in {owner.phrase}.",
                "Square brackets follow a list or a record.",
            )
        if owner is Type.LIST and index not in (Type.ANY, Type.NUMBER):
            return self.bad(
                node.arg,
                "FE073",
                f"The items of a list are counted, and this is {index.phrase}.",
                "The first item is `list[0]`, or `list | first`.",
            )
        return Type.ANY

    # ------------------------------------------------------------ filters, tests, functions

    def filter(self, node: nodes.Filter) -> Type:
        given = self.type(cast("nodes.Expr", node.node))
        arguments = [self.type(argument) for argument in node.args]
        entry = FILTERS.get(node.name)
        if entry is None:
            return self.bad(
                node, "FE065", f"There is no filter `{node.name}`.", meant_filter(node.name)
            )
        self.arguments(node, entry, arguments)
        if node.name == "default" and arguments:
            return _either(given, arguments[0])
        return self.fitting(node, entry, given)

    def fitting(self, node: nodes.Filter | nodes.Test, entry: Signature, given: Type) -> Type:
        """The result, after a look at what the filter or test is used on."""
        if not _fits(given, entry.inputs):
            word = f"| {entry.name}" if entry.kind == "filter" else f"is {entry.name}"
            return self.bad(
                node,
                "FE069",
                f"`{word}` is for {_any_of(entry.inputs)}, and this is {given.phrase}.",
                "It belongs to what stands directly before it; brackets join more: "
                f"`(… + …) {word}`."
                if entry.kind == "filter"
                else "",
            )
        return entry.result or given

    def test(self, node: nodes.Test) -> Type:
        given = self.subject(node.node, hours=node.name in _OF_HOURS)
        arguments = [self.type(argument) for argument in node.args]
        entry = TESTS.get(node.name)
        if entry:
            self.arguments(node, entry, arguments)
            return self.fitting(node, entry, given)
        if node.name not in self.channels:
            self.bad(
                node,
                "FE066",
                f"`is {node.name}` cannot be asked.",
                meant_test(node.name, self.channels),
            )
        elif not _fits(given, frozenset({Type.CHANNEL, Type.TEXT})):
            self.bad(
                node,
                "FE069",
                f"`is {node.name}` asks for the channel, and this is {given.phrase}.",
                f"Write `channel is {node.name}`.",
            )
        return Type.BOOL

    def function(self, node: nodes.Call, name: str) -> Type:
        arguments = [self.type(argument) for argument in node.args]
        entry = FUNCTIONS.get(name)
        if entry is None:
            return self.bad(node, "FE067", f"There is no function `{name}`.", meant_function(name))
        self.arguments(node, entry, arguments)
        if name == "time":
            self.clock(node)
        return entry.result or (arguments[0] if arguments else Type.ANY)

    def clock(self, node: nodes.Call) -> None:
        match node.args:
            case [nodes.Const(value=str(written))] if not _CLOCK.fullmatch(written):
                self.bad(
                    node.args[0],
                    "FE057",
                    f"`{written}` is not a time of day.",
                    'Write hours and minutes: `time("9:00")`.',
                )

    def arguments(
        self, node: nodes.Filter | nodes.Test | nodes.Call, entry: Signature, given: list[Type]
    ) -> None:
        if not entry.least <= len(given) <= entry.most:
            self.bad(
                node,
                "FE068",
                f"`{entry.name}` takes {_count(entry)}, not {len(given)}.",
                entry.about,
            )
            return
        for index, (argument, kind) in enumerate(zip(node.args, given, strict=True)):
            wanted = entry.argument(index)
            if not _fits(kind, wanted):
                self.bad(
                    argument,
                    "FE069",
                    f"`{entry.name}` takes {_any_of(wanted)}, and this is {kind.phrase}.",
                    entry.about,
                )

    # ------------------------------------------------------------ comparisons

    def comparison(self, node: nodes.Compare) -> Type:
        left, kind = node.expr, self.type(node.expr)
        for operand in node.ops:
            other = self.type(operand.expr)
            judge = membership if operand.op in ("in", "notin") else compare
            self.noted(Type.BOOL, judge(operand, (left, kind), (operand.expr, other)))
            left, kind = operand.expr, other
        return Type.BOOL


def _constant(value: object) -> Type:
    match value:
        case bool():
            return Type.BOOL
        case int() | float():
            return Type.NUMBER
        case str():
            return Type.TEXT
    return Type.NOTHING


def _operands(node: nodes.Node) -> list[nodes.Node]:
    """The parts that are expressions themselves; a record's pairs are taken apart."""
    parts: list[nodes.Node] = []
    for child in node.iter_child_nodes():
        parts.extend((child.key, child.value) if isinstance(child, nodes.Pair) else (child,))
    return parts


def _either(one: Type, two: Type) -> Type:
    return one if one is two else Type.ANY


def _fits(given: Type, wanted: Types) -> bool:
    return given in wanted or given in (Type.ANY, Type.NOTHING)


def _any_of(types: Types) -> str:
    return " or ".join(sorted(kind.phrase for kind in types if kind is not Type.ANY))


def _count(entry: Signature) -> str:
    if entry.most == 0:
        return "nothing in brackets"
    least, most = entry.least, entry.most
    number = f"{least}" if least == most else f"{least} to {most}"
    return f"{number} value{'s' * (most > 1)} in brackets"
