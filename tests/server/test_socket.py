from __future__ import annotations

import asyncio
import contextlib
from dataclasses import replace
from typing import Any

import pytest
from starlette.testclient import TestClient, WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from flowengine.host.lines import Line, encode
from flowengine.server import socket as module
from flowengine.server.rates import Rate
from flowengine.store.records import Message, Turn
from flowengine.store.verbs import StoreError
from tests.server.conftest import Begin


def hello(opened: dict[str, Any], since: int = 0) -> dict[str, Any]:
    return {"type": "hello", "token": opened["token"], "since": since}


def address(opened: dict[str, Any]) -> str:
    return f"/ws/{opened['conversation']}"


def until(socket: WebSocketTestSession, kind: str) -> dict[str, Any]:
    """The next frame of this type; news and confirmations come in either order."""
    while True:
        frame: dict[str, Any] = socket.receive_json()
        if frame["type"] == kind:
            return frame


def test_hello_is_answered_with_what_the_page_has_not_seen(
    client: TestClient, begin: Begin
) -> None:
    opened = begin()
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened, since=1))
        news = socket.receive_json()
        assert [line["number"] for line in news["lines"]] == [2]
        assert news["state"] == "person"


def test_a_message_is_taken_and_its_answer_told(client: TestClient, begin: Begin) -> None:
    opened = begin()
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened, since=2))
        socket.receive_json()
        socket.send_json({"type": "say", "id": "m1", "text": "1"})
        news = until(socket, "news")
        assert [line["text"] for line in news["lines"]] == ["1", "Your name?"]
        assert news["lines"][0]["id"] == "m1"


def test_a_place_is_taken_and_stands_in_the_talk(client: TestClient, begin: Begin) -> None:
    opened = begin("sends")
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened, since=opened["lines"][-1]["number"]))
        socket.receive_json()
        socket.send_json({"type": "place", "id": "m1", "latitude": 48.45, "longitude": 34.98})
        news = until(socket, "news")
        assert (news["lines"][0]["text"], news["lines"][0]["id"]) == ("48.45,34.98", "m1")
        socket.send_json({"type": "place", "id": "m2", "latitude": 91, "longitude": 0})
        assert until(socket, "refused")["code"] == "not-understood"


def test_a_message_sent_again_after_a_break_is_taken_once(client: TestClient, begin: Begin) -> None:
    opened = begin()
    for _ in range(2):
        with client.websocket_connect(address(opened)) as socket:
            socket.send_json(hello(opened))
            socket.send_bytes(b'{"type":"say","id":"m1","text":"1"}')
            assert until(socket, "took")["id"] == "m1"
    assert len(begin()["lines"]) == 4


def test_two_pages_of_one_conversation_see_the_same(client: TestClient, begin: Begin) -> None:
    opened = begin()
    with (
        client.websocket_connect(address(opened)) as first,
        client.websocket_connect(address(opened)) as second,
    ):
        for socket in (first, second):
            socket.send_json(hello(opened, since=2))
            socket.receive_json()
        first.send_json({"type": "say", "id": "m1", "text": "1"})
        assert until(second, "news")["lines"][-1]["text"] == "Your name?"


def closing(socket: WebSocketTestSession) -> tuple[dict[str, Any], int]:
    """What is told before the end, and the code it ends with."""
    refused = until(socket, "refused")
    with pytest.raises(WebSocketDisconnect) as closed:
        socket.receive_json()
    return refused, closed.value.code


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_forged_token_is_told_so_and_closed(client: TestClient, begin: Begin, token: str) -> None:
    opened = begin()
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json({"type": "hello", "token": token})
        refused, code = closing(socket)
    assert (refused["code"], code) == ("forbidden", module.FORBIDDEN)


