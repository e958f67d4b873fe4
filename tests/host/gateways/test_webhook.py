"""Against a real HTTP service on a socket, for only so does it show what was sent and what not."""

from __future__ import annotations

import asyncio
import gzip
import json
from dataclasses import replace
from types import SimpleNamespace

import msgspec
import pytest

from flowengine.host import guarded, parcels
from flowengine.host.backoff import LATEST
from flowengine.host.gateways import webhook
from flowengine.host.gateways.sender import Later, Outcome, Refused, Sent, Unknown
from flowengine.host.gateways.signing import proved
from flowengine.host.gateways.webhook import LARGEST, Subscribers, Webhook, body_of
from flowengine.host.parcels import Button, Notice, Parcel
from flowengine.store.records import Outgoing
from tests.host.peer import HANG_UP, HOLD, Asked, Peer, Say, peer, reply

NOW = 1_800_000_000.0
SECRET, OLD = "a-secret-of-more-than-24-letters", "an-older-secret-of-24-letters"
PARCEL = Parcel(channel="sms", text="Хліб о 9:00", person=True)
MESSAGE = Outgoing("c1/2/0", "c1", NOW, parcels.encode(PARCEL), "sms", "+380501234567")


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def send(
    say: Say | bytes, *, idempotent: bool = False, private: bool = True
) -> tuple[Outcome, Peer]:
    async def whole() -> tuple[Outcome, Peer]:
        async with peer(say) as service:
            client = guarded.client(frozenset(("sms.example",) if private else ()), resolve=here)
            url = f"http://sms.example:{service.port}/send?a=b"
            sender = Webhook(client, url, (SECRET, OLD), lambda: NOW, idempotent)
            outcome = await sender.send(MESSAGE)
            await sender.close()
            await client.aclose()
            return outcome, service

    return asyncio.run(whole())


def test_a_message_arrives_signed_and_named() -> None:
    outcome, service = send(reply(202, {"id": "SM7", "more": [1]}))
    assert outcome == Sent("SM7")
    (asked,) = service.asked
    assert (asked.method, asked.path) == ("POST", "/send?a=b")
    assert asked.headers["content-type"] == "application/json"
    assert asked.headers["idempotency-key"] == "c1/2/0"
    assert json.loads(asked.body) == {
        "id": "c1/2/0",
        "to": "+380501234567",
        "text": "Хліб о 9:00",
        "channel": "sms",
        "conversation": "c1",
    }
    for secret in (SECRET, OLD):
        assert proved(asked.headers, asked.body, [secret], NOW) == "c1/2/0"


def test_what_else_a_flow_may_say_is_named_in_the_body() -> None:
    parcel = Parcel(
        channel="telegram",
        text="Which?",
        subject="Your wish",
        language="en",
        attachments=(("picture", "cat.jpg"),),
        buttons=(Button("3:bed", "A bed"),),
    )
    found = body_of(replace(MESSAGE, body=parcels.encode(parcel)))
    assert found["subject"] == "Your wish"
    assert found["language"] == "en"
    assert found["attachments"] == [{"kind": "picture", "reference": "cat.jpg"}]
    assert found["buttons"] == [{"id": "3:bed", "label": "A bed"}]


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        (reply(200), Sent()),
        (reply(204), Sent()),
        (reply(200, b"<p>ok"), Sent()),
        (reply(200, {"id": 7}), Sent()),
        (reply(200, ["id"]), Sent()),
        (reply(200, {"id": "a\n" + "b" * 300}), Sent("a " + "b" * 198)),
        (reply(200, b'{"id": "a\\u0000b"}'), Sent("ab")),  # PostgreSQL keeps no zero
        (reply(200, b"1" * (LARGEST + 1)), Sent()),
        (reply(200, b"no gzip", Content_Encoding="gzip"), Sent()),
        (reply(200, gzip.compress(b'{"id": "z"}', mtime=0), Content_Encoding="gzip"), Sent("z")),
        (reply(301, Location="/elsewhere"), Refused("It answered 301.")),
        (reply(400, {"error": "+380501234567 is wrong"}), Refused("It answered 400.")),
        (reply(401), Refused("It answered 401.")),
        (reply(404), Refused("It answered 404.")),
        (reply(409), Refused("It answered 409.")),
        (reply(410), Refused("It answered 410.")),
        (reply(408), Later("It answered 408.")),
        (reply(425), Later("It answered 425.")),
        (reply(429, Retry_After="60"), Later("It answered 429.", 60.0)),
        (reply(503, Retry_After="Fri, 15 Jan 2027 08:00:30 GMT"), Later("It answered 503.", 30.0)),
        (reply(503, Retry_After="9" * 20), Later("It answered 503.", LATEST)),
        (reply(503, Retry_After="soon"), Later("It answered 503.")),
        (reply(500), Later("It answered 500.")),
        (reply(504), Unknown("It answered 504.")),
        (HANG_UP, Unknown("It hung up before it answered (RemoteProtocolError).")),
        (b"What?\r\n\r\n", Unknown("It hung up before it answered (RemoteProtocolError).")),
    ],
)  # fmt: skip
def test_the_answer_says_what_became_of_it(said: bytes, expected: Outcome) -> None:
    outcome, service = send(said)
    assert outcome == expected
    assert len(service.asked) == 1


