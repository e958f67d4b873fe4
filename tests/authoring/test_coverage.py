from __future__ import annotations

from flowengine.authoring.coverage import FileCoverage, coverage, ranges


def test_lines_are_counted_by_file_and_foreign_ones_are_left_out() -> None:
    can = [("b.flow", 1), ("a.flow", 3), ("a.flow", 4), ("a.flow", 9), ("a.flow", 4)]
    assert coverage(can, [("a.flow", 4), ("a.flow", 4), ("standard.flow", 1)]) == (
        FileCoverage("a.flow", 3, (3, 9)),
        FileCoverage("b.flow", 1, (1,)),
    )


def test_a_hundred_percent_means_every_line() -> None:
    assert FileCoverage("a.flow", 1000, (7,)).percent == 99
    assert FileCoverage("a.flow", 1000, ()).percent == 100
    assert FileCoverage("a.flow", 0, ()).percent == 100


def test_neighbouring_lines_are_joined() -> None:
    assert ranges([3, 7, 8, 9, 12]) == "3, 7-9, 12"
    assert ranges([]) == ""
