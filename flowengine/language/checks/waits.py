"""A conversation's place is named by its step and what it waits for; two waits need two names."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

MENDS: tuple[tuple[type[nodes.Statement], str], ...] = (
    (nodes.Ask, "Ask it in a step of its own and go there, or ask for another slot."),
    (nodes.Menu, 'Give one of them a name, as in `menu which_day "…"`.'),
    (nodes.Form, "Put one of them into a step of its own."),
    (nodes.Browse, "Give the item another name in one of them."),
    (nodes.Fetch, "Give one of the results another name."),
)


def waits_have_names(scope: Scope) -> Iterator[Diagnostic]:
    """FE095"""
    seen: dict[tuple[str, str], nodes.Node] = {}
    for kind, hint in MENDS:
        for found in scope.index.all(kind):
            step = found.inside(nodes.Step)
            owner = step.name.text if step is not None else str(found.around[1].span)
            first = seen.setdefault((owner, _name(found.node)), found.node)
            if first is not found.node:
                yield scope.mistake(
                    "FE095",
                    _head(found.node),
                    f"{_what(found.node)} twice in one step (also in line {first.span.line}), so a"
                    " returning caller could not be brought back to the right one.",
                    hint,
                )


def _name(wait: nodes.Node) -> str:
    match wait:
        case nodes.Ask(slot=name) | nodes.Browse(name=name) | nodes.Fetch(name=name):
            return f"{type(wait).__name__} {name.text}"
        case nodes.Menu(name=name, into=into):
            named = name or into
            return f"Menu {named.text if named is not None else ''}"
        case _:
            return "Form"


def _what(wait: nodes.Node) -> str:
    match wait:
        case nodes.Ask(slot=name):
            return f"`{name.text}` is asked"
        case nodes.Browse(name=name) | nodes.Fetch(name=name):
            return f"`{name.text}` is used"
        case nodes.Menu():
            return "There is a menu without a name of its own"
        case _:
            return "There is a form"


def _head(wait: nodes.Node) -> nodes.Node:
    match wait:
        case nodes.Ask(slot=name) | nodes.Browse(name=name) | nodes.Fetch(name=name):
            return name
        case _:
            return wait