@pytest.mark.parametrize(
    ("frame", "code"),
    [
        ("", "not-understood"),
        ('{"type":"say","id":"m","text":"before hello"}', "not-understood"),
        ("[" * 10_000, "not-understood"),
        ('{"type":"hello","token":"' + "x" * 1_000_000 + '"}', "too-large"),
    ],
)
def test_who_begins_wrongly_is_told_and_closed(
    client: TestClient, begin: Begin, frame: str, code: str
) -> None:
    opened = begin()
    with client.websocket_connect(address(opened)) as socket:
        socket.send_text(frame)
        refused, closed = closing(socket)
    assert (refused["code"], closed) == (code, module.NOT_UNDERSTOOD)


def test_who_says_nothing_is_not_waited_for(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "HELLO_WITHIN", 0)
    with client.websocket_connect(address(begin())) as socket:
        refused, code = closing(socket)
    assert (refused["code"], code) == ("not-understood", module.NOT_UNDERSTOOD)


def test_a_megabyte_ends_its_own_connection_and_no_other(client: TestClient, begin: Begin) -> None:
    opened = begin()
    with client.websocket_connect(address(opened)) as good:
        good.send_json(hello(opened, since=2))
        good.receive_json()
        with client.websocket_connect(address(opened)) as bad:
            bad.send_json(hello(opened))
            bad.receive_json()
            bad.send_text('{"type":"say","id":"m","text":"' + "x" * 1_000_000 + '"}')
            refused, _ = closing(bad)
        assert refused["code"] == "too-large"
        good.send_json({"type": "say", "id": "m1", "text": "1"})
        assert until(good, "news")["lines"][-1]["text"] == "Your name?"


@pytest.mark.parametrize(
    ("text", "code"),
    [("x" * 4_001, "too-long"), ("a\x00b", "unreadable"), ("a\u202eb", "reversed"), ("", "empty")],
)
def test_a_refused_message_leaves_the_connection_open(
    client: TestClient, begin: Begin, text: str, code: str
) -> None:
    opened = begin()
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        socket.send_json({"type": "say", "id": "m1", "text": text})
        refused = until(socket, "refused")
        assert (refused["code"], refused["id"]) == (code, "m1")
        socket.send_json({"type": "say", "id": "m2", "text": "1"})
        assert until(socket, "took")["id"] == "m2"


def test_what_comes_faster_than_it_may_is_taken_in_order_one_by_one(
    client: TestClient, begin: Begin
) -> None:
    """As after a while without a connection: it was written in peace and comes all at once."""
    opened = begin()
    client.app.state.messages = Rate(burst=1, per_second=20)  # type: ignore[attr-defined]
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened, since=2))
        for number in range(5):
            socket.send_json({"type": "say", "id": f"m{number}", "text": "?"})
        told = [socket.receive_json() for _ in range(6)]
    took = [one["id"] for one in told if one["type"] == "took"]
    assert took == [f"m{number}" for number in range(len(took))]
    assert "refused" not in {one["type"] for one in told}


def test_who_opens_again_and_again_is_told_to_come_later(client: TestClient, begin: Begin) -> None:
    opened = begin()
    client.app.state.requests = Rate(burst=1, per_second=0)  # type: ignore[attr-defined]
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        assert until(socket, "news")["state"] == "person"
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        with pytest.raises(WebSocketDisconnect) as closed:
            socket.receive_json()
    assert (closed.value.code, closed.value.reason) == (module.TRY_LATER, "too-fast")


def test_leaving_waits_for_no_rate_of_messages_but_is_no_way_to_flood(
    client: TestClient, begin: Begin
) -> None:
    opened = begin("safe")
    client.app.state.requests = Rate(burst=2, per_second=0)  # type: ignore[attr-defined]
    client.app.state.messages = Rate(burst=0, per_second=0)  # type: ignore[attr-defined]
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        socket.send_json({"type": "leave", "id": "m1"})
        assert until(socket, "took")["id"] == "m1"
        socket.send_json({"type": "leave", "id": "m2"})
        refused = until(socket, "refused")
        assert (refused["code"], refused["id"]) == ("too-fast", "m2")


