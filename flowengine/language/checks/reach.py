"""Every step can be reached from somewhere, and `return` has somebody to return to."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.index import index_of
from flowengine.language.checks.roads import entries, own_step, reached, roads
from flowengine.language.checks.scope import PROJECT, STANDARD, START, Scope
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.expressions.vocabulary import guess


def flow_begins(scope: Scope) -> Iterator[Diagnostic]:
    """FE142: without its first line a file is taken for one that others share."""
    if scope.is_project and scope.name not in (PROJECT, STANDARD):
        yield scope.mistake(
            "FE142",
            scope.file,
            "This flow does not begin with its name and its title.",
            f'Write `flow {scope.name} "…"` as the first line.',
        )
    elif not scope.is_project and scope.place(nodes.Path(scope.file.span, (START,))) is None:
        yield scope.mistake(
            "FE142",
            scope.file.header.name or scope.file,
            "This flow has no step `start`, so nobody knows where it begins.",
            "Call the first step `start:`.",
        )


def steps_are_reached(scope: Scope) -> Iterator[Diagnostic]:
    """FE096; nothing is said while the flow has no beginning."""
    if scope.is_project or START not in scope.steps:
        return
    there = reached(roads(scope), entries(scope)) | _misspelt(scope)
    for name, step in scope.steps.items():
        if name not in there:
            yield scope.warning(
                "FE096",
                step.name,
                f"Nothing leads to the step `{name}`.",
                f"Lead to it with `-> {name}` or `call {name}`, or remove it.",
            )


def _misspelt(scope: Scope) -> set[str]:
    """Steps that a target without a place was meant for; one message is enough."""
    lost = (t.path for t in scope.index.nodes(nodes.Target) if scope.place(t.path) is None)
    return {guess(path.parts[-1], scope.steps) or "" for path in lost}


def returns_have_callers(scope: Scope) -> Iterator[Diagnostic]:
    """FE100; a step that is not reached at all is only told once.

    A flow that never ends a conversation is there to be called, by flows that may not exist yet.
    """
    if scope.is_project or not scope.index.all(nodes.End):
        return
    ways = roads(scope)
    called = reached(ways, _called(scope))
    there = reached(ways, entries(scope))
    for found in scope.index.all(nodes.Return):
        step = found.inside(nodes.Step)
        if step is not None and step.name.text in there - called:
            yield scope.warning(
                "FE100",
                found.node,
                f"Nobody calls `{step.name.text}`, so there is nowhere to return to.",
                f"Use `call {step.name.text}` instead of `->`, or close it with `end`.",
            )


def _called(scope: Scope) -> set[str]:
    """Steps entered so that `return` leads back: by `call`, or as a detour from outside a step."""
    found = entries(scope) - {START}
    calls = {call.target.path.parts for call in scope.index.nodes(nodes.Call)}
    own = (own_step(scope, call.target) for call in scope.index.nodes(nodes.Call))
    begun = {name for name in own if name is not None}
    for file in scope.everything:
        calls |= {call.target.path.parts for call in index_of(file).nodes(nodes.Call)}
    if (scope.name,) in calls or (scope.name, START) in calls:
        begun.add(START)
    return {*found, *begun}
