"""Which step leads to which: the map that the checks of reach and of circles read.

Only ways inside one file are on it; whoever comes in from elsewhere is an entry.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from flowengine.language import nodes
from flowengine.language.checks.index import index_of
from flowengine.language.checks.scope import PROJECT, STANDARD_PLACES, START, Scope


def roads(scope: Scope) -> Mapping[str, frozenset[str]]:
    """Step to steps, by `->` and `call`, also from deep inside."""
    ways: dict[str, set[str]] = {name: set() for name in scope.steps}
    for found in scope.index.all(nodes.Target):
        step = found.inside(nodes.Step)
        goal = own_step(scope, found.node)
        if step is not None and goal is not None:
            ways[step.name.text].add(goal)
    return {step: frozenset(goals) for step, goals in ways.items()}


def own_step(scope: Scope, target: nodes.Target) -> str | None:
    """The step of this file that it leads to."""
    place = scope.place(target.path)
    return place.name if place is not None and place.flow == scope.name else None


def entries(scope: Scope) -> frozenset[str]:
    """Steps where a conversation may arrive from outside any step of this file."""
    targets = scope.index.all(nodes.Target)
    outside = (one.node for one in targets if one.inside(nodes.Step) is None)
    return doors(scope).union(goal for one in outside if (goal := own_step(scope, one)))


def doors(scope: Scope) -> frozenset[str]:
    """Entries that no line of this file leads to: the start, standard words, other files."""
    found = {START, *STANDARD_PLACES, *(moved.new.parts[-1] for moved in scope.file.moves)}
    return frozenset(found | _from_outside(scope) | _standard(scope)) & scope.steps.keys()


def _standard(scope: Scope) -> set[str]:
    """Steps that everybody has without writing them; one of their name takes their place."""
    return set() if scope.standard is None else {step.name.text for step in scope.standard.steps}


def _from_outside(scope: Scope) -> set[str]:
    """Steps of this file that the project, or another flow by `flow.step`, leads to."""
    found: set[str] = set()
    for owner, file in {PROJECT: scope.project, **scope.flows}.items():
        if file is None:
            continue
        for target in index_of(file).nodes(nodes.Target):
            parts = target.path.parts
            if (owner == PROJECT and len(parts) == 1) or scope.is_project:
                found.add(parts[-1])
            elif len(parts) == 2 and parts[0] == scope.name:
                found.add(parts[1])
    return found


def reached(ways: Mapping[str, Iterable[str]], start: Iterable[str]) -> frozenset[str]:
    seen: set[str] = set()
    waiting = list(start)
    while waiting:
        step = waiting.pop()
        if step not in seen:
            seen.add(step)
            waiting.extend(ways.get(step, ()))
    return frozenset(seen)


def rings(ways: Mapping[str, frozenset[str]]) -> list[frozenset[str]]:
    """Steps that lead back to themselves, each ring once (strongly connected components)."""
    order = _finished(ways)
    back: dict[str, set[str]] = defaultdict(set)
    for step, goals in ways.items():
        for goal in goals:
            back[goal].add(step)
    found, seen = [], set[str]()
    for step in reversed(order):
        if step in seen:
            continue
        ring = _until(back, step, seen)
        seen |= ring
        if len(ring) > 1 or step in ways[step]:
            found.append(frozenset(ring))
    return found


def _until(ways: Mapping[str, set[str]], start: str, seen: set[str]) -> set[str]:
    ring: set[str] = set()
    waiting = [start]
    while waiting:
        step = waiting.pop()
        if step not in ring and step not in seen:
            ring.add(step)
            waiting.extend(ways.get(step, ()))
    return ring


def _finished(ways: Mapping[str, frozenset[str]]) -> list[str]:
    """Steps in the order in which a walk is done with them (Kosaraju's first pass)."""
    order: list[str] = []
    seen: set[str] = set()
    for root in ways:
        waiting = [(root, False)]
        while waiting:
            step, done = waiting.pop()
            if done:
                order.append(step)
            elif step not in seen:
                seen.add(step)
                waiting.append((step, True))
                waiting.extend((goal, False) for goal in sorted(ways[step]))
    return order
