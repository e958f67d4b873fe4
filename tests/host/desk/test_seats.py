"""Who sits in which call, and what their pages are told."""

from __future__ import annotations

from typing import Any

from flowengine.host.desk.seats import ELSEWHERE, Leg, Seats
from flowengine.speech.duplex.orders import HangUp, Join
from tests.host.desk.test_calls import Carrier, Meeting


def _seated() -> tuple[Any, Carrier, Any]:
    carrier, meeting = Carrier(), Meeting("c")
    seats: Any = Seats(carrier)  # type: ignore[arg-type]
    seats.meetings["c"] = meeting
    seats.seat(Leg("first", "olena", "i", "c", "agent"))
    return seats, carrier, meeting


def test_who_comes_is_told_how_the_call_stands() -> None:
    _, carrier, _ = _seated()
    assert carrier.of("first") == [
        ("answer",),
        ("order", Join(room="c", role="agent")),
        ("sign", "role", "agent"),
        ("sign", "hold", False),
        ("sign", "recording", False),
    ]


def test_a_second_window_goes_on_and_the_first_is_told_so() -> None:
    seats, carrier, _ = _seated()
    seats.seat(Leg("second", "olena", "i", "c", "agent"))
    assert carrier.of("first")[-1] == ("order", HangUp(reason=ELSEWHERE, at_once=True))
    assert [leg.call for leg in seats.of("c")] == ["second"]


def test_another_part_is_another_place_and_the_same_part_is_none() -> None:
    seats, carrier, _ = _seated()
    seats.seat(Leg("other", "sofia", "i", "c", "listen"))
    (leg,) = (one for one in seats.of("c") if one.user == "sofia")
    before = len(carrier.of("other"))
    seats.move(leg, "listen")
    assert len(carrier.of("other")) == before
    seats.move(leg, "whisper")
    assert carrier.of("other")[-2:] == [
        ("order", Join(room="c", role="whisper")),
        ("sign", "role", "whisper"),
    ]


def test_hold_is_told_once() -> None:
    seats, carrier, meeting = _seated()
    for _ in range(2):
        seats.hold(meeting, on=True)
    assert carrier.of("first").count(("sign", "hold", True)) == 1
    assert meeting.on_hold


def test_nobody_is_left_when_the_caller_has_gone() -> None:
    seats, carrier, meeting = _seated()
    assert seats.agent("c")
    seats.over(Meeting("c"))  # of a call before this one
    assert seats.meetings
    seats.over(meeting)
    assert not seats.agent("c")
    assert not seats.meetings
    assert carrier.of("first")[-1] == ("order", HangUp(reason="over", at_once=True))
