"""What a parsed expression may consist of, and where each part of it stands.

`settle` gives every node the offsets of its first and last character; `refused` is the allow-list.
Neither looks at names or types.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from jinja2 import nodes

from flowengine.language.expressions.limits import MAX_DEPTH
from flowengine.language.expressions.problems import Problem
from flowengine.language.expressions.tokens import ends_of, place_of, too_deep
from flowengine.language.expressions.vocabulary import FILTERS, TESTS

if TYPE_CHECKING:
    from jinja2.lexer import Token

Ends = tuple[int, int]

ALLOWED = (
    *(nodes.Const, nodes.Name, nodes.Getattr, nodes.Getitem, nodes.List, nodes.Dict, nodes.Pair),
    *(nodes.Compare, nodes.Operand, nodes.And, nodes.Or, nodes.Not, nodes.CondExpr, nodes.Concat),
    *(nodes.Add, nodes.Sub, nodes.Mul, nodes.Div, nodes.FloorDiv, nodes.Mod, nodes.Neg, nodes.Pos),
    *(nodes.Filter, nodes.Test, nodes.Call),
)
_CHAINS = (nodes.And, nodes.Or, nodes.Add, nodes.Sub, nodes.Mul, nodes.Div)


# ---------------------------------------------------------------- places


def settle(tree: nodes.Node, tokens: list[Token]) -> None:
    """Replace the place of one token, which Jinja left in each node, by the place of the node."""
    _Places(tokens).settle(tree)


class _Places:
    """Tokens found by where they begin, and brackets by where their partner ends."""

    def __init__(self, tokens: list[Token]) -> None:
        self.tokens = tokens
        self.index = {ends_of(token.lineno)[0]: i for i, token in enumerate(tokens)}
        self.closed = _closed(tokens)

    def settle(self, node: nodes.Node) -> None:
        """From the leaves up: a node reaches from its first child, or sign, to its last."""
        ends = []
        for child in node.iter_child_nodes():
            self.settle(child)
            ends.append(ends_of(child.lineno))
        # A comparison carries the place of whatever follows it, an operand none at all.
        if not isinstance(node, nodes.Compare | nodes.Operand):
            ends.append(self.own(node))
        node.lineno = place_of(min(start for start, _ in ends), max(end for _, end in ends))

    def own(self, node: nodes.Node) -> Ends:
        """The words and signs of the node itself."""
        start = ends_of(node.lineno)[0]
        at = self.index[start]
        match node:
            case nodes.Getattr():
                return start, self.end(at + 1)
            case nodes.Test():
                negated = self.tokens[at + 1].value == "not"
                return start, self.through(at + 1 + negated)
            case nodes.Filter():
                return start, self.through(at)
        return start, self.closed.get(start, self.end(at))

    def end(self, at: int) -> int:
        return ends_of(self.tokens[at].lineno)[1]

    def through(self, at: int) -> int:
        """The end of the word at this token, with the brackets that may follow it."""
        after = self.tokens[at + 1 : at + 2]
        if after and after[0].type == "lparen":
            return self.closed[ends_of(after[0].lineno)[0]]
        return self.end(at)


def _closed(tokens: list[Token]) -> dict[int, int]:
    """Where each bracket's partner ends, by where the bracket begins."""
    opened, closed = [], {}
    for token in tokens:
        start, end = ends_of(token.lineno)
        if token.type in ("lparen", "lbracket", "lbrace"):
            opened.append(start)
        elif token.type in ("rparen", "rbracket", "rbrace"):
            closed[opened.pop()] = end
    return closed


# ---------------------------------------------------------------- the allow-list


def refused(tree: nodes.Node) -> Problem | None:
    """The first thing in the tree that is not part of the language; None if all is well."""
    return _too_nested(tree) or _refused(tree)


def _refused(node: nodes.Node) -> Problem | None:
    problem = _refuse(node)
    if problem:
        return problem
    for child in node.iter_child_nodes():
        problem = _refused(child)
        if problem:
            return problem
    return None


def _refuse(node: nodes.Node) -> Problem | None:
    match node:
        case nodes.Name(name=name) | nodes.Getattr(attr=name) if name.startswith("_"):
            return _problem(
                node, "FE063", f"`{name}` cannot be read.", "Names begin with a letter."
            )
        case nodes.Test(name=name, args=[argument]) if name not in _ASKING:
            return _after_test(node, argument)
        case nodes.Call(node=nodes.Name()) | nodes.Filter() | nodes.Test():
            return _named_arguments(node)
        case nodes.Call():
            return _method(node)
        case _ if isinstance(node, ALLOWED):
            return None
    return _problem(node, "FE062", *_FOREIGN.get(type(node), _UNKNOWN))


_UNKNOWN = ("This is not part of the language of flows.", "Say it in a simpler way.")
_FOREIGN: dict[type[nodes.Node], tuple[str, str]] = {
    nodes.Pow: ("There are no powers in flows.", "Multiply: `x * x`."),
    nodes.Tuple: (
        "Commas or empty brackets mean nothing here.",
        "A list stands in square brackets: `[1, 2, 3]`.",
    ),
    nodes.Slice: (
        "A part of a list cannot be cut out like this.",
        "Write `list | first(3)` or `list | last(3)`.",
    ),
}


_ASKING = frozenset(name for name, entry in TESTS.items() if entry.most)
"""Tests with something in brackets; behind any other test stands a slip."""


def _problem(node: nodes.Node, code: str, message: str, hint: str) -> Problem:
    return Problem(code, *ends_of(node.lineno), message, hint)


def _after_test(node: nodes.Test, argument: nodes.Node) -> Problem:
    """`office is closed call_back`: to Jinja an argument, to the author a place to go to."""
    if isinstance(argument, nodes.Name):
        return _problem(
            argument,
            "FE055",
            f"`{argument.name}` stands behind a finished condition.",
            f"If it is the place to go to, write `-> {argument.name}`; "
            "for a second condition write `and` or `or` between them.",
        )
    return _problem(
        argument,
        "FE054",
        f"Nothing can follow `is {node.name}` directly.",
        "To compare write `==`; for a second condition write `and` or `or`.",
    )


def _named_arguments(node: nodes.Call | nodes.Filter | nodes.Test) -> Problem | None:
    if not (node.kwargs or node.dyn_args or node.dyn_kwargs):
        return None
    return _problem(
        node,
        "FE062",
        "What stands in these brackets has no names or stars in flows.",
        "Write only the values, separated by commas.",
    )


def _method(node: nodes.Call) -> Problem:
    """`name.upper()`: a call of anything but a listed function."""
    called = node.node
    word = called.attr if isinstance(called, nodes.Getattr) else ""
    hint = f"Write it behind a bar: `… | {word}`." if word in FILTERS else ""
    return _problem(node, "FE062", "Only the functions of the manual can be called.", hint)


def _too_nested(tree: nodes.Node) -> Problem | None:
    """A chain such as `a or b or c` leans to the left and counts as one level."""
    waiting: list[tuple[nodes.Node, int]] = [(tree, 1)]
    while waiting:
        node, depth = waiting.pop()
        if depth > MAX_DEPTH:
            return too_deep(*ends_of(tree.lineno))
        for child in node.iter_child_nodes():
            chained = isinstance(node, _CHAINS) and type(child) is type(node)
            waiting.append((child, depth if chained else depth + 1))
    return None
