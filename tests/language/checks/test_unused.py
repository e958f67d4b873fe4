from __future__ import annotations

import pytest

from flowengine.language.checks.unused import declarations_are_used
from tests.language.checks.scopes import END, HEAD, scope, told


@pytest.mark.parametrize(
    ("declared", "lines", "found"),
    [
        ('service x "https://x.example"', [], 1),
        ('service x "https://x.example"', ['fetch a from x "/"'], 0),
        ('service xylo "https://x.example"', ['fetch a from xyla "/"'], 0),
        ("queue x", [], 1),
        ("queue x", ["handoff x"], 0),
        ("queue x", ["handoff y", "  after 3m: also x"], 0),
        ("queue x", ['note "n" for x'], 0),
        ("queue x", ["if x is open: end"], 0),
        ('rule x = "a"', [], 1),
        ('rule x = "a"', ['ask a: rule x "?"'], 0),
        ('rule x = "a"', ['menu "?"', '  1 "A" or "<x>"'], 0),
        ('rule x = "a"', ['menu "?"', '  1 "A" or "(broken"'], 1),
        ('table x from "x.csv"', [], 1),
        ('table x from "x.csv"', ["for a in x:", '  say "."'], 0),
        ('words x\n  "fire"', [], 1),
        ('words x\n  "fire"\non word x: -> start', [], 0),
    ],
)
def test_declarations(declared: str, lines: list[str], found: int) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    source = f"{declared}\nstart:\n{body}  end\n"
    assert told(declarations_are_used, source) == [("FE144", 2)] * found


def test_another_flow_may_use_the_queue() -> None:
    other = f"{HEAD}start:\n  handoff x\n  end\n"
    assert told(declarations_are_used, scope("queue x\n" + END, flows={"other": other})) == []


def test_a_project_declares_for_flows_to_come() -> None:
    assert told(declarations_are_used, scope("queue x\n", head="")) == []
