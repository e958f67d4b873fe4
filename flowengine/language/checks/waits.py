"""A conversation's place is named by its step and what it waits for; two waits need two names.

And how long an answer may be waited for until it is whole.
"""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.index import Found
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

GATHERED = 30  # seconds: everybody who writes waits so long for each answer

Wait = nodes.Ask | nodes.Menu | nodes.Form | nodes.Browse | nodes.Fetch


def waits_have_names(scope: Scope) -> Iterator[Diagnostic]:
    """FE095: such waits are told apart by their order, which the next change to the file breaks."""
    seen: dict[tuple[str, str], nodes.Node] = {}
    for found in _waits(scope):
        step = found.inside(nodes.Step)
        if step is None:
            continue
        first = seen.setdefault((step.name.text, _name(found)), found.node)
        if first is not found.node:
            yield scope.warning(
                "FE095",
                _head(found.node),
                f"{_what(found.node)} twice in the step `{step.name.text}` (also in line"
                f" {first.span.line}): change the step, and a caller who waits here is lost.",
                _mend(found.node),
            )


def wait_names(scope: Scope) -> frozenset[tuple[str, ...]]:
    """Step and wait of all in this file that have a name: `moved a.b -> c.d` may lead to one."""
    found = ((one.inside(nodes.Step), one) for one in _waits(scope))
    return frozenset((step.name.text, _name(one)) for step, one in found if step is not None)


def _waits(scope: Scope) -> list[Found[Wait]]:
    index = scope.index
    waits: list[Found[Wait]] = [*index.all(nodes.Ask), *index.all(nodes.Menu)]
    waits += [*index.all(nodes.Form), *index.all(nodes.Browse)]
    waits += index.all(nodes.Fetch)
    return waits


def _name(found: Found[Wait]) -> str:
    """As the compiler names its block; what a form asks is named after the form."""
    match found.node:
        case nodes.Ask(slot=name):
            return f"form {name.text}" if isinstance(found.parent, nodes.Form) else name.text
        case nodes.Browse(name=name) | nodes.Fetch(name=name):
            return name.text
        case nodes.Menu(name=nodes.Name() as name) | nodes.Menu(into=nodes.Name() as name):
            return name.text
        case nodes.Menu():
            return "menu"
        case _:
            return "form"


def _what(wait: Wait) -> str:
    match wait:
        case nodes.Ask(slot=name):
            return f"`{name.text}` is asked"
        case nodes.Browse(name=name) | nodes.Fetch(name=name):
            return f"`{name.text}` is used"
        case nodes.Menu():
            return "A menu of this name stands"
        case _:
            return "A form stands"


def _mend(wait: Wait) -> str:
    match wait:
        case nodes.Ask() | nodes.Form():
            return "Put one of them into a step of its own."
        case nodes.Menu():
            return 'Give one of them a name, as in `menu which_day "…"`.'
        case _:
            return "Choose another name in one of the two places."


def _head(wait: Wait) -> nodes.Node:
    match wait:
        case nodes.Ask(slot=name) | nodes.Browse(name=name) | nodes.Fetch(name=name):
            return name
        case _:
            return wait


def gathering_is_short(scope: Scope) -> Iterator[Diagnostic]:
    """FE179"""
    found = scope.file.header.gather
    if found is not None and found.seconds > GATHERED:
        yield scope.mistake(
            "FE179",
            found,
            f"Whoever writes would wait {found.seconds} seconds for each answer.",
            f"At most {GATHERED} seconds are possible; `gather 3s` is enough for most people.",
        )
