from __future__ import annotations

import asyncio
import logging
from dataclasses import replace
from typing import Any

import msgspec
import pytest

from flowengine.desk.items import MESSAGE, Item
from flowengine.host import lines, parcels
from flowengine.host.telling import KINDS, Telling, lost, moment, told
from flowengine.runtime.effects import Noted, Saved
from flowengine.store.records import (
    AMBIGUOUS,
    FAILED,
    Conversation,
    Errand,
    Fact,
    Message,
    Outgoing,
    Subscription,
    Timer,
    Turn,
)
from flowengine.store.verbs import StoreError

URL = "https://crm.example.org/hook"
ALL = Subscription("s1", URL, ",".join(KINDS), "crm", 0.0)
RESULTS = Subscription("s2", "https://sheet.example.org/", "result.saved", "sheet", 0.0)
NEW = Conversation(
    "c1", "pantry", "d1", "sms", b"", b"{}", "", False, 1_000.5, gateway="sms", address="+380501"
)  # fmt: skip
LATER = replace(NEW, revision=3)
END = Message(9, 1_000.5, lines.FLOW, lines.encode(lines.Line(kind="ended", text="end")))


def fact(effect: msgspec.Struct, kind: str) -> Fact:
    return Fact(1.0, kind, msgspec.json.encode(effect).decode())


ANSWER = fact(Saved(name="Day", value="2026-03-01", category="Sunday", raw="on sunday"), "saved")
NOTE = fact(Noted(text="called twice"), "noted")
HANDOFF = Item(id="c1-4", conversation="c1", queue="nurses", channel="sms", turn=4, brief="pale")
NOTED = Item(id="c1-n4.1", conversation="c1", queue="nurses", channel="sms", kind=MESSAGE)


def events(rows: tuple[Outgoing, ...]) -> list[dict[str, Any]]:
    return [msgspec.json.decode(parcels.notice(row.body).event) for row in rows]


def kinds(turn: Turn, *subscriptions: Subscription) -> list[str]:
    return [one["type"] for one in events(told(turn, subscriptions or (ALL,)))]


HAPPENS = [
    (Turn(NEW), ["conversation.began"]),
    (Turn(LATER), []),
    (Turn(LATER, facts=(NOTE, ANSWER, ANSWER)), ["result.saved", "result.saved"]),
    (Turn(LATER, joined=(HANDOFF, NOTED)), ["handoff.asked"]),
    (Turn(replace(LATER, ended=True), messages=(END,)), ["conversation.ended"]),
    (Turn(replace(LATER, ended=True), erases=True), ["conversation.ended"]),
    (
        Turn(replace(NEW, ended=True), messages=(END,), facts=(ANSWER,)),
        ["conversation.began", "result.saved", "conversation.ended"],
    ),
    # Rows that are only cleared after the end, and one that ends it.
    (Turn(replace(LATER, ended=True), fired=Timer("c1", 2, "quiet", 5.0)), []),
    (Turn(replace(LATER, ended=True), answered=Errand("c1", 4, "fetch", "{}")), []),
    (
        Turn(replace(LATER, ended=True), fired=Timer("c1", 2, "quiet", 5.0), messages=(END,)),
        ["conversation.ended"],
    ),
]


@pytest.mark.parametrize(("turn", "expected"), HAPPENS, ids=range(len(HAPPENS)))
def test_what_happens_in_a_turn_is_told(turn: Turn, expected: list[str]) -> None:
    assert kinds(turn) == expected


def test_nobody_is_told_what_they_did_not_ask_for() -> None:
    turn = Turn(NEW, facts=(ANSWER,))
    assert kinds(turn, RESULTS) == ["result.saved"]
    assert told(turn, ()) == ()


def test_a_notice_says_no_more_than_it_must() -> None:
    """No address, no words of the person, no brief for whoever takes over."""
    rows = told(Turn(NEW, facts=(ANSWER, NOTE), joined=(HANDOFF,)), (ALL,))
    said = " ".join(row.body for row in rows)
    assert not [word for word in ("+380501", "on sunday", "called", "pale") if word in said]
    began, saved, asked = events(rows)
    assert began == {
        "type": "conversation.began",
        "timestamp": "1970-01-01T00:16:40.500000Z",
        "data": {"conversation": "c1", "flow": "pantry", "channel": "sms"},
    }
    assert saved["data"]["result"] == {"name": "Day", "value": "2026-03-01", "category": "Sunday"}
    assert asked["data"]["queue"] == "nurses"


