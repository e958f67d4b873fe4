"""One name for one thing: places, values, and each kind of declaration have their own family."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from flowengine.language import nodes
from flowengine.language.checks.index import Found
from flowengine.language.checks.scope import PROJECT, STANDARD_PLACES, Scope
from flowengine.language.checks.values import BUILTINS, Kind, Named, names
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.expressions.vocabulary import RESERVED

MEANT_TO_BE_WRITTEN = frozenset({"main", "person"})
"""Standard places that nearly every flow spells out; a warning there would only be noise."""

VARIABLES = frozenset({Kind.SLOT, Kind.ANSWER, Kind.SET, Kind.CHOSEN, Kind.PARAMETER})
"""Kinds that may share a name, because each of them puts a value into the same place."""


def places_are_unique(scope: Scope) -> Iterator[Diagnostic]:
    """FE081"""
    seen: dict[str, nodes.Name] = {}
    for name in _place_names(scope):
        if name.text in seen:
            yield scope.mistake(
                "FE081",
                name,
                f"`{name.text}` is already the name of a step or menu"
                f" in line {seen[name.text].span.line}.",
                "Give one of them another name.",
            )
        seen.setdefault(name.text, name)


def _place_names(scope: Scope) -> Iterator[nodes.Name]:
    steps = [step.name for step in scope.file.steps]
    yield from steps
    margin = {name.span for name in steps}
    for menu in scope.index.nodes(nodes.Menu):
        if menu.name is not None and menu.name.span not in margin:
            yield menu.name


def standard_names_are_meant(scope: Scope) -> Iterator[Diagnostic]:
    """FE083: in project.flow replacing is the purpose, so nothing is said there."""
    if scope.is_project:
        return
    for step in scope.file.steps:
        name = step.name.text
        if name in STANDARD_PLACES and name not in MEANT_TO_BE_WRITTEN:
            yield scope.warning(
                "FE083",
                step.name,
                f"This step replaces the standard word `{name}`: whoever says it comes here.",
                "Give it another name, unless that is what you want.",
            )


def values_are_unique(scope: Scope) -> Iterator[Diagnostic]:
    """FE082: a name that means two different things, or that is a word of the language."""
    seen: dict[str, Named] = {}
    shared = _shared(scope)
    for named in names(scope.file):
        first = seen.setdefault(named.name, named)
        there = shared.get(named.name, named.kind)
        if named.name in BUILTINS or named.name in RESERVED:
            message = f"`{named.name}` already has a meaning of its own in every flow."
        elif first is not named and not _may_share(first.kind, named.kind):
            message = f"`{named.name}` is already {first.kind} in line {first.where.span.line}."
        elif there is not named.kind:
            message = f"`{named.name}` is already {there} in {PROJECT}.flow."
        else:
            continue
        yield scope.mistake("FE082", named.where, message, "Choose another name.")


def _shared(scope: Scope) -> Mapping[str, Kind]:
    """Hours and tables of the project, which a flow may declare anew but not as something else."""
    if scope.project is None:
        return {}
    fixed = (named for named in names(scope.project) if named.kind in (Kind.HOURS, Kind.TABLE))
    return {named.name: named.kind for named in fixed}


def _may_share(first: Kind, second: Kind) -> bool:
    if first is second:
        return first not in (Kind.SLOT, Kind.HOURS, Kind.TABLE)
    return {first, second} <= VARIABLES or {first, second} <= {Kind.RESULT, Kind.SET}


def declarations_are_unique(scope: Scope) -> Iterator[Diagnostic]:
    """FE143"""
    file = scope.file
    yield from _twice(scope, "entry", (entry.name for entry in file.entries))
    yield from _twice(scope, "queue", (queue.name for queue in file.queues))
    yield from _twice(scope, "service", (service.name for service in file.services))
    yield from _twice(scope, "rule", (rule.name for rule in file.rules))
    yield from _twice(scope, "list of words", (words.name for words in file.words))
    yield from _twice(scope, "voice", (voice.language for voice in file.header.voices))
    yield from _twice(scope, "language", file.header.languages)
    yield from _twice(scope, "channel", file.header.channels)


def _twice(scope: Scope, what: str, found: Iterable[nodes.Name]) -> Iterator[Diagnostic]:
    seen: dict[str, nodes.Name] = {}
    for name in found:
        if name.text in seen:
            yield scope.mistake(
                "FE143",
                name,
                f"There is already a {what} `{name.text}` in line {seen[name.text].span.line}.",
                "Remove one of them, or give it another name.",
            )
        seen.setdefault(name.text, name)


def wordings_are_unique(scope: Scope) -> Iterator[Diagnostic]:
    """FE176: of two lines for one language and channel only one would be heard.

    What is only listened for (words, rules) may go on over several lines.
    """
    seen: dict[tuple[int, type, frozenset[str]], nodes.Node] = {}
    tagged: list[Found[nodes.Variant] | Found[nodes.Recording]] = []
    tagged += scope.index.all(nodes.Variant)
    tagged += scope.index.all(nodes.Recording)
    for found in tagged:
        one = found.node
        if one.span.file or isinstance(found.parent, nodes.Words | nodes.Rule):
            continue  # a catalogue is read for itself
        key = (id(found.parent), type(one), frozenset(tag.text for tag in one.tags))
        first = seen.setdefault(key, one)
        if first is not one:
            tags = " ".join(tag.text for tag in one.tags)
            what = f"`{tags}:`" if tags else "a recording"
            yield scope.mistake(
                "FE176",
                one,
                f"Line {first.span.line} says already what is heard here for {what};"
                " nobody would hear this.",
                "Remove one of the two lines. More words of one language stand in one line,"
                ' parted by `or`: "…" or "…".',
            )
