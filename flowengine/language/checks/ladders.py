"""`again`, `ask "…"` and `also` stand only where there is a question, or a waiting caller."""

from __future__ import annotations

from collections.abc import Iterator

from flowengine.language import nodes
from flowengine.language.checks.index import Found
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic


def ladder_verbs_have_a_question(scope: Scope) -> Iterator[Diagnostic]:
    """FE102: in a ladder, or in an option below a question (`star "again": again`)."""
    verbs: list[Found[nodes.Again | nodes.AskInstead]] = [*scope.index.all(nodes.Again)]
    for found in [*verbs, *scope.index.all(nodes.AskInstead)]:
        if not _has_question(found):
            word = "again" if isinstance(found.node, nodes.Again) else 'ask "…"'
            yield scope.mistake(
                "FE102",
                found.node,
                f"`{word}` repeats a question, and here there is none to repeat.",
                "Write it under `silence:`, `no match:`, `wrong:` or `unsure:`;"
                ' to ask something new, name the answer: `ask name: text "…"`.',
            )


def _has_question(found: Found[nodes.Again | nodes.AskInstead]) -> bool:
    return found.inside(nodes.Ladder) is not None or found.inside(nodes.Option) is not None


def also_has_a_queue(scope: Scope) -> Iterator[Diagnostic]:
    """FE103"""
    for found in scope.index.all(nodes.Also):
        if found.inside(nodes.Timed) is None:
            yield scope.mistake(
                "FE103",
                found.node,
                "`also` adds a second queue for somebody who waits, and here nobody waits.",
                "Write it below a `handoff`, as in `after 3m: also duty`.",
            )


def ladders_are_written_once(scope: Scope) -> Iterator[Diagnostic]:
    """FE141: the same try of the same kind twice, or one outcome of a hand-off twice."""
    seen: dict[tuple[int, str], nodes.Node] = {}
    ladders: list[Found[nodes.Ladder | nodes.Outcome]] = [*scope.index.all(nodes.Ladder)]
    for found in [*ladders, *scope.index.all(nodes.Outcome)]:
        what = _what(found.node)
        first = seen.setdefault((id(found.parent), what), found.node)
        if what and first is not found.node:
            yield scope.mistake(
                "FE141",
                found.node,
                f"`{what}:` is already written in line {first.span.line},"
                " so one of the two would never be heard.",
                "Remove one, or give it a number: `silence 2:` is for the second silence.",
            )


def _what(node: nodes.Ladder | nodes.Outcome) -> str:
    """As the author wrote it; several `wrong if` lines are fine, so they have no name here."""
    if isinstance(node, nodes.Outcome):
        return f"on {node.kind}"
    if node.condition is not None:
        return ""
    if node.kind == "give up":
        return "give up"
    return node.kind if node.count is None else f"{node.kind} {node.count.value}"
