"""Where the project has people, every menu leads to one: by an option, or from anywhere."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.index import walk
from flowengine.language.checks.roads import reached, roads
from flowengine.language.checks.scope import STANDARD, Scope
from flowengine.language.diagnostics import Diagnostic

PERSON = "person"


def menus_lead_to_people(scope: Scope) -> Iterator[Diagnostic]:
    """FE115"""
    shared = (scope.file, scope.project) if scope.project is not None else (scope.file,)
    if not any(file.queues for file in shared):
        return
    if any(_leads(scope, option) for file in shared for option in file.anywhere):
        return
    ways = roads(scope)
    human = {name for name, step in scope.steps.items() if _leads(scope, step)}
    for found in scope.index.all(nodes.Menu):
        step = found.inside(nodes.Step)
        start = [step.name.text] if step is not None else []
        if not human & reached(ways, start):
            yield scope.warning(
                "FE115",
                found.node,
                "There is no way to a person from this menu.",
                'Add an option, or once for the whole flow: `anywhere` and `0 "a person" -> person`'
                " below it.",
            )


def _leads(scope: Scope, node: nodes.Node) -> bool:
    """Whether it hands over, or goes to a place that does."""
    for found in walk(node):
        if isinstance(found.node, nodes.Handoff | nodes.Transfer):
            return True
        if isinstance(found.node, nodes.Target) and _is_person(scope, found.node):
            return True
    return False


def _is_person(scope: Scope, target: nodes.Target) -> bool:
    place = scope.place(target.path)
    if place is None:
        return False
    if place.step is None or place.flow == STANDARD:
        return place.name == PERSON
    return any(isinstance(found.node, nodes.Handoff) for found in walk(place.step))
