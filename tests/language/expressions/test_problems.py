from __future__ import annotations

import pytest

from flowengine.language.diagnostics import Diagnostic, Severity
from flowengine.language.expressions.problems import Problem, locate
from flowengine.language.nodes import Expression, Quote, Span

SPAN = Span(4, 10, 4, 30)
PROBLEM = Problem("FE064", 3, 8, "No.", "Yes.", Severity.WARNING)


@pytest.mark.parametrize(
    ("leaf", "column"),
    [(Expression(SPAN, "a"), 13), (Quote(SPAN, "a"), 14)],
)
def test_offsets_count_from_the_source_and_not_from_the_marks(
    leaf: Expression | Quote, column: int
) -> None:
    place = Span(4, column, 4, column + 5)
    expected = Diagnostic("FE064", "a.flow", place, "No.", "Yes.", Severity.WARNING)
    assert locate(PROBLEM, leaf, "a.flow") == expected


def test_an_empty_range_is_drawn_one_character_wide() -> None:
    place = locate(Problem("FE050", 0, 0, "No."), Expression(SPAN, ""), "a.flow").span
    assert (place.column, place.end_column) == (10, 11)


def test_a_problem_moves_and_keeps_the_rest() -> None:
    moved = PROBLEM.moved(10)
    assert (moved.start, moved.end) == (13, 18)
    assert (moved.code, moved.message, moved.hint, moved.severity) == (
        "FE064",
        "No.",
        "Yes.",
        Severity.WARNING,
    )
