"""What `talk.outcome` is compared with is what agents may call a talk, in some queue that is known.

It claims nothing where that cannot be known, and forbids nothing: a supervisor may end a talk in
words of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import chain

from jinja2 import nodes as jinja

from flowengine.language import nodes
from flowengine.language.checks.guess import mend
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.expressions.parsing import place
from flowengine.language.expressions.problems import Problem, locate

OUTCOME = "outcome"
OTHERWISE = "Compare with a name that a line `outcome` gives."


def outcomes_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE198: whoever passes a talk on sends it to another flow's queue too, so those count."""
    compared = list(_compared(scope))
    known = _known(scope) if compared else ()
    names = {one.label.source for one in known}
    for leaf, const, at in compared if known else ():
        if const.value and const.value not in names:
            start, end = (offset + at for offset in place(const))
            message = f"No queue has an outcome called `{const.value}`."
            hint = _translated(const.value, known) or mend(const.value, names) or OTHERWISE
            problem = Problem("FE198", start, end, message, hint, Severity.WARNING)
            yield locate(problem, leaf, scope.path)


def _known(scope: Scope) -> tuple[nodes.Disposition, ...]:
    """Of the queues that each flow sees, by the nearest lines as it sees them; nothing where one
    has outcomes that nobody tells."""
    project = scope.file if scope.is_project else scope.project
    shared = [file for file in (project, scope.standard) if file is not None]
    flows = [file for file in scope.everything if all(file is not one for one in shared)]
    found = [
        _nearest([queue.terms, *(file.terms for file in (flow, *shared))])
        for flow in flows or shared[:1]
        for queue in chain(flow.queues, *(file.queues for file in shared))
    ]
    return tuple(chain(*found)) if all(found) else ()


def _nearest(terms: Iterable[nodes.Terms | None]) -> tuple[nodes.Disposition, ...]:
    return next((one.outcomes for one in terms if one is not None and one.outcomes), ())


def _translated(written: str, known: Iterable[nodes.Disposition]) -> str:
    """The mend for an outcome that is called by its label in another language."""
    for one in known:
        labels = {variant.alternatives[0][0].source for variant in one.variants}
        if written in labels:
            return f"In every language a flow compares with the name itself: `{one.label.source}`."
    return ""


def _compared(
    scope: Scope,
) -> Iterator[tuple[nodes.Expression | nodes.Quote, jinja.Const, int]]:
    """Texts beside `talk.outcome`, and what their offsets lack to be those of the leaf."""
    for reading in scope.readings:
        for tree, at in reading.trees() if OUTCOME in reading.leaf.source else ():
            top = [tree] if isinstance(tree, jinja.Compare) else []
            for compare in (*top, *tree.find_all(jinja.Compare)):
                for const in _texts(compare):
                    yield reading.leaf, const, at


def _texts(compare: jinja.Compare) -> Iterator[jinja.Const]:
    left = compare.expr
    for operand in compare.ops:
        for one in _beside(left, operand):
            if isinstance(one, jinja.Const) and isinstance(one.value, str):
                yield one
        left = operand.expr


def _beside(left: jinja.Expr, operand: jinja.Operand) -> list[jinja.Expr]:
    """What the outcome is compared with: the other side, or each item of a written list."""
    match operand:
        case jinja.Operand(op="eq" | "ne", expr=right) if _is_outcome(left):
            return [right]
        case jinja.Operand(op="eq" | "ne", expr=right) if _is_outcome(right):
            return [left]
        case jinja.Operand(op="in" | "notin", expr=jinja.List(items=items)) if _is_outcome(left):
            return list(items)
        case _:
            return []


def _is_outcome(node: jinja.Node) -> bool:
    match node:
        case jinja.Getattr(node=jinja.Name(name="talk"), attr=attribute):
            return attribute == OUTCOME
        case _:
            return False
