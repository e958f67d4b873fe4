from __future__ import annotations

import pytest

from flowengine.language.checks.expressions import expressions_fit
from tests.language.checks.scopes import scope, told

HEAD = """table towns from "towns.csv"
hours office
  every day 9:00-17:00
slots
  topic: text
"""


@pytest.mark.parametrize(
    ("lines", "codes"),
    [
        (['if topic == "a": end'], []),
        (['if topik == "a": end'], ["FE064"]),
        (['if topic = "a": end'], ["FE053"]),
        (['say "{{ topik }}"'], ["FE064"]),
        (['say "{{ topic"'], ["FE074"]),
        (["if office: end"], ["FE145"]),
        (["if channel: end"], ["FE145"]),
        (["if queue: end"], ["FE145"]),
        (["if office is open: end"], []),
        (["if channel is voice: end"], []),
        (["set x = office"], []),
        (["for t in towns:", '  say "{{ t.name }}"'], []),
        (["for t in topic:", '  say "{{ t }}"'], ["FE138"]),
        (["for t in topik:", '  say "{{ t }}"'], ["FE064"]),
        (["browse t in topic", '  show "{{ t }}"'], ["FE138"]),
        (['menu "?"', '  each t in topic "{{ t }}" = t'], ["FE138"]),
        (['ask x: choice from topic "?"'], ["FE138"]),
        (['ask x: choice from towns by name "?"'], []),
        (['ask n: number from low to 6 "?"'], ["FE064"]),
        (["for t in towns:", '  say "x"', 'say "{{ t.name }}"'], ["FE064"]),
        (["repeat up to 3 times while office:", "  wait 5s"], ["FE145"]),
        (['ask x: text "?"', "  wrong if office: again"], ["FE145"]),
    ],
)
def test_expressions(lines: list[str], codes: list[str]) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    assert [code for code, _ in told(expressions_fit, f"{HEAD}start:\n{body}  end\n")] == codes


def test_a_problem_is_placed_in_its_line() -> None:
    (found,) = expressions_fit(scope('start:\n  say "Hi {{ nobody }}."\n  end\n'))
    assert (found.span.line, found.span.column, found.span.end_column) == (3, 14, 20)


@pytest.mark.parametrize(("name", "mend"), [("office", "Ask `… is open`."), ("channel", "voice")])
def test_a_condition_that_always_holds_is_mended(name: str, mend: str) -> None:
    (found,) = expressions_fit(scope(f"{HEAD}start:\n  if {name}: end\n  end\n"))
    assert mend in found.hint


def test_a_name_used_outside_its_loop_is_explained() -> None:
    source = 'start:\n  for t in towns:\n    say "x"\n  say "{{ t.name }}"\n  end\n'
    (found,) = expressions_fit(scope('table towns from "towns.csv"\n' + source))
    assert found.hint == "`t` is only there inside its `for`, `browse` or `each`."
