"""A mistake inside one expression or one text, before anybody knows where in the file that stands.

The offsets count characters from the start of the expression, or of what stands between the marks
of a quote. `locate` turns a problem into a diagnostic. Nothing here raises.
"""

from __future__ import annotations

from dataclasses import dataclass

from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.nodes import Expression, Quote, Span


@dataclass(frozen=True, slots=True)
class Problem:
    """`start` and `end` are offsets into the source, `end` exclusive."""

    code: str
    start: int
    end: int
    message: str
    hint: str = ""
    severity: Severity = Severity.ERROR

    def moved(self, by: int) -> Problem:
        """The same problem in a source that begins `by` characters earlier."""
        return Problem(
            self.code, self.start + by, self.end + by, self.message, self.hint, self.severity
        )


def locate(problem: Problem, node: Expression | Quote, file: str) -> Diagnostic:
    """The problem as a diagnostic of `file`; `node` is the leaf whose source was read."""
    mark = 1 if isinstance(node, Quote) else 0
    line, base = node.span.line, node.span.column + mark
    end = base + max(problem.end, problem.start + 1)
    span = Span(line, base + problem.start, line, end, node.span.file)
    where = span.file or file
    return Diagnostic(problem.code, where, span, problem.message, problem.hint, problem.severity)