def test_a_trouble_of_ours_is_told_and_the_connection_stays(
    client: TestClient,
    begin: Begin,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    opened = begin()
    conversations = client.app.state.house.conversations  # type: ignore[attr-defined]

    async def broken(key: str, text: str, message_id: str) -> None:
        raise TypeError(text)

    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        with monkeypatch.context() as patch:
            patch.setattr(conversations, "say", broken)
            socket.send_json({"type": "say", "id": "m1", "text": "my words"})
            assert until(socket, "refused")["code"] == "failed"
        socket.send_json({"type": "say", "id": "m2", "text": "1"})
        assert until(socket, "took")["id"] == "m2"
    assert "TypeError" in caplog.text
    assert "my words" not in caplog.text


def test_nobody_listens_after_the_page_has_gone(client: TestClient, begin: Begin) -> None:
    opened = begin()
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        socket.receive_json()
    listeners = client.app.state.house.conversations.listeners  # type: ignore[attr-defined]

    async def settled() -> None:
        while listeners._bells:
            await asyncio.sleep(0)

    assert client.portal is not None
    client.portal.call(settled)
    assert not listeners._bells


def test_a_store_that_fails_ends_the_connection_and_not_the_server(
    client: TestClient,
    begin: Begin,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    """The page comes back by itself, later each time, and goes on where it was."""
    opened = begin()
    store = client.app.state.house.store  # type: ignore[attr-defined]

    async def failing(key: str) -> None:
        raise StoreError("the disk is gone")

    with monkeypatch.context() as patch:
        patch.setattr(store, "conversation", failing)
        with client.websocket_connect(address(opened)) as socket:
            socket.send_json(hello(opened))
            with pytest.raises(WebSocketDisconnect) as closed:
                socket.receive_json()
    assert closed.value.code == module.TRY_LATER
    assert "the disk is gone" in caplog.text
    assert "Traceback" not in caplog.text
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        assert until(socket, "news")["state"] == "person"


def test_a_message_that_cannot_be_kept_is_brought_again(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The database was away for a minute; whoever wrote meanwhile had to write it once more."""
    opened = begin()
    store = client.app.state.house.store  # type: ignore[attr-defined]
    say = {"type": "say", "id": "m1", "text": "1"}

    async def failing(turn: object) -> None:
        raise StoreError("The database cannot be reached.")

    with monkeypatch.context() as patch:
        patch.setattr(store, "commit", failing)
        with client.websocket_connect(address(opened)) as socket:
            socket.send_json(hello(opened))
            until(socket, "news")
            socket.send_json(say)
            with pytest.raises(WebSocketDisconnect) as closed:
                until(socket, "took")
    assert closed.value.code == module.TRY_LATER
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened, since=2))
        socket.send_json(say)
        assert until(socket, "took")["id"] == "m1"


def test_typing_is_taken_in_silence_and_a_page_that_floods_is_read_slowly(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    slept: list[float] = []
    really = asyncio.sleep

    async def sleep(seconds: float) -> None:
        """Of others, too: whoever looks again and again would else never let anybody else run."""
        slept.append(seconds)
        await really(0 if seconds == module.SLOWED else seconds)

    monkeypatch.setattr(module, "SLOWED", 0.123)
    monkeypatch.setattr("asyncio.sleep", sleep)
    opened = begin()
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened, since=2))
        socket.receive_json()
        for _ in range(3):
            socket.send_json({"type": "typing"})
        socket.send_json({"type": "say", "id": "m1", "text": "1"})
        answers = [socket.receive_json() for _ in range(2)]
    assert {one["type"] for one in answers} == {"news", "took"}
    assert slept.count(0.123) == 1


def test_leaving_is_told_to_every_page(client: TestClient, begin: Begin) -> None:
    opened = begin("safe")
    with (
        client.websocket_connect(address(opened)) as first,
        client.websocket_connect(address(opened)) as second,
    ):
        for socket in (first, second):
            socket.send_json(hello(opened, since=2))
            socket.receive_json()
        first.send_json({"type": "leave", "id": "m1"})
        news = until(second, "news")
    assert (news["state"], news["lines"][-1]["text"]) == ("ended", "quick exit")


def test_a_page_whose_talk_has_gone_on_by_sms_hears_and_says_no_more(
    client: TestClient, begin: Begin
) -> None:
    opened = begin()
    key = opened["conversation"]
    house: Any = client.app.state.house  # type: ignore[attr-defined]

    async def gone_on(*texts: str) -> None:
        talk = await house.conversations.look(key)
        said = [Line(kind="text", text=text) for text in texts]
        written = (
            [said[0], Line(kind="gone_on", text="sms"), *said[1:]] if not talk.gateway else said
        )
        messages = tuple(
            Message(talk.messages + n, 1.0, "flow", encode(one)) for n, one in enumerate(written, 1)
        )
        after = replace(talk, channel="sms", gateway="texts", address="+380501112233")
        await house.conversations.commit(Turn(after, messages=messages))

    assert client.portal is not None
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened, since=2))
        socket.receive_json()
        client.portal.call(gone_on, "You may hang up.", "Here we are.")
        news = until(socket, "news")
        assert (news["state"], [line["text"] for line in news["lines"]]) == (
            "ended", ["You may hang up.", "gone on"],
        )  # fmt: skip
        client.portal.call(gone_on, "Only for the telephone.")
        socket.send_json({"type": "say", "id": "m1", "text": "It is me."})
        refused = socket.receive_json()
        assert (refused["type"], refused["code"], refused["id"]) == ("refused", "ended", "m1")
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        assert socket.receive_json()["code"] == "ended"
    listened = client.get(
        f"/api/conversations/{key}/lines", headers={"authorization": f"Bearer {opened['token']}"}
    )
    assert "telephone" not in listened.text
    assert listened.json()["code"] == "ended"


@pytest.mark.parametrize(
    ("headers", "let_in"),
    [
        ({}, True),
        ({"origin": "http://testserver"}, True),
        ({"origin": "https://TestServer"}, True),
        ({"origin": "https://help.example", "x-forwarded-host": "help.example"}, True),
        ({"origin": "https://evil.example"}, False),
        ({"origin": "https://testserver.evil.example"}, False),
        ({"origin": "null"}, False),
        ({"origin": ""}, False),
        ({"origin": "http://testserver:81"}, False),
    ],
)
def test_a_page_of_another_site_gets_no_connection(
    client: TestClient, begin: Begin, headers: dict[str, str], let_in: bool
) -> None:
    opened = begin()
    heard = False
    with (
        contextlib.suppress(WebSocketDisconnect),
        client.websocket_connect(address(opened), headers=headers) as socket,
    ):
        socket.send_json(hello(opened))
        heard = socket.receive_json()["type"] == "news"
    assert heard is let_in


def test_a_node_that_ends_sends_its_pages_to_another(client: TestClient, begin: Begin) -> None:
    opened = begin()
    house = client.app.state.house  # type: ignore[attr-defined]
    assert client.portal is not None
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        assert until(socket, "news")
        client.portal.call(house.drain)
        while (message := socket.receive())["type"] != "websocket.close":
            pass
    assert message["code"] == module.RESTART


def test_a_page_hears_what_another_node_wrote_and_nobody_told_us(
    client: TestClient, begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened = begin()
    house = client.app.state.house  # type: ignore[attr-defined]
    monkeypatch.setattr(house.store, "alone", False)
    monkeypatch.setattr(module, "LOOK", 0.01)
    monkeypatch.setattr(house.conversations.listeners, "ring", lambda _key: None)
    assert client.portal is not None
    with client.websocket_connect(address(opened)) as socket:
        socket.send_json(hello(opened))
        assert until(socket, "news")
        client.portal.call(house.conversations.end, opened["conversation"])
        while until(socket, "news")["state"] != "ended":
            pass
