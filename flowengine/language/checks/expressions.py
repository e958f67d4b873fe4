"""Expressions and holes can be read, name what exists, and have types that fit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from flowengine.language import nodes
from flowengine.language.checks.readings import Reading
from flowengine.language.checks.scope import CHANNELS, Scope
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.expressions.problems import Problem, locate
from flowengine.language.expressions.texts import check_text
from flowengine.language.expressions.types import type_of
from flowengine.language.expressions.vocabulary import Type

ALWAYS_THERE = frozenset({Type.HOURS, Type.QUEUE, Type.CHANNEL})
"""Values that are never empty, so a condition that only names one says nothing."""

LISTS = frozenset({Type.LIST, Type.RECORD, Type.ANY, Type.NOTHING})


def expressions_fit(scope: Scope) -> Iterator[Diagnostic]:
    """FE050 to FE079, and FE138 where a list is wanted, FE145 for conditions that always hold."""
    for reading in scope.readings:
        names = _names(scope, reading)
        problems = [*reading.problems]
        if isinstance(reading.leaf, nodes.Quote):
            problems += check_text(reading.parts, names, CHANNELS)
        elif reading.tree is not None:
            kind, found = type_of(reading.tree, names, CHANNELS)
            problems += found
            if not found:
                yield from _fits(scope, reading, kind)
        for problem in problems:
            yield locate(_of_loop(scope, reading, problem), reading.leaf, scope.path)


def _of_loop(scope: Scope, reading: Reading, problem: Problem) -> Problem:
    """An unknown name that is known inside a loop gets the mend that fits."""
    name = reading.leaf.source[problem.start : problem.end]
    if problem.code != "FE064" or name not in scope.loops:
        return problem
    return replace(problem, hint=f"`{name}` is only there inside its `for`, `browse` or `each`.")


def _names(scope: Scope, reading: Reading) -> Mapping[str, Type]:
    local = reading.local()
    return {**scope.values, **dict.fromkeys(local, Type.ANY)} if local else scope.values


def _fits(scope: Scope, reading: Reading, kind: Type) -> Iterator[Diagnostic]:
    if _wants_list(reading):
        if kind not in LISTS:
            yield scope.mistake(
                "FE138",
                reading.leaf,
                f"This needs a list to go through, and this is {kind.phrase}.",
                "Use a table, or a list that a fetch has brought.",
            )
    elif kind in ALWAYS_THERE and _is_condition(reading):
        yield scope.mistake(
            "FE145",
            reading.leaf,
            f"This always holds, because {kind.phrase} is always there.",
            "Write `channel is voice`." if kind is Type.CHANNEL else "Ask `… is open`.",
        )


def _wants_list(reading: Reading) -> bool:
    match reading.parent:
        case nodes.For():
            return True
        case nodes.Browse(items=path) | nodes.Each(items=path) | nodes.AnswerType(source=path):
            return path is not None and path.span == reading.leaf.span
        case _:
            return False


def _is_condition(reading: Reading) -> bool:
    return getattr(reading.parent, "condition", None) is reading.leaf
