from __future__ import annotations

from dataclasses import dataclass
from datetime import time

import pytest
from msgspec.structs import replace

from flowengine.desk import items
from flowengine.host.desk.joining import NOTHING, Queues, joining, promised
from flowengine.host.desk.terms import Terms
from flowengine.host.pseudonyms import ALL, Pseudonyms
from flowengine.language.program import Hours, Queue
from flowengine.runtime import effects as fx
from flowengine.runtime.session import Session
from flowengine.store.records import Conversation

BEFORE = Conversation(
    "c1", "line", "d", "sms", b"", b"{}", "", False, 1.0, revision=4, contact="p1"
)
SESSION = Session(
    "d", "line", "sms", "uk", 1, 5, 9.0, "line.x", None, (), {}, (), {}, "", 0, {}, ""
)
MONDAY = 1_609_754_400.0  # 4 January 2021, 10:00 in UTC
EVENING, MORNING = MONDAY + 8 * 3600.0, MONDAY + 23 * 3600.0
DAY = Hours("UTC", {}, None, dict.fromkeys(range(5), ((time(9), time(17)),)))
ASKED = fx.Handoff(
    turn=5, queue="people", language="uk", skills=(("housing", 3),), priority="high", brief="B"
)
CALL = fx.Send(key="1-5-0", channel="callback", to="+3859", text="Please call.", safe="yes")
NOTE = fx.Noted(text="The door is broken.", queue="people")


def test_a_hand_off_is_an_item() -> None:
    (item,) = joining(BEFORE, SESSION, [ASKED], 9.0).joined
    assert item == items.Item(
        id="c1-5", conversation="c1", queue="people", channel="sms", media="async", turn=5,
        flow="line", contact="p1", language="uk", skills=(("housing", 3),), priority=items.HIGH,
        brief="B", joined=9.0, since=9.0,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("at", "state", "until"), [(0.0, "waiting", 0.0), (9.0, "waiting", 0.0), (99.0, "later", 99.0)]
)
def test_a_promise_to_phone_waits_now_or_later(at: float, state: str, until: float) -> None:
    (item,) = joining(BEFORE, SESSION, [replace(CALL, at=at)], 9.0, Queues(default="people")).joined
    assert (item.kind, item.media, item.state, item.until) == ("callback", "voice", state, until)
    assert (item.id, item.queue, item.phone, item.safe) == ("c1-1-5-0", "people", "+3859", "yes")
    assert (item.turn, item.brief) == (0, "Please call.")


@pytest.mark.parametrize(
    ("at", "asked", "until", "soon"),
    [
        (MONDAY, 0.0, 0.0, False),  # open: now
        (EVENING, 0.0, MORNING, True),
        (EVENING, MORNING + 60, MORNING + 60, False),  # a moment that they chose
    ],
)
def test_a_promise_of_the_night_is_for_the_morning(
    at: float, asked: float, until: float, soon: bool
) -> None:
    office = {"people": Terms(Queue(hours="day", most=0), DAY)}
    open_ = Queues(default="people", terms=office)
    (item,) = joining(BEFORE, SESSION, [replace(CALL, at=asked)], at, open_).joined
    assert (item.until, item.soon) == (until, soon)
    assert item.state == ("later" if until else "waiting")


def test_a_number_for_an_anonymous_queue_is_sealed() -> None:
    sealing = Pseudonyms("k" * 32, [ALL])
    hidden = Queues(anonymous=frozenset(("people",)), pseudonyms=sealing)
    shown, sealed = (
        joining(BEFORE, SESSION, [replace(CALL, queue=queue)], 9.0, hidden).joined[0].phone
        for queue in ("duty", "people")
    )
    assert shown == "+3859"
    assert sealed != "+3859"
    assert sealing.opened(sealed) == "+3859"


@dataclass
class _Case:
    effect: fx.Effect
    queue: str


@pytest.mark.parametrize(
    "case",
    [
        _Case(CALL, "people"),
        _Case(replace(CALL, queue="duty"), "duty"),
        _Case(replace(CALL, channel="sms"), ""),
        _Case(NOTE, ""),
    ],
)
def test_only_promises_to_phone_are_the_desks(case: _Case) -> None:
    assert promised(case.effect, Queues(default="people")) == case.queue


def test_without_any_queue_a_promise_waits_for_a_gateway_as_ever() -> None:
    assert joining(BEFORE, SESSION, [CALL], 9.0).joined == ()
    assert promised(CALL, Queues()) == ""


def test_notes_for_a_queue_are_messages_and_others_are_not() -> None:
    desk = joining(BEFORE, SESSION, [NOTE, fx.Noted(text="For us."), NOTE], 9.0)
    assert [(one.id, one.kind, one.media, one.note) for one in desk.joined] == [
        ("c1-n5.1", "message", "async", "The door is broken."),
        ("c1-n5.2", "message", "async", "The door is broken."),
    ]


def test_who_leaves_and_where_else_they_wait() -> None:
    desk = joining(BEFORE, SESSION, [fx.LeaveQueue(turn=3), fx.Also(queue="duty")], 9.0)
    assert (desk.joined, desk.left, desk.also) == ((), (3,), ("duty",))
    assert joining(BEFORE, SESSION, [fx.Say(text="Hi", language="en")], 9.0) is NOTHING
