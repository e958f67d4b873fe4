from __future__ import annotations

import json
import re
from typing import Any

import pytest

from flowengine.server.operators.paging import ROWS
from flowengine.store.records import AMBIGUOUS, FAILED, QUEUED, SENT, Outgoing
from tests.server.operators.conftest import NOW, Desk


def letters(desk: Desk, state: str = FAILED, count: int = 1, **about: Any) -> list[str]:
    found = [
        Outgoing(
            **{
                "key": f"talk1/{state}/{number:03}",
                "conversation": "talk1",
                "at": NOW,
                "body": json.dumps({"channel": "sms", "text": "Come <b>today</b>"}),
                "gateway": "sms",
                "to": "+380671234567",
                "state": state,
                "error": "no route",
                "tries": 7,
                **about,
            }
        )
        for number in range(count)
    ]
    desk.do(desk.store.post, found)
    return [one.key for one in found]


def state_of(desk: Desk, key: str) -> str:
    found = desk.do(desk.store.letter, key)
    assert found is not None
    return found.state


def test_dead_letters_say_why_and_to_whom_is_masked(desk: Desk) -> None:
    letters(desk)
    page = desk.get("/outbox")
    assert "no route" in page
    assert "+38•••67" in page
    assert "+380671234567" not in page
    assert "Come" not in page  # words are on the message's own page


@pytest.mark.parametrize("state", [FAILED, AMBIGUOUS, QUEUED, SENT])
def test_each_state_has_its_page(desk: Desk, state: str) -> None:
    letters(desk, state)
    page = desk.get(f"/outbox?state={state}")
    assert page.count('<tr role="row" data-key=') == 1
    assert ("Send again" in page) == (state in (FAILED, AMBIGUOUS))
    assert desk.get("/outbox?state=nonsense").count("data-key=") == (state == FAILED)


def test_reading_a_message_is_written_down(desk: Desk) -> None:
    (key,) = letters(desk)
    page = desk.get(f"/message?key={key}")
    assert "Come &lt;b&gt;today" in page
    assert desk.audits()[-1] == ("Olena", "read the message", f"message/{key}")


@pytest.mark.parametrize("body", ["{broken", '"words"', '{"type": "send", "to": "+380671234567"}'])
def test_a_body_that_is_no_parcel_is_shown_as_it_is(desk: Desk, body: str) -> None:
    (key,) = letters(desk, body=body)
    assert "+380671234567" not in desk.get(f"/message?key={key}")


def test_pressing_twice_sends_once(desk: Desk) -> None:
    (key,) = letters(desk)
    first = desk.post("/outbox/again", key=key, state=FAILED)
    assert first.headers["location"].endswith("state=failed&notice=again&count=1&missed=0")
    assert state_of(desk, key) == QUEUED
    second = desk.post("/outbox/again", key=key, state=FAILED)
    assert second.headers["location"].endswith("count=0&missed=1")
    assert desk.calls == [("wake",)]


def test_all_of_a_page_go_again_and_no_other(desk: Desk) -> None:
    keys = letters(desk, count=ROWS + 5)
    above = desk.get("/outbox").partition("<table")[0]
    shown = re.findall(r'name="key" value="([^"]*)"', above)
    assert len(shown) == ROWS
    desk.post("/outbox/again", key=shown, state=FAILED)
    assert {key for key in keys if state_of(desk, key) == QUEUED} == set(shown)
    assert sum(what == "sent again" for _, what, _ in desk.audits()) == ROWS


def test_what_may_have_arrived_is_asked_about_first(desk: Desk) -> None:
    (key,) = letters(desk, AMBIGUOUS)
    asked = desk.post("/outbox/again", key=key, state=AMBIGUOUS)
    assert "they arrive twice" in asked.text
    assert f'name="key" value="{key}"' in asked.text
    assert state_of(desk, key) == AMBIGUOUS
    desk.post("/outbox/again", key=key, state=AMBIGUOUS, sure="yes")
    assert state_of(desk, key) == QUEUED


def test_an_uncertain_one_is_not_slipped_in_among_the_failed(desk: Desk) -> None:
    (key,) = letters(desk, AMBIGUOUS)
    asked = desk.post("/outbox/again", key=key, state=FAILED)
    assert "they arrive twice" in asked.text
    assert state_of(desk, key) == AMBIGUOUS


@pytest.mark.parametrize("key", ["", "nothing", "x" * 5_000, '"><script>'])
def test_a_message_that_is_not_there_is_counted_as_missed(desk: Desk, key: str) -> None:
    assert (
        desk.post("/outbox/again", key=key, state=FAILED)
        .headers["location"]
        .endswith("count=0&missed=1")
    )
    assert desk.calls == []
