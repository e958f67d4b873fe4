from __future__ import annotations

from dataclasses import replace

import pytest

from flowengine.host.recordings import (
    HIDES,
    INCOMPLETE,
    MOVED,
    WHOLE,
    Recording,
    moving,
    recording,
)
from flowengine.runtime import step
from flowengine.runtime.events import Said, Started
from flowengine.store.records import Conversation, Trace
from tests.host.walks import walked
from tests.runtime.talk import program

FIRST = (
    '{"begin":{"flow":"line","digest":"first","channel":"chat","seed":7,"at":5.0,"language":"en","caller":"+1","contact":{"name":"Ann"}},'
    '"event":{"type":"started","at":5.0}}'
)
SAID = '{"type":"said","at":6.0,"text":"one"}'
FLOW = """slots
  name: text, remembered

start:
  ask a: text "A, {{ name or caller.phone }}?"
  end
"""


def traces(*events: str) -> list[Trace]:
    return [Trace(n, 0.0, one, "", "", "", 0.0, "") for n, one in enumerate(events, 1)]


def recorded(*events: str) -> Recording:
    one = Conversation("k", "line", "new", "chat", b"", b"", "", False, 0.0)
    return recording(one, traces(*events))


def test_a_conversation_begins_as_it_began() -> None:
    found = recorded(FIRST, SAID)
    assert found.events == (Started(at=5.0), Said(at=6.0, text="one"))
    assert found.state == WHOLE
    session = found.session(program(FLOW))
    assert (session.seed, session.at, session.channel) == (7, 5.0, "chat")
    _, effects = step(program(FLOW), session, found.events[0])
    assert getattr(effects[-1], "text", "") == "A, Ann?"


def test_what_went_on_as_a_call_still_began_as_a_chat() -> None:
    now = Conversation("k", "line", "new", "voice", b"", b"", "", False, 0.0)
    found = recording(now, traces(FIRST))
    assert found.channel == "chat"
    assert found.session(program(FLOW)).channel == "chat"


@pytest.mark.parametrize(
    ("events", "heard", "state"),
    [
        ((), 0, INCOMPLETE),
        ((FIRST, SAID.replace("one", "••••"), SAID), 1, HIDES),
        ((FIRST.replace("Ann", "••••"), SAID), 0, HIDES),
        ((FIRST, SAID, moving("old", "new"), SAID), 2, MOVED),
        ((FIRST, "nonsense"), 1, INCOMPLETE),
        ((FIRST, '{"type":"unknown","at":1.0}'), 1, INCOMPLETE),
        ((SAID, SAID), 0, INCOMPLETE),
        ((moving("old", "new"), SAID), 0, MOVED),
    ],
)
def test_a_recording_goes_as_far_as_it_can_be_heard(
    events: tuple[str, ...], heard: int, state: str
) -> None:
    found = recorded(*events)
    assert (len(found.events), found.state) == (heard, state)
    assert found.digest == ("first" if heard else "new")


def test_without_the_first_turn_the_others_mean_nothing() -> None:
    one = Conversation("k", "line", "new", "chat", b"", b"", "", False, 0.0)
    first, second, third = traces(FIRST, SAID, SAID)
    assert recording(one, [third, second]).events == ()
    assert recording(one, [replace(first, revision=2)]).state == INCOMPLETE


def test_a_revision_that_the_flow_never_saw_is_passed_over() -> None:
    """A piece of an answer that waited for the next one, a timer that came too late."""
    one = Conversation("k", "line", "new", "chat", b"", b"", "", False, 0.0)
    first, _, third = traces(FIRST, SAID, SAID)
    found = recording(one, [third, first])
    assert (len(found.events), found.state) == (2, WHOLE)


def test_without_a_beginning_nothing_can_happen_again() -> None:
    with pytest.raises(ValueError, match="Nothing is known"):
        recorded().session(program(FLOW))


def test_what_people_of_straw_leave_can_be_read() -> None:
    conversation, left = walked(program(FLOW), 1)
    assert len(recording(conversation, left).events) == len(left)
