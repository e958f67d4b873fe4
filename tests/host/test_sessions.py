from __future__ import annotations

from dataclasses import replace

import pytest

from flowengine.host.beginning import Beginning, fresh
from flowengine.host.refusal import Refusal
from flowengine.host.sessions import over, ready
from flowengine.language.compile import compile_flow
from flowengine.language.program import Program
from flowengine.language.project import Sources
from flowengine.runtime import decode, encode, step
from flowengine.runtime.events import Started
from flowengine.store.records import Conversation

FLOW = """flow line "Line"
channels chat

start:
  ask name: text "Your name?"
  end
"""


def compiled(text: str) -> Program:
    found = compile_flow(Sources({"line.flow": text}), "line").program
    assert found is not None
    return found


@pytest.fixture
def waiting() -> Conversation:
    """It asks for a name."""
    program = compiled(FLOW)
    row, session, _ = fresh(program, Beginning(flow="line", channel="chat"), 7.0)
    session, _ = step(program, session, Started(at=7.0))
    return replace(row, session=encode(session))


def test_a_session_goes_on_as_it_was(waiting: Conversation) -> None:
    assert encode(ready(waiting, compiled(FLOW))) == waiting.session


def test_it_goes_on_with_a_program_that_still_has_its_place(waiting: Conversation) -> None:
    other = compiled(FLOW.replace("Your name?", "Who are you?"))
    assert other.digest != waiting.digest
    session = ready(waiting, other)
    assert session.digest == other.digest
    assert session.place == decode(waiting.session).place


@pytest.mark.parametrize("damage", ["bytes", "place"])
def test_what_cannot_go_on_is_refused_and_the_log_quotes_nothing(
    waiting: Conversation, damage: str, caplog: pytest.LogCaptureFixture
) -> None:
    program = compiled(FLOW)
    if damage == "bytes":
        waiting = replace(waiting, session=b"\x93my secret words")
    else:
        program = compiled(FLOW.replace("ask name: text", "ask town: text"))
    with pytest.raises(Refusal, match="start again") as refused:
        ready(waiting, program)
    assert refused.value.code == "stranded"
    assert caplog.messages == [f"session cannot go on {waiting.id}"]
    assert caplog.records[0].exc_info is None


def test_what_somebody_ended_waits_nowhere(waiting: Conversation) -> None:
    ended = decode(over(waiting, "closed"))
    assert (ended.place, ended.asked, ended.stack, ended.ended) == ("", None, (), "closed")
    assert over(replace(waiting, session=b"\x93damaged"), "closed") == b""
