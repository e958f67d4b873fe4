from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from flowengine.desk.items import ACTIVE, CALLBACK, OFFERED, WAITING, Guest, Item
from flowengine.desk.people import Standing, User
from flowengine.host.desk.board import View
from flowengine.language.program import Queue
from flowengine.server.desk.seen import change, own, sections, waiting

OLENA = User(id="u1", name="olena", shown="Olena", version=1)
QUEUE = Queue(hours="", most=0, offer=30)
ITEM = Item(
    id="i1", conversation="k7f3a", flow="line", queue="people", state=ACTIVE, agent="u1",
    channel="chat", media="chat", brief="About a bed", contact="c9b1", version=4,
)  # fmt: skip


def test_who_waits_is_shown_without_what_it_is_about() -> None:
    shown = waiting(replace(ITEM, state=WAITING, agent="", note="At home", phone="+380"))
    assert not {"brief", "note", "phone", "conversation", "contact"} & set(shown)
    assert shown["name"] == "89D5"


def test_a_token_is_for_whom_the_offer_is_made() -> None:
    offered = replace(ITEM, state=OFFERED, token="secret")
    assert own(offered, OLENA, QUEUE)["token"] == "secret"
    assert own(replace(offered, agent="u2"), OLENA, QUEUE)["token"] == ""
    assert own(replace(offered, state=ACTIVE), OLENA, QUEUE)["token"] == ""


@pytest.mark.parametrize(
    ("state", "agent", "queue", "phone"),
    [
        (ACTIVE, "u1", QUEUE, "+380"),
        (OFFERED, "u1", QUEUE, ""),  # not before it is theirs
        (ACTIVE, "u2", QUEUE, ""),
        (ACTIVE, "u1", Queue(hours="", most=0, anonymous=True), ""),
    ],
)
def test_a_number_is_for_who_calls_it(state: str, agent: str, queue: Queue, phone: str) -> None:
    item = replace(ITEM, kind=CALLBACK, state=state, agent=agent, phone="+380", safe="yes")
    shown = own(item, OLENA, queue)
    assert (shown["phone"], shown["safe"]) == (phone, "yes")


def test_in_an_anonymous_queue_no_word_says_where_they_can_be_reached() -> None:
    """The brief is what the person said, and the note what they left."""
    item = replace(ITEM, kind=CALLBACK, phone="+380501234567", brief="of +380501234567")
    item = replace(item, note="write to ann@example.org or 050 123 45 67")
    for one in (item, replace(item, kind="message"), replace(item, kind="contact")):
        shown = str(own(one, OLENA, Queue(hours="", most=0, anonymous=True)))
        assert not [piece for piece in ("50123", "example.org", "123 45 67") if piece in shown]
    assert "ann@example.org" in own(item, OLENA, QUEUE)["note"]


def test_who_listens_unseen_is_not_shown_to_the_others() -> None:
    guests = (Guest("u2", "listen", hidden=True), Guest("u3", "consult"))
    item = replace(ITEM, guests=guests)
    assert [one["agent"] for one in own(item, OLENA, QUEUE)["guests"]] == ["u3"]
    hidden = replace(item, guests=(Guest("u1", "listen", hidden=True),))
    assert [one["agent"] for one in own(hidden, OLENA, QUEUE)["guests"]] == ["u1"]


def test_a_queue_that_is_declared_no_more_has_no_terms() -> None:
    shown = own(ITEM, OLENA, None)
    assert (shown["offer"], shown["record"], shown["script"]) == (0, False, "")


def test_of_a_queue_that_is_declared_no_more_nobody_knows_what_it_promised() -> None:
    """It may have been anonymous: who waited in it was told so."""
    one = replace(ITEM, kind=CALLBACK, phone="+380501234567", brief="of +380501234567")
    shown = own(one, OLENA, None)
    assert shown["anonymous"]
    assert "50123" not in str(shown)


def test_a_view_is_told_by_section_and_key() -> None:
    view = View(at=1.0, user=OLENA, standing=Standing(agent="u1"), status="ready", items=(ITEM,))
    told = sections(view, {"people": QUEUE}, lambda conversation: conversation == "k7f3a")
    assert told["me"]["me"]["status"] == "ready"
    assert (told["items"]["i1"]["offer"], told["items"]["i1"]["calling"]) == (30, True)
    assert sections(view, {})["items"]["i1"]["calling"] is False
    titled = sections(view, {}, titled=str.upper)["items"]["i1"]
    assert (titled["queue"], titled["titled"]) == ("people", "PEOPLE")


@pytest.mark.parametrize(
    ("before", "now", "told"),
    [
        ({}, {}, {}),
        ({"items": {"a": 1}}, {"items": {"a": 1}}, {}),
        ({"items": {"a": 1}}, {"items": {"a": 2}}, {"put": {"items": {"a": 2}}, "drop": {}}),
        ({"items": {"a": 1}}, {"items": {}}, {"put": {}, "drop": {"items": ["a"]}}),
        ({}, {"queues": {"q": 1}}, {"put": {"queues": {"q": 1}}, "drop": {}}),
    ],
)
def test_only_what_has_changed_is_told(before: Any, now: Any, told: dict[str, Any]) -> None:
    assert change(before, now) == told
