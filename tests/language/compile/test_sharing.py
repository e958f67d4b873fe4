"""Two flows of one program that mean different things by one name."""

from __future__ import annotations

import pytest

from flowengine.language.compile import compile_flow
from tests.runtime.talk import sources

CALLS = "\n\nstart:\n  call other\n  end\n"
HOURS = "hours office\n  every day 9:00-17:00"
TABLES = {"a.csv": "n\nA\n", "b.csv": "n\nB\n", "c.csv": "n\nA\n"}


@pytest.mark.parametrize(
    ("mine", "theirs", "told"),
    [
        (HOURS, HOURS, 0),
        (HOURS, HOURS.replace("17", "18"), 1),
        (HOURS, HOURS.replace("office", "shop"), 0),
        ("queue q", "queue q\n  at most 9 waiting", 1),
        ("queue q", "queue q", 0),
        ('table t from "a.csv"', 'table t from "b.csv"', 1),
        ('table t from "a.csv"', 'table t from "c.csv"', 0),
        ('rule r = "a | b"', 'rule r = "a"', 1),
        ('rule r = "a"', 'rule r = "a"', 0),
        ('rule r = "a"\n  uk: "а" or "б"', 'rule r = "a"\n  uk: "а" or "в"', 1),
    ],
)
def test_another_meaning_in_a_flow_that_is_led_to(mine: str, theirs: str, told: int) -> None:
    other = f'flow other "Other"\nlanguages en, uk\n\n{theirs}\n\nstart:\n  return\n'
    line = f'flow line "Line"\nlanguages en, uk\n\n{mine}{CALLS}'
    compiled = compile_flow(sources(line, others={"other.flow": other}, tables=TABLES), "line")
    found = [one for one in compiled.diagnostics if one.code == "FE143"]
    assert compiled.program is not None
    assert [(one.file, one.span.line) for one in found] == [("other.flow", 4)] * told
