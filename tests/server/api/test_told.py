"""Subscriptions, from being made to the notices that a turn leaves in the outbox, and results."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from flowengine.host import parcels
from flowengine.host.telling import KINDS
from flowengine.server.api import subscriptions
from tests.server.api.conftest import Program, Server

WANTED: dict[str, Any] = {
    "url": "https://crm.example.org/hook",
    "events": list(KINDS),
    "secret": "webhook_crm",
}


def notices(server: Server) -> list[dict[str, Any]]:
    rows = server.run(server.house.store.outgoing)
    found = [parcels.notice(row.body) for row in rows if row.gateway == parcels.WEBHOOK]
    assert {one.secret for one in found} <= {"webhook_crm"}
    events: list[dict[str, Any]] = [json.loads(bytes(one.event)) for one in found]
    return events


def test_who_subscribes_is_told_from_the_next_turn_on(server: Server, crm: Program) -> None:
    before = crm.begin()["id"]
    made = crm.post("/subscriptions", status=201, **WANTED)
    assert crm.get("/subscriptions")["subscriptions"] == [made]
    crm.tell(before, "said", text="1")
    crm.tell(before, "said", text="Olena")
    crm.post(f"/conversations/{before}/end")
    after = crm.begin()["id"]
    told = {(one["type"], one["data"]["conversation"]) for one in notices(server)}
    assert told == {
        ("result.saved", before), ("conversation.ended", before), ("conversation.began", after),
    }  # fmt: skip
    (result,) = [one["data"]["result"] for one in notices(server) if one["type"] == "result.saved"]
    assert result == {"name": "Name", "value": "Olena", "category": "Olena"}


def test_a_hand_off_is_told(server: Server, crm: Program) -> None:
    crm.post("/subscriptions", status=201, **WANTED)
    talk = crm.begin()["id"]
    crm.tell(talk, "said", text="2")
    asked = [one["data"] for one in notices(server) if one["type"] == "handoff.asked"]
    assert [(one["conversation"], one["queue"]) for one in asked] == [(talk, "people")]


def test_who_ended_it_is_told_no_more(server: Server, crm: Program) -> None:
    made = crm.post("/subscriptions", status=201, **WANTED)["id"]
    assert crm("DELETE", f"/subscriptions/{made}").status_code == 204
    crm.begin()
    assert notices(server) == []
    again = crm("DELETE", f"/subscriptions/{made}")
    assert (again.status_code, again.json()["code"]) == (404, "unknown")


UNFIT: list[tuple[dict[str, Any], str]] = [
    ({"url": "https://10.0.0.1/"}, "no-url"), ({"secret": "webhook_other"}, "no-secret"),
    ({"secret": "smtp_password"}, "no-secret"),
    ({"secret": "CRM"}, "not-understood"), ({"events": []}, "not-understood"),
    ({"events": ["psst"]}, "not-understood"), ({"more": 1}, "not-understood"),
]  # fmt: skip


def test_what_cannot_be_is_refused(crm: Program) -> None:
    for change, code in UNFIT:
        answer = crm("POST", "/subscriptions", json={**WANTED, **change})
        assert (answer.status_code, answer.json()["code"]) == (400, code), change
        assert "psst" not in answer.text
    assert crm.get("/subscriptions")["subscriptions"] == []


def test_there_is_an_end_to_how_many(crm: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subscriptions, "MOST", 1)
    crm.post("/subscriptions", status=201, **WANTED)
    answer = crm("POST", "/subscriptions", json=WANTED)
    assert (answer.status_code, answer.json()["code"]) == (409, "too-many")


# ---------------------------------------------------------------- results


@pytest.fixture
def answered(crm: Program) -> list[str]:
    """Five conversations in which somebody left a name."""
    talks = [crm.begin(entry="call_me")["id"] for _ in range(5)]
    for number, talk in enumerate(talks):
        crm.tell(talk, "said", text=f"=Name {number}")
    return talks


def test_results_come_in_their_order_and_page_by_page(crm: Program, answered: list[str]) -> None:
    found: list[dict[str, Any]] = []
    cursor, more = "", True
    while more:
        page = crm.get("/flows/desk/results", cursor=cursor, limit=2)
        found += page["facts"]
        cursor, more = page["next"], page["more"]
    assert [one["conversation"] for one in found] == answered
    assert found[0]["body"] == {
        "name": "Name", "value": "=Name 0", "category": "=Name 0", "raw": "=Name 0",
    }  # fmt: skip


def test_whoever_asks_again_from_the_last_cursor_gets_what_is_new(
    crm: Program, answered: list[str]
) -> None:
    last = crm.get("/flows/desk/results")["next"]
    nothing = crm.get("/flows/desk/results", cursor=last)
    assert (nothing["facts"], nothing["next"]) == ([], last)
    talk = crm.begin(entry="call_me")["id"]
    crm.tell(talk, "said", text="New")
    new = crm.get("/flows/desk/results", cursor=last)["facts"]
    assert [one["conversation"] for one in new] == [talk]


def test_results_of_another_kind_and_of_another_flow(crm: Program, answered: list[str]) -> None:
    tags = crm.get("/flows/desk/results", kind="tagged")["facts"]
    assert [one["body"]["tag"] for one in tags] == ["named"] * 5
    assert crm.get("/flows/other/results")["facts"] == []


def test_the_table_can_be_opened_without_fear(crm: Program, answered: list[str]) -> None:
    answer = crm("GET", "/flows/desk/results.csv", params={"limit": 3})
    assert answer.headers["content-type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert [one["value"] for one in rows] == ["'=Name 0", "'=Name 1", "'=Name 2"]
    path = answer.headers["link"].removeprefix("</api/v1").partition(">")[0]
    following = crm("GET", path).content.decode("utf-8-sig")
    assert [one["conversation"] for one in csv.DictReader(io.StringIO(following))] == answered[3:]


def test_flows_tell_what_can_be_set(crm: Program) -> None:
    (flow,) = crm.get("/flows")["flows"]
    assert (flow["name"], flow["entries"], flow["values"]) == ("desk", ["call_me"], ["campus"])


def test_publications_of_a_flow_that_never_was(crm: Program) -> None:
    assert crm("GET", "/flows/never/publications").status_code == 404
    assert isinstance(crm.get("/flows/desk/publications")["publications"], list)
