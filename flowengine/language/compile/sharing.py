"""Flows of one program share hours, queues, tables and rules: of two with one name one counts.

It only tells where two flows that meet mean different things by a name; what is shared on purpose
stands in `project.flow` once. Which one counts is decided where flows are linked: the one that was
asked for goes before those it leads to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from flowengine.language.compile import declarations
from flowengine.language.compile.queues import queues

if TYPE_CHECKING:
    from flowengine.language import nodes
    from flowengine.language.checks.scope import Scope
    from flowengine.language.diagnostics import Diagnostic

Meanings = Mapping[str, Any]


def other_meanings(scopes: Iterable[Scope], tables: Mapping[str, str]) -> Iterator[Diagnostic]:
    """FE143: a name of a flow that means something else in a flow which leads to it."""
    kinds: tuple[tuple[Callable[[nodes.File], Any], Callable[[Scope], Meanings]], ...] = (
        (lambda file: file.hours, declarations.hours),
        (lambda file: file.queues, queues),
        (lambda file: file.tables, lambda scope: declarations.tables(scope, tables)),
        (lambda file: file.rules, _rules),
    )
    known = list(scopes)
    for declared, meanings in kinds:
        yield from _told(known, declared, meanings)


def _told(
    scopes: Iterable[Scope],
    declared: Callable[[nodes.File], Any],
    meanings: Callable[[Scope], Meanings],
) -> Iterator[Diagnostic]:
    first: dict[str, tuple[Scope, Any]] = {}
    for scope in scopes:
        found = meanings(scope)
        for node in declared(scope.file):
            name = node.name.text
            owner, meaning = first.get(name, (scope, found[name]))
            if meaning != found[name]:
                yield scope.warning(
                    "FE143",
                    node.name,
                    f"`{name}` is something else in {owner.path}, which leads here and counts.",
                    "Give it another name, or declare it once in project.flow.",
                )
        for name, meaning in found.items():
            first.setdefault(name, (scope, meaning))


def _rules(scope: Scope) -> Meanings:
    """As they are written, which is all that two need to be compared."""
    found: dict[str, Any] = {}
    for rule in scope.declared(lambda file: file.rules):
        others = [
            ([tag.text for tag in one.tags], [lines[0].source for lines in one.alternatives])
            for one in rule.variants
        ]
        found.setdefault(rule.name.text, (rule.expansion.source, others))
    return found
