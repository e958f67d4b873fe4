"""One step: what it refuses, what it cuts, and that a trace changes nothing."""

from __future__ import annotations

import pytest
from msgspec import structs

from flowengine.runtime import encode, step
from flowengine.runtime import events as ev
from tests.runtime.talk import Talk

ASKS = 'start:\n  ask a: text "A?"\n  say "{{ a | count }}"\n  end\n'


def test_a_text_that_is_far_too_long_is_cut() -> None:
    talk = Talk(ASKS)
    talk.start()
    assert talk.says("я" * 9_000)[0] == "4000"


def test_a_lone_half_of_a_character_can_be_kept() -> None:
    talk = Talk(ASKS)
    talk.start()
    talk.says("a\ud800b")
    assert talk.values["a"] == "a?b"


@pytest.mark.parametrize(
    ("session", "event", "message"),
    [
        ({"digest": "other"}, ev.Silence(at=1), "another version of the flow"),
        ({"place": "line.gone"}, ev.Silence(at=1), "has no place line.gone"),
        ({}, ev.Started(at=1, place="nowhere"), "There is no place nowhere in line"),
    ],
)
def test_misuse_raises_and_changes_nothing(
    session: dict[str, str], event: ev.Event, message: str
) -> None:
    talk = Talk(ASKS)
    talk.start()
    wrong = structs.replace(talk.session, **session)
    before = encode(wrong)
    with pytest.raises(ValueError, match=message):
        step(talk.program, wrong, event)
    assert encode(wrong) == before


def test_the_same_without_a_trace() -> None:
    talk = Talk(ASKS)
    event = ev.Started(at=1)
    assert step(talk.program, talk.session, event) == step(
        talk.program, talk.session, event, trace=[]
    )


def test_nothing_that_was_said_stays_with_a_conversation_that_is_over() -> None:
    talk = Talk(
        'start:\n  ask pin: digits 4, secret "PIN?"\n  say "Your PIN is {{ pin }}."\n  end\n'
    )
    talk.start()
    assert talk.says("1234") == ["Your PIN is 1234.", "ended: end"]
    assert b"1234" not in encode(talk.session)
