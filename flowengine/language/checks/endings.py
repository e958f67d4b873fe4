"""Every way through a step leads somewhere: nothing runs out, and nothing stands behind an exit."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import pairwise

from flowengine.language import nodes
from flowengine.language.checks.index import children
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic

MEND = "Close it with `-> place`, `end` or `return`."


def steps_lead_on(scope: Scope) -> Iterator[Diagnostic]:
    """FE097: located where the way runs out, which may be deep inside an `if` or an option."""
    for step in scope.file.steps:
        where = runs_out(step.body)
        if where is None:
            continue
        after = "nothing says where to go on"
        match where:
            case nodes.If():
                message = f"When none of these conditions holds, {after}."
                hint = "Add `else:`, or go on below the `if` with `-> place`, `end` or `return`."
            case nodes.Option() | nodes.Each():
                message = f"After this option the menu is left behind, and {after}."
                hint = "Give the option a `-> place`, or write what follows below the menu."
            case _:
                message, hint = f"The step `{step.name.text}` stops here: {after}.", MEND
        yield scope.mistake("FE097", where, message, hint)


def exits_come_last(scope: Scope) -> Iterator[Diagnostic]:
    """FE098"""
    for body in _bodies(scope.file):
        for before, after in pairwise(body):
            closed = isinstance(before, nodes.Transfer) and isinstance(after, nodes.End)
            if _runs_out(before) is None and not closed:
                yield scope.warning(
                    "FE098",
                    after,
                    "This is never reached, because the lines above have already gone elsewhere.",
                    "Remove it, or move it up.",
                )
                break


def giving_up_leads_on(scope: Scope) -> Iterator[Diagnostic]:
    """FE149"""
    for ladder in scope.index.nodes(nodes.Ladder):
        if ladder.kind == "give up" and runs_out(ladder.body) is not None:
            yield scope.warning(
                "FE149",
                ladder,
                "After these lines the question comes again, so nobody has given up.",
                "Close them with `-> place` or `end`, for example `-> person`.",
            )


def _bodies(file: nodes.File) -> Iterator[nodes.Body]:
    """Every run of statements, wherever it stands."""
    waiting: list[nodes.Node] = [file]
    while waiting:
        node = waiting.pop()
        for name in ("body", "otherwise", "on_error", "on_late"):
            yield getattr(node, name, None) or ()
        waiting.extend(reversed(children(node)))


def runs_out(body: nodes.Body) -> nodes.Node | None:
    """The statement at its end (or its option or `if`) after which nobody says where to go on.

    None where every way leaves. A transfer ends the conversation here, so it leaves too; `again`
    leaves for the question it belongs to.
    """
    ends = [_runs_out(statement) for statement in body]
    return ends[-1] if all(ends) else None


def _runs_out(last: nodes.Statement) -> nodes.Node | None:
    match last:
        case nodes.Jump() | nodes.End() | nodes.Return() | nodes.Transfer():
            return None
        case nodes.Again() | nodes.AskInstead():
            return None  # back to the question
        case nodes.If():
            return _if_runs_out(last)
        case nodes.Menu() if last.options:
            return _first(_option_runs_out(option) for option in last.options)
        case _:
            return last


def _if_runs_out(choice: nodes.If) -> nodes.Node | None:
    for body in (*(branch.body for branch in choice.branches), choice.otherwise):
        if body and (where := runs_out(body)):
            return where
    return None if choice.otherwise else choice


def _option_runs_out(option: nodes.Option | nodes.Each) -> nodes.Node | None:
    if option.target is not None:
        return None
    if isinstance(option, nodes.Option) and option.body:
        return runs_out(option.body) and option
    return option


def _first(found: Iterator[nodes.Node | None]) -> nodes.Node | None:
    return next((node for node in found if node is not None), None)
