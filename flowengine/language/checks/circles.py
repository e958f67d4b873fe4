"""No way through the steps goes round for ever without waiting for anybody.

A hand-off is no wait where the queue refuses at once: closed, full, or nobody there.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
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

OUTCOMES = ("closed", "nobody", "full")
"""How a queue refuses at once; without a line of its own each goes on below the hand-off."""

CHANGES = (nodes.Set, nodes.Clear, nodes.Forget, nodes.SetLanguage, nodes.For, nodes.Repeat)
"""What may make a condition come out differently the next time round."""


@dataclass
class Dry:
    """Where a body leads without waiting: steps, and whether it gets anywhere else at all. `refuse`
    are the hand-offs on the way that are followed to where they lead when the queue refuses; with
    None each is a wait."""

    goals: set[str]
    out: bool = False
    refuse: list[nodes.Handoff] | None = None


def circles_wait(scope: Scope) -> Iterator[Diagnostic]:
    """FE099"""
    for ring in _endless(scope, {name: _dry(scope, it.body) for name, it in scope.steps.items()}):
        first = min((scope.steps[name] for name in ring), key=lambda step: step.span.line)
        names = sorted(ring, key=lambda name: scope.steps[name].span.line)
        lead = "lead back" if len(names) > 1 else "leads back to itself"
        yield scope.mistake(
            "FE099",
            first.name,
            f"This goes round for ever: {listing(names)} {lead} without waiting for anybody.",
            "Ask something on the way, write `wait 5s`, or lead out of the circle.",
        )


def refusals_lead_on(scope: Scope) -> Iterator[Diagnostic]:
    """FE194: queues that send whoever they refuse from one to the other, or back to themselves."""
    dry = {name: _dry(scope, it.body, refuse=True) for name, it in scope.steps.items()}
    for ring in _endless(scope, dry):
        met = [one for name in ring for one in dry[name].refuse or ()]
        if not met:
            continue  # FE099
        first = min(met, key=lambda one: one.span.line)
        yield scope.mistake(
            "FE194",
            first.queue,
            f"Where nobody answers, this goes round for ever: {_queues(met)}.",
            "Let `on nobody`, `on full` and `on closed` lead to a step that asks something or"
            " ends: a promise to phone, a message, a number.",
        )


def _queues(met: Sequence[nodes.Handoff]) -> str:
    names = list(dict.fromkeys(one.queue.text for one in sorted(met, key=lambda it: it.span.line)))
    if len(names) == 1:
        return f"`{names[0]}` refuses, and the way leads to it again"
    return f"{listing(names)} refuse one after the other"


def _endless(scope: Scope, dry: Mapping[str, Dry]) -> Iterator[frozenset[str]]:
    ways = {name: frozenset(way.goals & dry.keys()) for name, way in dry.items()}
    for ring in rings(ways):
        if not _can_end(scope, ring, dry, ways):
            yield ring


def _can_end(
    scope: Scope, ring: frozenset[str], dry: Mapping[str, Dry], ways: Mapping[str, frozenset[str]]
) -> bool:
    """There is a way out of the circle, and something on it that may open this way."""
    out = any(dry[name].out for name in reached(ways, ring))
    return out and any(_changes(scope.steps[name]) for name in ring)


def _changes(step: nodes.Step) -> bool:
    return any(isinstance(found.node, CHANGES) for found in walk(step))


def _dry(scope: Scope, body: nodes.Body, *, refuse: bool = False) -> Dry:
    found = Dry(set(), refuse=[] if refuse else None)
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
            case nodes.Handoff() if found.refuse is not None:
                found.refuse.append(statement)
                if not _refused(scope, statement, found):
                    return False
            case _ if isinstance(statement, STOPS):
                found.out = True
                return False
    return True


def _choose(scope: Scope, choice: nodes.If, found: Dry) -> bool:
    bodies = (*(branch.body for branch in choice.branches), choice.otherwise)
    ends = [_follow(scope, body, found) for body in bodies]  # all of them, for their goals
    return any(ends)


def _refused(scope: Scope, handoff: nodes.Handoff, found: Dry) -> bool:
    """Whether what stands below the hand-off is reached when it refuses."""
    ends = [_follow(scope, one.body, found) for one in handoff.outcomes]
    return any(ends) or len(handoff.outcomes) < len(OUTCOMES)


def _add(goal: str | None, found: Dry) -> None:
    if goal is None:
        found.out = True
    else:
        found.goals.add(goal)