def test_a_notice_is_a_row_for_the_outbox_signed_by_its_own_secret() -> None:
    one, other = told(Turn(LATER, facts=(ANSWER,)), (ALL, RESULTS))
    assert (one.gateway, one.to, one.conversation) == ("webhook", URL, "c1")
    assert (one.at, one.due) == (1_000.5, 1_000.5)
    assert [parcels.notice(row.body).secret for row in (one, other)] == ["crm", "sheet"]
    assert one.key != other.key


def test_the_same_turn_done_again_makes_the_same_keys_and_the_next_one_others() -> None:
    turn = Turn(replace(LATER, ended=True), messages=(END,), facts=(ANSWER, ANSWER))
    keys = [row.key for row in told(turn, (ALL,))]
    assert len(set(keys)) == 3
    again = [row.key for row in told(replace(turn, node="other"), (ALL,))]
    following = replace(turn, conversation=replace(turn.conversation, revision=4))
    assert again == keys
    assert not set(keys) & {row.key for row in told(following, (ALL,))}


def test_of_what_is_erased_the_end_is_told_and_that_it_is_gone() -> None:
    turn = Turn(replace(LATER, ended=True), messages=(END,), erases=True)
    assert [one["data"]["erased"] for one in events(told(turn, (ALL,)))] == [True]


@pytest.mark.parametrize("state", [FAILED, AMBIGUOUS])
def test_a_message_that_came_to_nothing_is_told(state: str) -> None:
    row = Outgoing("c1/4/0", "c1", 1.0, '{"text":"psst"}', "sms", "+380501", state, 1.0, 5, "busy")
    (notice,) = lost(row, (ALL, RESULTS), 7.0)
    (event,) = events((notice,))
    assert event["type"] == "message.failed"
    assert event["data"] == {
        "conversation": "c1",
        "message": "c1/4/0",
        "gateway": "sms",
        "state": state,
        "error": "busy",
    }
    assert "psst" not in notice.body
    assert "+380501" not in notice.body
    assert lost(replace(row, tries=6), (ALL,), 7.0)[0].key != notice.key  # sent again, failed again


def test_a_notice_that_fails_makes_no_further_notices() -> None:
    (notice,) = told(Turn(NEW), (ALL,))
    assert lost(replace(notice, state=FAILED), (ALL,), 7.0) == ()


@pytest.mark.parametrize(
    ("at", "text"),
    [(0.0, "1970-01-01T00:00:00.000000Z"), (1_700_000_000.25, "2023-11-14T22:13:20.250000Z")],
)
def test_a_moment_is_written_as_rfc_3339(at: float, text: str) -> None:
    assert moment(at) == text


class Rows:
    def __init__(self) -> None:
        self.known: tuple[Subscription, ...] = ()
        self.broken = False

    async def subscriptions(self) -> tuple[Subscription, ...]:
        if self.broken:
            raise StoreError("The database is gone.")
        return self.known


def test_what_another_node_subscribed_is_known_after_a_look(
    caplog: pytest.LogCaptureFixture,
) -> None:
    """And a store that is away for a while changes nothing but the log."""

    async def scene() -> list[int]:
        rows = Rows()
        telling = Telling(rows)
        seen: list[int] = []
        row = Outgoing("c1/4/0", "c1", 1.0, "{}", "sms", "+380501", FAILED)

        async def pause(_seconds: float) -> None:
            seen.append(len(telling(Turn(NEW))) + len(telling.lost(row, 2.0)))
            rows.known, rows.broken = (ALL,), len(seen) == 2
            if len(seen) == 3:
                raise asyncio.CancelledError

        with pytest.raises(asyncio.CancelledError):
            await telling.watch(pause)
        return seen

    with caplog.at_level(logging.ERROR):
        assert asyncio.run(scene()) == [0, 2, 2]
    assert caplog.messages == ["subscriptions could not be read: The database is gone."]
