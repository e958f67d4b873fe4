"""Where the project has people, every menu leads to one: by an option, or from anywhere."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
    if _leads_onward(scope, [option for file in shared for option in file.anywhere]):
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


def _leads_onward(scope: Scope, options: Sequence[nodes.Node]) -> bool:
    """The same through further steps, as long as none of them asks a question first."""
    waiting: list[nodes.Node] = list(options)
    seen: set[int] = set()
    while waiting:
        node = waiting.pop()
        if _leads(scope, node):
            return True
        for found in walk(node):
            place = scope.place(found.node.path) if isinstance(found.node, nodes.Target) else None
            step = place.step if place is not None else None
            if step is not None and id(step) not in seen and not _asks(step):
                seen.add(id(step))
                waiting.append(step)
    return False


def _asks(step: nodes.Step) -> bool:
    return any(isinstance(found.node, nodes.Menu | nodes.Ask | nodes.Form) for found in walk(step))


def _is_person(scope: Scope, target: nodes.Target) -> bool:
    place = scope.place(target.path)
    if place is None:
        return False
    if place.step is None or place.flow == STANDARD:
        return place.name == PERSON
    return any(isinstance(found.node, nodes.Handoff) for found in walk(place.step))
