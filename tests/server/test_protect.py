from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import pytest
from starlette.testclient import TestClient

from flowengine.server import protect as module
from flowengine.server.protect import BODY, BodyLimit, Quiet
from tests.server.conftest import JSON


@pytest.mark.parametrize(
    "address", ["/", "/chat/shop", "/nowhere", "/static/chat.js", "/healthz", "/manual"]
)
def test_every_answer_forbids_what_is_not_ours(client: TestClient, address: str) -> None:
    headers = client.get(address).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'")
    assert "unsafe" not in policy
    assert "http" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["permissions-policy"] == "camera=(), geolocation=(self), microphone=(self)"
    assert headers["referrer-policy"] == "no-referrer"
    assert headers["x-frame-options"] == "DENY"


def test_a_refusal_carries_the_same_headers(client: TestClient) -> None:
    answer = client.post("/api/chat/shop", content=b"x" * (BODY + 1), headers=JSON)
    assert answer.status_code == 413
    assert "content-security-policy" in answer.headers


def test_a_length_that_lies_is_found_out_while_reading(client: TestClient) -> None:
    def endless() -> Iterator[bytes]:
        for _ in range(BODY // 1_000 + 2):
            yield b" " * 1_000

    answer = client.post("/api/chat/shop", content=endless(), headers=JSON)
    assert (answer.status_code, answer.json()["code"]) == (413, "too-large")


def test_words_of_a_conversation_are_kept_by_no_cache(client: TestClient) -> None:
    answer = client.post("/api/chat/shop", json={})
    assert answer.headers["cache-control"] == "no-store"
    assert client.get("/").headers["cache-control"] == "no-cache"


Receive = Callable[[], Awaitable[Any]]
POST: dict[str, Any] = {"type": "http", "method": "POST", "path": "/", "headers": []}


def answers(app: Any, receive: Receive, scope: dict[str, Any] = POST) -> list[dict[str, Any]]:
    """What the middleware sends when it is called as a server calls it."""
    sent: list[dict[str, Any]] = []

    async def send(message: Any) -> None:
        sent.append(message)

    asyncio.run(app(scope, receive, send))
    return sent


async def reading(scope: Any, receive: Receive, send: Any) -> None:
    """An application that wants the whole body."""
    while (await receive()).get("more_body"):
        pass


async def silence() -> None:
    await asyncio.get_running_loop().create_future()


def test_a_body_that_does_not_come_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """A length of 500 and 40 bytes held a request, and its connection, for ever."""
    monkeypatch.setattr(module, "BODY_WITHIN", 0)
    begin, body = answers(BodyLimit(reading), silence)
    assert begin["status"] == 408
    assert (b"connection", b"close") in begin["headers"]
    assert b"too-slow" in body["body"]


def test_whose_body_is_there_may_wait_for_the_answer(monkeypatch: pytest.MonkeyPatch) -> None:
    """A request for news is held; only its sender's going away is still listened for."""
    monkeypatch.setattr(module, "BODY_WITHIN", 1_000)
    messages: list[Any] = [{"type": "http.request", "body": b"{}"}, {"type": "http.disconnect"}]

    async def receive() -> Any:
        return messages.pop(0)

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        assert receive._until is None
        await receive()

    assert answers(BodyLimit(app), receive) == []
    assert messages == []


def test_who_goes_away_in_the_middle_of_a_body_leaves_no_trace(
    client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    async def gone() -> dict[str, Any]:
        return {"type": "http.disconnect"}

    headers = [(b"content-type", b"application/json")]
    scope = {**POST, "path": "/api/chat/shop", "headers": headers, "query_string": b""}
    assert answers(client.app, gone, scope) == []
    assert caplog.text == ""


@pytest.mark.parametrize(("kind", "status"), [("http", [500]), ("websocket", [])])
def test_an_error_of_ours_is_answered_and_its_words_stay_out_of_the_log(
    kind: str, status: list[int], caplog: pytest.LogCaptureFixture
) -> None:
    async def broken(scope: Any, receive: Any, send: Any) -> None:
        raise ValueError("what a caller said, +380 50 123 45 67")

    sent = answers(Quiet(broken), silence, {**POST, "type": kind})
    assert [one["status"] for one in sent if "status" in one] == status
    assert "ValueError in test_protect.py:" in caplog.text
    assert "caller" not in caplog.text
    assert "Traceback" not in caplog.text


def test_an_answer_that_has_begun_is_not_begun_again(caplog: pytest.LogCaptureFixture) -> None:
    async def halfway(scope: Any, receive: Any, send: Any) -> None:
        await send({"type": "http.response.start", "status": 200, "headers": []})
        raise ValueError

    assert [one["status"] for one in answers(Quiet(halfway), silence)] == [200]


UPLOADS = {**POST, "path": "/api/conversations/x/uploads"}


def test_a_file_that_stands_still_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    """Its time begins when it is asked for: before that it waits its turn, unread."""
    monkeypatch.setattr(module, "BODY_WITHIN", 0)
    monkeypatch.setattr(module, "UPLOADED_PER_SECOND", 1_000_000)
    pieces: list[Any] = [{"type": "http.request", "body": b"hello", "more_body": True}]

    async def receive() -> Any:
        return pieces.pop() if pieces else await silence()

    async def patient(scope: Any, receive: Any, send: Any) -> None:
        for _ in range(9):
            await asyncio.sleep(0)
        await reading(scope, receive, send)

    assert answers(BodyLimit(patient), receive, UPLOADS)[0]["status"] == 408
    assert pieces == []


def test_what_has_come_gives_a_slow_line_more_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "UPLOADED_PER_SECOND", 10)

    async def receive() -> Any:
        return {"type": "http.request", "body": b"x" * 1_000, "more_body": True}

    async def app(scope: Any, receive: Any, send: Any) -> None:
        await receive()
        first = receive._until
        await receive()
        assert receive._until == first + 100

    assert answers(BodyLimit(app), receive, UPLOADS) == []


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/api/conversations/x/uploads", []),
        ("/api/conversations/x/lines", [413]),
        ("/gateways/uploads", [413]),  # it read 10 MB of anybody before it asked for a signature
        ("/operators/contacts/uploads", [413]),
        ("/api/conversations/x/y/uploads", [413]),
    ],
)
def test_only_files_may_be_large(path: str, status: list[int]) -> None:
    async def receive() -> Any:
        return {"type": "http.request", "body": b"x" * (BODY + 1)}

    sent = answers(BodyLimit(reading), receive, {**POST, "path": path})
    assert [one["status"] for one in sent if "status" in one] == status
