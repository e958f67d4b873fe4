"""No way through the steps goes round for ever without waiting for anybody."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from flowengine.language import nodes
from flowengine.language.checks.guess import listing
from flowengine.language.checks.index import walk
from flowengine.language.checks.roads import own_step, reached, rings
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

STOPS = (
    nodes.Menu, nodes.Ask, nodes.Form, nodes.Browse, nodes.Fetch, nodes.Handoff, nodes.Wait,
    nodes.Call, nodes.End, nodes.Return, nodes.Transfer,
)  # fmt: skip
"""Where a conversation rests or ends. A call may rest too, so it counts as a rest."""

CHANGES = (nodes.Set, nodes.Clear, nodes.Forget, nodes.SetLanguage, nodes.For, nodes.Repeat)
"""What may make a condition come out differently the next time round."""


@dataclass
class Dry:
    """Where a body leads without waiting: steps, and whether it gets anywhere else at all."""

    goals: set[str]
    out: bool = False


def circles_wait(scope: Scope) -> Iterator[Diagnostic]:
    """FE099"""
    dry = {name: _dry(scope, step.body) for name, step in scope.steps.items()}
    ways = {name: frozenset(way.goals & dry.keys()) for name, way in dry.items()}
    for ring in rings(ways):
        if _can_end(scope, ring, dry, ways):
            continue
        first = min((scope.steps[name] for name in ring), key=lambda step: step.span.line)
        names = sorted(ring, key=lambda name: scope.steps[name].span.line)
        lead = "lead back" if len(names) > 1 else "leads back to itself"
        yield scope.mistake(
            "FE099",
            first.name,
            f"This goes round for ever: {listing(names)} {lead} without waiting for anybody.",
            "Ask something on the way, write `wait 5s`, or lead out of the circle.",
        )


def _can_end(
    scope: Scope, ring: frozenset[str], dry: Mapping[str, Dry], ways: Mapping[str, frozenset[str]]
) -> bool:
    """There is a way out of the circle, and something on it that may open this way."""
    out = any(dry[name].out for name in reached(ways, ring))
    return out and any(_changes(scope.steps[name]) for name in ring)


def _changes(step: nodes.Step) -> bool:
    return any(isinstance(found.node, CHANGES) for found in walk(step))


def _dry(scope: Scope, body: nodes.Body) -> Dry:
    found = Dry(set())
    runs_out = _follow(scope, body, found)
    found.out = found.out or runs_out
    return found


def _follow(scope: Scope, body: nodes.Body, found: Dry) -> bool:
    """Gathers the goals of a body; whether its end is reached without a wait."""
    for statement in body:
        match statement:
            case nodes.Jump(target=target):
                _add(own_step(scope, target), found)
                return False
            case nodes.If():
                if not _choose(scope, statement, found):
                    return False
            case nodes.For() | nodes.Repeat():
                _follow(scope, statement.body, found)
            case _ if isinstance(statement, STOPS):
                found.out = True
                return False
    return True


def _choose(scope: Scope, choice: nodes.If, found: Dry) -> bool:
    bodies = (*(branch.body for branch in choice.branches), choice.otherwise)
    ends = [_follow(scope, body, found) for body in bodies]  # all of them, for their goals
    return any(ends)


def _add(goal: str | None, found: Dry) -> None:
    if goal is None:
        found.out = True
    else:
        found.goals.add(goal)
