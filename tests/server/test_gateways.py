"""What providers bring, with signatures as a provider would make them."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import httpx2
import pytest
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient

from flowengine.host.gateways import signing
from flowengine.host.gateways.sender import Gateway, Outcome, Sent
from flowengine.host.refusal import Refusal
from flowengine.runtime.events import Picked, Said
from flowengine.server import chat, gateways
from flowengine.server.protect import BodyLimit, Quiet
from flowengine.server.rates import Rate
from flowengine.store.records import Conversation, Outgoing
from flowengine.store.verbs import Replayed, StoreError

NOW = 1_800_000_000.0
SECRET, OLD = "a-secret-of-more-than-24-letters", "an-older-secret-of-24-letters"
TALK = Conversation(
    id="c1", flow="desk", digest="d", channel="sms", token=b"t", session=b"s", prompt="",
    ended=False, changed=NOW,
)  # fmt: skip
HELLO = {"id": "SM1", "from": "+380501234567", "text": "Hello"}


class Nobody:
    async def send(self, message: Outgoing) -> Outcome:
        return Sent(message.key)

    async def close(self) -> None: ...


@dataclass
class Desk:
    """A house that only writes down what arrives. `trouble` is raised for a message of that id."""

    trouble: dict[str, Exception] = field(default_factory=dict)
    arrived: list[dict[str, Any]] = field(default_factory=list)
    reports: list[dict[str, Any]] = field(default_factory=list)
    said: bool | Exception = True
    gateways: dict[str, Gateway] = field(
        default_factory=lambda: {
            "sms": Gateway("sms", Nobody(), "sms", "desk", secrets=(SECRET, OLD)),
            "out": Gateway("out", Nobody(), "sms", secrets=(SECRET,)),
            "email": Gateway("email", Nobody(), "email", "desk"),
        }
    )

    @property
    def conversations(self) -> Desk:
        return self

    outbox = conversations

    def clock(self) -> float:
        return NOW

    async def arrive(self, **given: Any) -> Conversation:
        await asyncio.sleep(0)
        if given["message_id"] in self.trouble:
            raise self.trouble[given["message_id"]]
        event, cause = given.pop("what")(TALK, NOW)
        assert cause.message_id == given["message_id"]
        self.arrived.append(given | {"event": event})
        return TALK

    async def report(self, gateway: str, **given: Any) -> bool:
        self.reports.append({"gateway": gateway} | given)
        if isinstance(self.said, Exception):
            raise self.said
        return self.said


@pytest.fixture
def desk() -> Desk:
    return Desk()


@pytest.fixture
def client(desk: Desk) -> Iterator[TestClient]:
    app = Starlette(
        routes=gateways.ROUTES,
        middleware=[Middleware(Quiet), Middleware(BodyLimit)],
        exception_handlers={Refusal: chat.refused, StoreError: chat.refused},
    )
    app.state.house = desk
    app.state.requests = Rate(burst=600, per_second=200)
    with TestClient(app) as found:
        yield found


def post(
    client: TestClient,
    body: Any,
    path: str = "/gateways/sms",
    *,
    secret: str = SECRET,
    at: float = NOW,
    headers: dict[str, str] | None = None,
) -> httpx2.Response:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    proof = signing.signed("msg_1", at, data, [secret])
    return client.post(path, content=data, headers=proof | (headers or {}))


def test_a_message_reaches_its_conversation(client: TestClient, desk: Desk) -> None:
    found = post(client, HELLO)
    assert (found.status_code, found.json()) == (202, {"accepted": 1, "known": 0})
    assert found.headers["cache-control"] == "no-store"
    assert desk.arrived == [
        {
            "gateway": "sms",
            "address": "+380501234567",
            "channel": "sms",
            "flow": "desk",
            "message_id": "SM1",
            "event": Said(at=NOW, text="Hello"),
        }
    ]


def test_the_older_of_two_secrets_still_counts(client: TestClient, desk: Desk) -> None:
    assert post(client, HELLO, secret=OLD).status_code == 202
    assert len(desk.arrived) == 1


def test_an_album_is_taken_in_its_order(client: TestClient, desk: Desk) -> None:
    album = [HELLO | {"id": f"SM{n}", "text": f"Part {n}"} for n in range(5)]
    assert post(client, album).json() == {"accepted": 5, "known": 0}
    assert [one["event"].text for one in desk.arrived] == [f"Part {n}" for n in range(5)]


def test_a_button_that_was_sent_is_picked(client: TestClient, desk: Desk) -> None:
    post(client, {"id": "SM2", "from": "7", "picked": "3:bed:a"})
    assert desk.arrived[0]["event"] == Picked(at=NOW, turn=3, choice="bed:a")


def test_what_came_before_is_answered_and_does_nothing(client: TestClient, desk: Desk) -> None:
    desk.trouble = {"SM1": Replayed("again")}
    found = post(client, HELLO)
    assert (found.status_code, found.json()) == (200, {"accepted": 0, "known": 1})
    found = post(client, [HELLO, HELLO | {"id": "SM2"}])
    assert (found.status_code, found.json()) == (202, {"accepted": 1, "known": 1})


def test_a_body_that_breaks_off_in_the_middle_can_come_again_whole(
    client: TestClient, desk: Desk
) -> None:
    desk.trouble = {"SM2": StoreError("The disk is full.")}
    found = post(client, [HELLO, HELLO | {"id": "SM2"}])
    assert found.status_code == 503
    assert "disk" not in found.text
    assert [one["message_id"] for one in desk.arrived] == ["SM1"]
    desk.trouble = {"SM1": Replayed("again")}
    assert post(client, [HELLO, HELLO | {"id": "SM2"}]).json() == {"accepted": 1, "known": 1}


@pytest.mark.parametrize(
    ("path", "changes", "headers"),
    [
        ("/gateways/sms", {"secret": "another-secret-of-24-letters-or-more"}, {}),
        ("/gateways/sms", {"at": NOW - 301}, {}),
        ("/gateways/sms", {"at": NOW + 301}, {}),
        ("/gateways/sms", {}, {"webhook-signature": ""}),
        ("/gateways/sms", {}, {"webhook-id": "msg_2"}),
        ("/gateways/sms", {}, {"webhook-timestamp": "1"}),
        ("/gateways/none", {}, {}),
        ("/gateways/email", {}, {}),
        ("/gateways/none/reports", {}, {}),
        ("/gateways/sms/reports", {"secret": "another-secret-of-24-letters-or-more"}, {}),
    ],
)
def test_who_cannot_prove_it_is_told_nothing(
    client: TestClient,
    desk: Desk,
    path: str,
    changes: dict[str, Any],
    headers: dict[str, str],
) -> None:
    found = post(client, HELLO, path, headers=headers, **changes)
    assert found.status_code == 401
    assert found.json() == {
        "code": "forged",
        "text": "This message is not signed by a gateway of this server.",
    }
    assert desk.arrived == desk.reports == []


def test_a_signature_is_of_this_body_and_no_other(client: TestClient, desk: Desk) -> None:
    proof = signing.signed("msg_1", NOW, json.dumps(HELLO).encode(), [SECRET])
    changed = json.dumps(HELLO | {"from": "+380670000000"}).encode()
    assert client.post("/gateways/sms", content=changed, headers=proof).status_code == 401
    assert client.post("/gateways/sms", content=b"", headers=proof).status_code == 401
    assert desk.arrived == []


@pytest.mark.parametrize(
    ("body", "code", "status"),
    [
        (b"", "not-understood", 400),
        (b"{", "not-understood", 400),
        (b"\xff", "not-understood", 400),
        (b"[" * 60_000, "not-understood", 400),
        ([], "not-understood", 400),
        ([HELLO] * 101, "not-understood", 400),
        ("text", "not-understood", 400),
        ({"id": "1", "from": "7"}, "not-understood", 400),
        ({"id": "1", "text": "a"}, "not-understood", 400),
        ({"from": "7", "text": "a"}, "not-understood", 400),
        (HELLO | {"id": ""}, "not-understood", 400),
        (HELLO | {"id": "a" * 201}, "not-understood", 400),
        (HELLO | {"id": 7}, "not-understood", 400),
        (HELLO | {"from": " "}, "not-understood", 400),
        (HELLO | {"from": "a" * 201}, "not-understood", 400),
        (HELLO | {"from": "a\x00"}, "unreadable", 400),
        (HELLO | {"text": "a\x00"}, "unreadable", 400),
        (HELLO | {"text": "a" * 4_001}, "too-long", 400),
        (HELLO | {"picked": "3:bed"}, "not-understood", 400),
        ({"id": "1", "from": "7", "picked": "bed"}, "not-understood", 400),
        ({"id": "1", "from": "7", "picked": "²:bed"}, "not-understood", 400),
        ({"id": "1", "from": "7", "picked": "3:"}, "not-understood", 400),
        (HELLO | {"picture": {"url": "https://a"}}, "wrong-type", 415),
        (HELLO | {"file": "https://a"}, "wrong-type", 415),
        ([HELLO, HELLO | {"id": "2", "file": 1}], "wrong-type", 415),
    ],
)
def test_what_makes_no_sense_is_told_and_nothing_of_it_is_taken(
    client: TestClient, desk: Desk, body: Any, code: str, status: int
) -> None:
    found = post(client, body)
    assert (found.status_code, found.json()["code"]) == (status, code)
    assert desk.arrived == []


def test_a_gateway_without_a_flow_only_sends(client: TestClient, desk: Desk) -> None:
    found = post(client, HELLO, "/gateways/out")
    assert (found.status_code, found.json()["code"]) == (404, "only-sends")
    assert desk.arrived == []


@pytest.mark.parametrize(
    ("error", "status"),
    [
        (Refusal("unknown-flow", "There is no hotline desk."), 503),
        (Refusal("too-late", "That belonged to an earlier question."), 400),
        (Refusal("busy", "One moment, please."), 503),
    ],
)
def test_a_refusal_of_the_host_is_told(
    client: TestClient, desk: Desk, error: Refusal, status: int
) -> None:
    desk.trouble = {"SM1": error}
    found = post(client, HELLO)
    assert found.status_code == status
    assert found.json() == {"code": error.code, "text": str(error)}


def test_a_body_that_is_too_large_is_refused(client: TestClient, desk: Desk) -> None:
    assert post(client, HELLO | {"text": "a" * 70_000}).status_code == 413


def test_a_flood_is_slowed_down_before_signatures_are_looked_at(
    client: TestClient, desk: Desk
) -> None:
    app = client.app
    assert isinstance(app, Starlette)
    app.state.requests = Rate(burst=1, per_second=0)
    assert post(client, HELLO).status_code == 202
    assert post(client, HELLO).status_code == 429


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_only_messages_are_posted(client: TestClient, method: str) -> None:
    assert client.request(method, "/gateways/sms").status_code == 405


# ------------------------------------------------------------ reports


@pytest.mark.parametrize(
    ("state", "arrived"), [("delivered", True), ("sent", True), ("read", True), ("failed", False)]
)
def test_a_report_reaches_the_outbox(
    client: TestClient, desk: Desk, state: str, arrived: bool
) -> None:
    body = {"id": "c1/2/0", "name": "SM7", "state": state, "reason": "no\nsuch  number"}
    assert post(client, body, "/gateways/sms/reports").status_code == 200
    assert desk.reports == [
        {
            "gateway": "sms",
            "key": "c1/2/0",
            "name": "SM7",
            "arrived": arrived,
            "why": "no such number",
        }
    ]


@pytest.mark.parametrize(
    ("said", "status", "code"),
    [
        (True, 200, None),
        (False, 503, "too-early"),
        (LookupError("This gateway has no such message."), 404, "unknown-message"),
        (StoreError("full"), 503, "busy"),
    ],
)
def test_what_the_outbox_says_is_the_answer(
    client: TestClient, desk: Desk, said: bool | Exception, status: int, code: str | None
) -> None:
    desk.said = said
    found = post(client, [{"name": "SM7", "state": "delivered"}], "/gateways/sms/reports")
    assert (found.status_code, found.json().get("code")) == (status, code)
    assert (found.headers.get("retry-after") == "2") is (code == "too-early")


@pytest.mark.parametrize(
    "body",
    [
        {"state": "delivered"},
        {"name": "SM7"},
        {"name": "SM7", "state": "lost"},
        {"name": "SM7\x00", "state": "failed"},
        {"name": "SM7", "state": "failed", "reason": "\u202e"},
    ],
)
def test_a_report_that_makes_no_sense_is_told(
    client: TestClient, desk: Desk, body: dict[str, str]
) -> None:
    assert post(client, body, "/gateways/sms/reports").status_code == 400
    assert desk.reports == []
