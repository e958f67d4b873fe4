"""Which values an expression reads, and whether it is prepared to find them unset.

A checker warns where an unset value would leave a gap in a text. `name or "friend"`, `| default`,
`is empty` and every comparison are prepared: there an unset value never reaches the text.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import cast

from jinja2 import nodes

from flowengine.language.expressions.tokens import ends_of


@dataclass(frozen=True, slots=True)
class Use:
    """One reading of a value, `start` to `end` in the source.

    `name` is the value itself, `path` with the fields behind it as far as they are written out
    (`places.items`). `guarded`: an unset value does no harm here.
    """

    name: str
    path: str
    start: int
    end: int
    guarded: bool


def names_in(tree: nodes.Node) -> tuple[Use, ...]:
    """Every reading, in the order of the source."""
    uses = _uses(tree, frozenset(), False)
    return tuple(sorted(uses, key=lambda use: use.start))


def _uses(node: nodes.Node, known: frozenset[str], guarded: bool) -> list[Use]:
    """`known` are paths that a condition around this place has found to be set."""
    path = _path(node)
    if path:
        name = path.partition(".")[0]
        return [Use(name, path, *ends_of(node.lineno), guarded or path in known)]
    match node:
        case nodes.Or(left=left, right=right):
            return _uses(left, known, True) + _uses(right, known, guarded)
        case nodes.And(left=left, right=right):
            found = known | _paths(left)
            return _uses(left, known, guarded) + _uses(right, found, guarded)
        case nodes.CondExpr(test=test, expr1=one, expr2=two):
            uses = _uses(test, known, True) + _uses(one, known | _paths(test), guarded)
            return uses + (_uses(two, known, guarded) if two else [])
        case nodes.Filter(name="default", node=inner, args=args):
            rest = [use for argument in args for use in _uses(argument, known, guarded)]
            return _uses(cast("nodes.Expr", inner), known, True) + rest
        case nodes.Call(args=args):
            return [use for argument in args for use in _uses(argument, known, guarded)]
    safe = guarded or isinstance(node, nodes.Compare | nodes.Test | nodes.Not)
    return [use for child in node.iter_child_nodes() for use in _uses(child, known, safe)]


def _path(node: nodes.Node) -> str:
    """`places.items` for a name and its fields, "" for anything else."""
    if isinstance(node, nodes.Name):
        return node.name
    if isinstance(node, nodes.Getattr):
        base = _path(node.node)
        return f"{base}.{node.attr}" if base else ""
    return ""


def _paths(node: nodes.Node) -> frozenset[str]:
    return frozenset(use.path for use in _uses(node, frozenset(), False))
