from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flowengine.store.records import FAILED, QUEUED, Outgoing
from tests.server.api.conftest import Program, Server

NODE = "n1"


@pytest.fixture
def letter(server: Server) -> str:
    """A message that failed, of a gateway that is not set here any more: nobody tries it."""
    store = server.house.store
    now = server.house.conversations.clock()
    row = Outgoing("c1/4/0", "c1", now, '{"channel":"sms","text":"psst"}', "post", "+380501112233")

    async def fail() -> None:
        await store.beat(NODE, 60.0)
        await store.post([row])
        (claimed,) = await store.claim_outgoing(now, 10, NODE, ("post",))
        await store.settle(replace(claimed, state=FAILED, error="no such number"), NODE)

    server.run(fail)
    return row.key


def test_dead_letters_are_listed_without_their_words(operator: Program, letter: str) -> None:
    answer = operator("GET", "/messages", params={"state": "failed"})
    (found,) = answer.json()["messages"]
    assert (found["id"], found["why"], found["tries"]) == (letter, "no such number", 1)
    assert "psst" not in answer.text
    assert "+380" not in answer.text
    assert operator.get("/messages", state="sent")["messages"] == []
    assert len(operator.get("/messages", conversation="c1")["messages"]) == 1
    assert operator.get("/messages", conversation="c2")["messages"] == []


def test_one_is_sent_again_once_and_written_down(
    server: Server, operator: Program, letter: str
) -> None:
    again: dict[str, Any] = operator.post("/messages/send-again", message=letter)
    assert (again["id"], again["state"]) == (letter, QUEUED)
    twice = operator("POST", "/messages/send-again", json={"message": letter})
    assert (twice.status_code, twice.json()["code"]) == (409, "in-use")
    (did,) = [one for one in server.run(server.house.store.audits) if "again" in one.what]
    assert did.subject == f"message/{letter}"


def test_one_that_there_is_not_cannot_be_sent_again(operator: Program) -> None:
    answer = operator("POST", "/messages/send-again", json={"message": "c1/4/7"})
    assert (answer.status_code, answer.json()["code"]) == (404, "unknown")


def test_messages_of_one_moment_are_not_lost_between_two_pages(
    server: Server, operator: Program
) -> None:
    rows = [Outgoing(f"c1/4/{number}", "c1", 5_000.0, "{}", "post", "x") for number in range(5)]
    server.run(server.house.store.post, rows)
    found: list[str] = []
    cursor = ""
    for _ in range(3):
        page = operator.get("/messages", cursor=cursor, limit=2)
        found += [one["id"] for one in page["messages"]]
        cursor = page["next"]
    assert (sorted(found), cursor) == ([row.key for row in rows], "")
