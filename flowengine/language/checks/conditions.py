"""What a condition proves about values: which are surely set where it holds, or where it fails."""

from __future__ import annotations

from typing import NamedTuple

from jinja2 import nodes

from flowengine.language.expressions.parsing import parse_expression


class Proof(NamedTuple):
    """Names that are surely set when the condition holds, and when it does not."""

    holds: frozenset[str]
    fails: frozenset[str]


NOTHING = Proof(frozenset(), frozenset())


def proof(source: str) -> Proof:
    """`x is empty` proves `x` where it fails; `x == "grants"` proves `x` where it holds."""
    tree, _ = parse_expression(source)
    return _proof(tree) if tree is not None else NOTHING


def _proof(tree: nodes.Node) -> Proof:
    match tree:
        case nodes.Not(node=inner):
            holds, fails = _proof(inner)
            return Proof(fails, holds)
        case nodes.And(left=left, right=right):
            one, other = _proof(left), _proof(right)
            return Proof(one.holds | other.holds, one.fails & other.fails)
        case nodes.Or(left=left, right=right):
            one, other = _proof(left), _proof(right)
            return Proof(one.holds & other.holds, one.fails | other.fails)
        case nodes.Test(node=inner, name="empty"):
            return Proof(frozenset(), _name(inner))
        case nodes.Test(node=inner):
            return Proof(_name(inner), frozenset())
        case nodes.Compare(expr=left, ops=[nodes.Operand(op="ne", expr=right)]):
            return Proof(frozenset(), _compared(left, right))
        case nodes.Compare(expr=left, ops=[nodes.Operand(expr=right)]):
            return Proof(_compared(left, right), frozenset())
        case _:
            return Proof(_name(tree), frozenset())


def _compared(left: nodes.Node, right: nodes.Node) -> frozenset[str]:
    """Only a comparison with something written out: two unset values are equal too."""
    if isinstance(right, nodes.Const):
        return _name(left)
    return _name(right) if isinstance(left, nodes.Const) else frozenset()


def _name(tree: nodes.Node) -> frozenset[str]:
    """The value itself, or the record whose field it is."""
    while isinstance(tree, nodes.Getattr):
        tree = tree.node
    return frozenset({tree.name}) if isinstance(tree, nodes.Name) else frozenset()
