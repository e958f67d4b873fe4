"""Every `-> place` and `call place` leads somewhere, and what it hands over is expected there."""

from __future__ import annotations

from collections.abc import Iterator

from jinja2 import nodes as jinja

from flowengine.language import nodes
from flowengine.language.checks.guess import listing, mend
from flowengine.language.checks.index import index_of
from flowengine.language.checks.scope import PROJECT, Place, Scope
from flowengine.language.checks.waits import wait_names
from flowengine.language.diagnostics import Diagnostic
from flowengine.language.expressions.parsing import place
from flowengine.language.expressions.problems import Problem, locate


def targets_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE080 no such step, FE084 no such flow, FE101 a name the step does not ask for."""
    for target in scope.index.nodes(nodes.Target):
        found = scope.place(target.path)
        if found is None:
            yield _unknown(scope, target.path)
        else:
            yield from _arguments(scope, target, found)
    yield from _moves(scope)


def _moves(scope: Scope) -> Iterator[Diagnostic]:
    """To a place, to what is waited for in a step, or to a name that moved on itself."""
    known = wait_names(scope) | {moved.old.parts for moved in scope.file.moves}
    for moved in scope.file.moves:
        if scope.place(moved.new) is None and moved.new.parts not in known:
            yield _unknown(scope, moved.new)


def places_in_texts_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE080 for `key("grants")` and `word("help")`, which name places too."""
    for reading in scope.readings:
        for call, at in reading.calls():
            match call:
                case jinja.Call(
                    node=jinja.Name(name="key" | "word"), args=[jinja.Const(value=str(name))]
                ):
                    start, end = (offset + at for offset in place(call.args[0]))
                case _:
                    continue
            if scope.place(nodes.Path(reading.leaf.span, tuple(name.split(".")))) is None:
                hint = mend(name, scope.places, "Name a step, or a word such as help.")
                message = f"There is no step or flow called `{name}`."
                problem = Problem("FE080", start, end, message, hint)
                yield locate(problem, reading.leaf, scope.path)


def inherited_targets_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE080 where project.flow sends callers of this flow to a step that it does not have."""
    if scope.project is None or scope.file.header.name is None:
        return
    paths = {
        target.path.text: target.path for target in index_of(scope.project).nodes(nodes.Target)
    }
    for path in paths.values():
        if scope.place(path) is None:
            yield scope.mistake(
                "FE080",
                scope.file.header.name,
                f"{PROJECT}.flow leads to `{path.text}`, and this flow has no such step.",
                f"Write a step `{path.text}:` here or in {PROJECT}.flow.",
            )


def _unknown(scope: Scope, path: nodes.Path) -> Diagnostic:
    flow, *step = path.parts
    if not step:
        write = f"Write a step `{flow}:` at the margin, or correct the name."
        hint = mend(flow, scope.places, write)
        return scope.mistake("FE080", path, f"There is no step or flow called `{flow}`.", hint)
    if flow != scope.name and flow not in scope.flows:
        hint = mend(flow, scope.flows, "Put the flow's file beside this one, or correct the name.")
        return scope.mistake("FE084", path, f"There is no flow called `{flow}`.", hint)
    file = scope.flows.get(flow, scope.file)
    hint = mend(".".join(step), (known.name.text for known in file.steps))
    return scope.mistake("FE080", path, f"`{flow}` has no step called `{'.'.join(step)}`.", hint)


def _arguments(scope: Scope, target: nodes.Target, found: Place) -> Iterator[Diagnostic]:
    wanted = [name.text for name in found.step.parameters] if found.step else []
    for argument in target.arguments:
        if argument.name.text in wanted:
            continue
        yield scope.mistake(
            "FE101",
            argument.name,
            f"The step `{target.path.text}` does not ask for `{argument.name.text}`.",
            f"It takes: {listing(wanted)}." if wanted else "Remove this line.",
        )