def test_who_knows_repeated_messages_may_still_be_working_on_the_first() -> None:
    assert send(reply(409), idempotent=True)[0] == Later("It answered 409.")


def test_who_does_not_answer_may_have_heard_us(monkeypatch: pytest.MonkeyPatch) -> None:
    limits: list[asyncio.Timeout] = []

    def limited(seconds: float) -> asyncio.Timeout:
        limits.append(asyncio.timeout(seconds))
        return limits[-1]

    def time_is_over(_asked: Asked) -> bytes:
        limits[0].reschedule(0.0)
        return HOLD

    monkeypatch.setattr(webhook, "asyncio", SimpleNamespace(timeout=limited))
    outcome, service = send(time_is_over)
    assert outcome == Unknown("It did not answer within 30 seconds.")
    assert len(service.asked) == 1


def test_who_says_yes_and_then_nothing_more_has_said_yes(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(webhook, "NAMED_WITHIN", 0.05)
    outcome, _ = send(b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n{")
    assert outcome == Sent()


def test_who_does_not_listen_has_heard_nothing() -> None:
    async def whole() -> Outcome:
        async with peer(reply()) as service:
            url = f"http://sms.example:{service.port}/"
        client = guarded.client(frozenset(("sms.example",)), resolve=here)
        try:
            return await Webhook(client, url, (SECRET,), lambda: NOW).send(MESSAGE)
        finally:
            await client.aclose()

    assert asyncio.run(whole()) == Later("It could not be reached.")


def test_a_provider_in_our_own_network_must_be_named() -> None:
    outcome, service = send(reply(), private=False)
    assert isinstance(outcome, Refused)
    assert "FLOWENGINE_PRIVATE_SERVICES=sms.example" in outcome.why
    assert service.asked == []


def subscriber(to: str, secrets: dict[str, str]) -> tuple[Outcome, Peer]:
    event = msgspec.Raw(b'{"type":"result.saved","data":{"n":1.50}}')
    message = Outgoing("s1/c1/result.saved", "c1", NOW, parcels.encode(Notice("CRM", event)))

    async def whole() -> tuple[Outcome, Peer]:
        async with peer(reply(204)) as service:
            client = guarded.client(frozenset(("crm.example",)), resolve=here)
            where = to.replace("PORT", str(service.port))
            sender = Subscribers(client, secrets, lambda: NOW)
            outcome = await sender.send(replace(message, to=where))
            await sender.close()
            await client.aclose()
            return outcome, service

    return asyncio.run(whole())


def test_a_subscriber_gets_the_event_as_it_was_written_under_their_own_secret() -> None:
    outcome, service = subscriber("http://crm.example:PORT/hook", {"crm": SECRET})
    assert outcome == Sent()
    (asked,) = service.asked
    assert asked.body == b'{"type":"result.saved","data":{"n":1.50}}'
    assert proved(asked.headers, asked.body, [SECRET], NOW) == "s1/c1/result_saved"


@pytest.mark.parametrize(
    ("to", "secrets", "expected"),
    [
        ("http://crm.example:PORT/", {}, Later("No secret crm. Set FLOWENGINE_SECRET_CRM.")),
        ("http://crm.example:PORT/", {"crm": "tiny"}, Later),
        ("ftp://crm.example/", {"crm": SECRET}, Refused("The address is none of the web.")),
        ("http://127.0.0.1:PORT/", {"crm": SECRET}, Refused),
    ],
)
def test_a_subscriber_that_cannot_be_told(
    to: str, secrets: dict[str, str], expected: Outcome | type[Outcome]
) -> None:
    outcome, service = subscriber(to, secrets)
    assert outcome == expected or (isinstance(expected, type) and isinstance(outcome, expected))
    assert service.asked == []


def test_what_nobody_can_read_is_not_sent() -> None:
    async def whole() -> None:
        client = guarded.client()
        with pytest.raises(msgspec.MsgspecError):
            await Webhook(client, "https://a.example", (SECRET,), lambda: NOW).send(
                replace(MESSAGE, body='{"old": 1}')
            )
        await client.aclose()

    asyncio.run(whole())
