"""Where arrows and calls lead, and what is handed over there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.language.building.leaves import expression, name, path, span_of
from flowengine.language.building.parts import Parts
from flowengine.language.nodes import Argument, Jump, Target

if TYPE_CHECKING:
    from flowengine.language.syntax.grammar import Branch


def target(tree: Branch) -> Target:
    """The place, with the `with` lines below it."""
    parts = Parts(tree)
    goal = path(parts.token("PATH"))
    return Target(goal.span, goal, tuple(argument(line) for line in parts.all("argument")))


def jump(tree: Branch) -> Jump:
    return Jump(span_of(tree), target(tree))


def argument(tree: Branch) -> Argument:
    """`with name = expression`, or `send name = expression`."""
    parts = Parts(tree)
    return Argument(span_of(tree), name(parts.token("NAME")), expression(parts.token("EXPR")))
