from __future__ import annotations

import logging

import pytest

from flowengine.host.wish import NO_WISH, Wish, started
from flowengine.language.compile import compile_flow
from flowengine.language.program import Program
from flowengine.language.project import Sources
from flowengine.runtime.events import Started

FLOW = """flow line "Line"

entry call_me "Call me" -> more

start:
  say "Hello."
  -> more

more:
  ask name: text "Your name?"
  end
"""


@pytest.fixture
def program() -> Program:
    found = compile_flow(Sources({"line.flow": FLOW}), "line").program
    assert found is not None
    return found


def test_an_entry_begins_at_its_place_with_what_the_page_says(program: Program) -> None:
    assert started(program, Wish(entry="call_me", page={"a": "b"}), 7.0) == Started(
        at=7.0, place=program.entries["call_me"].place, page={"a": "b"}
    )
    assert started(program, NO_WISH, 7.0) == Started(at=7.0)


@pytest.mark.parametrize("entry", ["more", "line.more", "secret person"])
def test_what_is_no_entry_begins_at_the_start_and_the_log_does_not_repeat_it(
    program: Program, entry: str, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING):
        assert started(program, Wish(entry=entry), 7.0).place is None
    assert entry not in caplog.messages[0]
