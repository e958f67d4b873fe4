"""Declared and never needed: probably a name that changed in one place only."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from flowengine.language import nodes
from flowengine.language.checks.index import index_of
from flowengine.language.checks.phrases import expansion, quotes, references
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.expressions.vocabulary import guess


def declarations_are_used(scope: Scope) -> Iterator[Diagnostic]:
    """FE144: in a flow; what project.flow declares is there for flows to come."""
    if scope.is_project:
        return
    file = scope.file
    yield from _unused(scope, "service", (s.name for s in file.services), _services(scope))
    yield from _unused(scope, "queue", (queue.name for queue in file.queues), _queues(scope))
    yield from _unused(scope, "rule", (rule.name for rule in file.rules), _rules(scope))
    yield from _unused(scope, "table", (table.name for table in file.tables), _values(scope))
    handled = {handler.word.text for handler in file.handlers if handler.word is not None}
    for words in file.words:
        if words.name.text not in handled:
            yield scope.warning(
                "FE144",
                words.name,
                f"Nothing happens when somebody says the words `{words.name.text}`.",
                f"Write `on word {words.name.text}: -> …` at the margin.",
            )


def _unused(
    scope: Scope, what: str, names: Iterable[nodes.Name], used: set[str]
) -> Iterator[Diagnostic]:
    declared = {name.text: name for name in names}
    misspelt = {guess(word, declared) for word in used - declared.keys()}
    for name in declared.values():
        if name.text not in used | misspelt:
            yield scope.warning(
                "FE144",
                name,
                f"Nothing uses the {what} `{name.text}`.",
                "Use it, or remove it.",
            )


def _services(scope: Scope) -> set[str]:
    return {f.service.text for f in scope.index.nodes(nodes.Fetch) if f.service is not None}


def _queues(scope: Scope) -> set[str]:
    """A named queue counts wherever its name stands, in other flows too."""
    used = {name.text for file in scope.everything for name in _named_queues(file)}
    return used | _values(scope)


_NAMING = (nodes.Handoff, nodes.Also, nodes.Note, nodes.Overflow, nodes.Promise)


def _named_queues(file: nodes.File) -> Iterator[nodes.Name]:
    index = index_of(file)
    for found in index.all(nodes.Name):
        if isinstance(found.parent, _NAMING):
            yield found.node


def _rules(scope: Scope) -> set[str]:
    asked = {kind.rule.text for kind in scope.index.nodes(nodes.AnswerType) if kind.rule}
    trees = (expansion(quote) for quote in quotes(scope))
    return asked | {r.name for tree in trees if tree is not None for r in references(tree)}


def _values(scope: Scope) -> set[str]:
    return {use.name for reading in scope.readings for use in reading.uses()}
