from __future__ import annotations

import pytest

from flowengine.language.checks.reach import (
    flow_begins,
    returns_have_callers,
    steps_are_reached,
)
from tests.language.checks.scopes import HEAD, scope, told


@pytest.mark.parametrize(
    ("source", "found"),
    [("start:\n  end\n", []), ("begin:\n  end\n", [("FE142", 1)])],
)
def test_a_flow_begins_at_start(source: str, found: list[tuple[str, int]]) -> None:
    assert told(flow_begins, source) == found


def test_a_project_needs_no_beginning() -> None:
    project = scope("begin:\n  end\n", head="", name="project")
    assert told(flow_begins, project) == told(steps_are_reached, project) == []
    assert told(returns_have_callers, project) == []


@pytest.mark.parametrize("source", ["", "start:\n  end\n"])
def test_a_flow_begins_with_its_name(source: str) -> None:
    assert told(flow_begins, scope(source, head="")) == [("FE142", 1)]


def test_a_flow_may_inherit_its_beginning() -> None:
    assert told(flow_begins, scope("other:\n  end\n", project="start:\n  end\n")) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("start:\n  end\nlost:\n  end\n", [("FE096", 4)]),
        ("start:\n  end\nlost:\n  -> lost\n", [("FE096", 4)]),
        ("start:\n  call there\n  end\nthere:\n  -> further\nfurther:\n  return\n", []),
        ("begin:\n  end\nlost:\n  end\n", []),
        ("start:\n  -> openin\nopening:\n  end\n", []),
    ],
)
def test_steps_that_nothing_leads_to(source: str, found: list[tuple[str, int]]) -> None:
    assert told(steps_are_reached, source) == found


ADDRESS = "address:\n  return\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("start:\n  if x: -> address\n  end\n" + ADDRESS, [("FE100", 6)]),
        ("start:\n  call address\n  end\n" + ADDRESS, []),
        ('anywhere\n  0 "x" -> address\nstart:\n  end\n' + ADDRESS, []),
        ("on message:\n  return\nstart:\n  end\n", []),
        ("start:\n  end\n" + ADDRESS, []),
        ("start:\n  -> address\n" + ADDRESS, []),
    ],
)
def test_somebody_calls_what_returns(source: str, found: list[tuple[str, int]]) -> None:
    assert told(returns_have_callers, source) == found


@pytest.mark.parametrize("call", ["shop", "shop.start"])
def test_a_flow_that_another_one_calls_returns_there(call: str) -> None:
    source = "start:\n  if x: return\n  end\n"
    other = f"{HEAD}start:\n  call {call}\n  end\n"
    assert told(returns_have_callers, scope(source, flows={"other": other})) == []
    assert told(returns_have_callers, source) == [("FE100", 3)]
