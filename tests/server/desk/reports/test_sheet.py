"""A table for spreadsheets, in which nothing is run."""

from __future__ import annotations

import csv
import io

import pytest

from flowengine.server.desk.reports.sheet import BOM, sheet


def test_numbers_words_and_what_is_not_told() -> None:
    made = sheet(["queue", "offered", "strict"], [["Юридична, «А»", 12, 0.83333], ["x", 0, None]])
    assert made == f'{BOM}queue,offered,strict\r\n"Юридична, «А»",12,0.8333\r\nx,0,\r\n'


def test_without_a_byte_order_mark() -> None:
    assert sheet(["a"], [], bom=False) == "a\r\n"


@pytest.mark.parametrize(
    "name", ["=cmd|' /C calc'!A0", "+1", "-2+3", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1"]
)
def test_no_cell_is_run_as_a_formula(name: str) -> None:
    made = sheet(["queue"], [[name]], bom=False)
    assert list(csv.reader(io.StringIO(made, newline="")))[1] == [f"'{name}"]


def test_a_number_below_nothing_stays_one() -> None:
    assert sheet(["a"], [[-2.5]], bom=False) == "a\r\n-2.5\r\n"
