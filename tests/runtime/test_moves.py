"""Going from place to place: jumps, calls, detours, back."""

from __future__ import annotations

from msgspec import structs

from tests.runtime.talk import Talk
from tests.runtime.talks import Case, cases


@cases("moves.talks")
def test_moves(case: Case) -> None:
    case.play()


def test_back_to_a_place_that_a_newer_flow_lost_is_a_fault() -> None:
    talk = Talk(
        'on fault: say "Fault." -> start\n\nstart:\n  ask a: text "A?"\n  ask b: text "B?"\n  end\n'
    )
    talk.start()
    talk.says("a")
    (last,) = talk.session.trail
    gone = structs.replace(last, place="line.start/gone")
    talk.session = structs.replace(talk.session, trail=(gone,))
    assert talk.says("back") == [
        "fault standard.flow:1:1 The question before this one is no longer in the flow.",
        "Fault.",
        "ask: A?",
    ]
