from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import httpx2
import pytest

from flowengine.host import fetch as module
from flowengine.host.fetch import LARGEST, Answer, Fetcher
from flowengine.runtime.effects import Fetch

Handler = Callable[[httpx2.Request], httpx2.Response]


def request(**changed: Any) -> Fetch:
    given: dict[str, Any] = {
        "turn": 1,
        "key": "c1/1",
        "method": "GET",
        "url": "https://stock.example/free?n=1",
        "headers": {},
        "secrets": {},
        "body": None,
        "timeout": 5,
        "retry": 0,
    }
    return Fetch(**given | changed)


def fetch(handler: Handler, **changed: Any) -> Answer:
    (answer,) = answers(httpx2.MockTransport(handler), **changed)
    return answer


def test_who_does_not_wait_for_late_answers_gets_the_first_one() -> None:
    async def run() -> Answer:
        async def resolve(host: str, port: int) -> list[str]:
            return ["8.8.8.8"]

        fetcher = Fetcher(secrets={}, transport=Slow(), resolve=resolve)
        answer = await fetcher.fetch(request(timeout=0))
        await fetcher.close()
        return answer

    assert asyncio.run(run()) == Answer(error="timeout")


def answers(
    transport: httpx2.AsyncBaseTransport,
    address: str = "8.8.8.8",
    pauses: list[float] | None = None,
    **changed: Any,
) -> list[Answer]:
    async def resolve(host: str, port: int) -> list[str]:
        if host == "nowhere.example":
            raise OSError("no such name")
        return [address]

    async def pause(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)

    async def run() -> list[Answer]:
        fetcher = Fetcher(
            secrets={"club_key": "s3cret"},
            transport=transport,
            resolve=resolve,
            pause=pause,
        )
        try:
            return [answer async for answer in fetcher.answers(request(**changed))]
        finally:
            await fetcher.close()

    return asyncio.run(run())


def test_json_comes_back_as_values() -> None:
    answer = fetch(lambda _: httpx2.Response(200, json={"items": [1, "два"]}))
    assert answer == Answer(200, {"items": [1, "два"]})


def test_the_request_goes_to_the_checked_address_under_the_host_s_name() -> None:
    seen: list[httpx2.Request] = []

    def handler(asked: httpx2.Request) -> httpx2.Response:
        seen.append(asked)
        return httpx2.Response(204)

    answer = fetch(
        handler,
        method="POST",
        url="https://stock.example:8443/orders",
        body={"beds": 2},
        headers={"X-Word": "слово"},
        secrets={"Authorization": "club_key"},
    )
    assert answer == Answer(204)
    (asked,) = seen
    assert str(asked.url) == "https://8.8.8.8:8443/orders"
    assert asked.headers["host"] == "stock.example:8443"
    assert asked.extensions["sni_hostname"] == "stock.example"
    assert asked.headers["authorization"] == "s3cret"
    assert asked.headers["idempotency-key"] == "c1/1"
    assert asked.headers["x-word"] == "слово"
    assert asked.content == b'{"beds":2}'


def failing(error: Exception) -> Handler:
    def handler(asked: httpx2.Request) -> httpx2.Response:
        raise error

    return handler


def ok(**content: Any) -> Handler:
    return lambda _: httpx2.Response(200, **content)


@pytest.mark.parametrize(
    ("handler", "changed", "expected"),
    [
        (lambda _: httpx2.Response(404, text="<p>no"), {}, Answer(404)),
        (ok(text="<p>hello"), {}, Answer(error="not JSON")),
        (ok(text="[" * 100_000), {}, Answer(error="not JSON")),
        (ok(text=" "), {}, Answer(200)),
        (ok(content=b"1" * (LARGEST + 1)), {}, Answer(error="too large")),
        (lambda _: httpx2.Response(302, headers={"location": "http://10.0.0.1"}), {}, Answer(302)),
        (failing(httpx2.ConnectError("refused")), {}, Answer(error="unreachable")),
        (failing(httpx2.RemoteProtocolError("odd")), {}, Answer(error="unreachable")),
        (ok(), {"url": "https://nowhere.example/"}, Answer(error="unreachable")),
        (ok(), {"url": "file:///etc/passwd"}, Answer(error="wrong address")),
        (ok(), {"url": "https:///nohost"}, Answer(error="wrong address")),
        (ok(), {"secrets": {"A": "missing"}}, Answer(error="no secret")),
        (ok(), {"address": "127.0.0.1"}, Answer(error="forbidden")),
    ],
)  # fmt: skip
def test_every_failure_is_a_word_and_never_raises(
    handler: Handler, changed: dict[str, Any], expected: Answer
) -> None:
    assert fetch(handler, **changed) == expected


@pytest.mark.parametrize(
    ("statuses", "retry", "expected", "tries"),
    [
        ([503, 200], 2, 200, 2),
        ([503, 503, 503], 2, 503, 3),
        ([404, 200], 2, 404, 1),
        ([500, 200], 0, 500, 1),
    ],
)
def test_a_failing_service_is_asked_again_as_often_as_the_author_said(
    statuses: list[int], retry: int, expected: int, tries: int
) -> None:
    asked: list[str] = []
    pauses: list[float] = []

    def handler(request: httpx2.Request) -> httpx2.Response:
        asked.append(request.headers["idempotency-key"])
        return httpx2.Response(statuses[len(asked) - 1])

    assert fetch(handler, pauses=pauses, retry=retry).status == expected
    assert len(asked) == tries
    assert len(set(asked)) == 1
    assert pauses == [0.2, 0.4][: tries - 1]


class Slow(httpx2.AsyncBaseTransport):
    """A service that answers only once its caller has given up waiting, or never."""

    def __init__(self) -> None:
        self.gate = asyncio.Event()

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        await self.gate.wait()
        return httpx2.Response(200, json=request.method)


def test_a_service_that_never_answers_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "LATE", 0)
    assert answers(Slow(), timeout=0) == [Answer(error="timeout"), Answer(error="timeout")]


def test_an_answer_that_comes_late_is_told_after_the_time_out() -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["8.8.8.8"]

    async def run() -> list[Answer]:
        service = Slow()
        fetcher = Fetcher(secrets={}, transport=service, resolve=resolve)
        found = []
        async for answer in fetcher.answers(request(timeout=0)):
            found.append(answer)
            service.gate.set()
        await fetcher.close()
        return found

    assert asyncio.run(run()) == [Answer(error="timeout"), Answer(200, "GET")]
