from __future__ import annotations

import asyncio
import gzip
from collections.abc import Callable
from itertools import pairwise
from typing import Any

import httpx2
import pytest

from flowengine.host import fetch as module
from flowengine.host import measures
from flowengine.host.fetch import LARGEST, Answer, Fetcher
from flowengine.runtime.effects import Fetch
from tests.host.peer import peer, reply, trust

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
        fetcher = Fetcher(secrets={}, transport=Slow())
        answer = await fetcher.fetch(request(timeout=0))
        await fetcher.close()
        return answer

    assert asyncio.run(run()) == Answer(error="timeout")


def answers(
    transport: httpx2.AsyncBaseTransport,
    pauses: list[float] | None = None,
    **changed: Any,
) -> list[Answer]:
    async def pause(seconds: float) -> None:
        if pauses is not None:
            pauses.append(seconds)

    async def run() -> list[Answer]:
        fetcher = Fetcher(
            secrets={"club_key": "s3cret"},
            transport=transport,
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


def test_the_request_goes_to_the_host_with_what_the_author_wrote() -> None:
    seen: list[httpx2.Request] = []

    def handler(asked: httpx2.Request) -> httpx2.Response:
        seen.append(asked)
        return httpx2.Response(204)

    answer = fetch(
        handler,
        method="POST",
        url="https://stock.example:8443/orders#not-sent",
        body={"beds": 2},
        headers={"X-Word": "слово"},
        secrets={"Authorization": "club_key"},
    )
    assert answer == Answer(204)
    (asked,) = seen
    assert str(asked.url) == "https://stock.example:8443/orders"
    assert asked.headers["host"] == "stock.example:8443"
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
        (lambda _: httpx2.Response(304, headers={"location": "/b"}), {}, Answer(304)),
        (lambda _: httpx2.Response(302, text="<p>"), {}, Answer(302)),
        (failing(httpx2.ConnectError("refused")), {}, Answer(error="unreachable")),
        (failing(httpx2.RemoteProtocolError("odd")), {}, Answer(error="unreachable")),
        (ok(), {"url": "file:///etc/passwd"}, Answer(error="wrong address")),
        (ok(), {"url": "https:///nohost"}, Answer(error="wrong address")),
        (ok(), {"url": "https://stock.example@10.0.0.1/"}, Answer(error="wrong address")),
        (ok(), {"secrets": {"A": "missing"}}, Answer(error="no secret")),
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
    async def run() -> list[Answer]:
        service = Slow()
        fetcher = Fetcher(secrets={}, transport=service)
        found = []
        async for answer in fetcher.answers(request(timeout=0)):
            found.append(answer)
            service.gate.set()
        await fetcher.close()
        return found

    assert asyncio.run(run()) == [Answer(error="timeout"), Answer(200, "GET")]


def leading(hops: dict[str, str], status: int = 302) -> tuple[Handler, list[httpx2.Request]]:
    """A service that leads from one path or address to another, and what it was asked."""
    seen: list[httpx2.Request] = []

    def handler(asked: httpx2.Request) -> httpx2.Response:
        seen.append(asked)
        where = hops.get(str(asked.url))
        if where is None:
            return httpx2.Response(200, json=str(asked.url))
        return httpx2.Response(status, headers={"location": where})

    return handler, seen


FIRST = "https://stock.example/free?n=1"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize("method", ["GET", "HEAD"])
def test_who_only_asks_is_led_on(method: str, status: int) -> None:
    handler, seen = leading({FIRST: "/b", "https://stock.example/b": "c?d"}, status)
    assert fetch(handler, method=method) == Answer(200, "https://stock.example/c?d")
    assert [one.method for one in seen] == [method] * 3


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH"])
def test_what_changes_something_is_not_led_elsewhere(method: str) -> None:
    handler, seen = leading({FIRST: "/b"}, 307)
    assert fetch(handler, method=method, body={}) == Answer(307)
    assert len(seen) == 1


@pytest.mark.parametrize(("hops", "expected"), [(3, ""), (4, "too many redirects")])
def test_redirects_are_counted(hops: int, expected: str) -> None:
    paths = [FIRST, *(f"https://stock.example/{n}" for n in range(hops))]
    handler, _ = leading(dict(pairwise(paths)))
    assert fetch(handler).error == expected


@pytest.mark.parametrize(
    ("where", "kept"),
    [
        ("/elsewhere", True),
        ("https://stock.example:443/x", True),
        ("https://stock.example:8443/x", False),
        ("https://STOCK.example/x", True),
        ("https://stock.example.evil.example/x", False),
        ("//evil.example/x", False),
    ],
)
def test_another_origin_hears_no_secret_and_no_header_of_the_author(where: str, kept: bool) -> None:
    handler, seen = leading({FIRST: where})
    fetch(handler, headers={"X-Club": "seven"}, secrets={"Authorization": "club_key"})
    first, second = seen
    assert first.headers["authorization"] == "s3cret"
    assert ("authorization" in second.headers) is kept
    assert ("x-club" in second.headers) is kept
    assert "s3cret" not in str(second.url)
    assert second.headers["accept"] == "application/json"


def test_a_secret_that_was_dropped_on_the_way_does_not_come_back_elsewhere() -> None:
    handler, seen = leading(
        {FIRST: "https://b.example/", "https://b.example/": "https://c.example/"}
    )
    fetch(handler, secrets={"Authorization": "club_key"})
    assert ["authorization" in one.headers for one in seen] == [True, False, False]


@pytest.mark.parametrize(
    ("where", "expected"),
    [
        ("http://stock.example/b", "forbidden"),
        ("https://u:p@stock.example/b", "wrong address"),
        ("file:///etc/passwd", "wrong address"),
        ("https://stock.example:99999/", "wrong address"),
        ("http://[::1", "wrong address"),
    ],
)
def test_a_redirect_leads_to_no_open_connection_and_to_no_other_protocol(
    where: str, expected: str
) -> None:
    handler, seen = leading({FIRST: where})
    assert fetch(handler) == Answer(error=expected)
    assert len(seen) == 1


@pytest.mark.parametrize(
    ("first", "second", "expected"),
    [
        # Named for flows; a stranger's service may not lead there.
        ("out.example", "stock.local", "forbidden"),
        ("stock.local", "orders.local", ""),
        ("stock.local", "127.0.0.1", "forbidden"),
        ("stock.local", "2130706433", "forbidden"),
        ("stock.local", "[::ffff:127.0.0.1]", "forbidden"),
        ("stock.local", "metadata.internal", "forbidden"),
    ],
)
def test_where_a_redirect_leads_is_checked_like_the_first_address(
    first: str, second: str, expected: str
) -> None:
    async def resolve(host: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> Answer:
        async with peer(lambda asked: replies[asked.path]) as service:
            replies = {
                "/a": reply(302, Location=f"http://{second}:{service.port}/b"),
                "/b": reply(200, {"inner": True}),
            }
            fetcher = Fetcher(
                secrets={}, private=frozenset(("stock.local", "orders.local")), resolve=resolve
            )
            if first == "out.example":  # it would be refused itself; so it is played
                fetcher = Fetcher(
                    secrets={},
                    private=frozenset(("stock.local",)),
                    transport=httpx2.MockTransport(
                        lambda _: httpx2.Response(302, headers={"location": "https://stock.local"})
                    ),
                )
            try:
                return await fetcher.fetch(request(url=f"http://{first}:{service.port}/a"))
            finally:
                await fetcher.close()

    assert asyncio.run(run()).error == expected


@pytest.mark.parametrize(
    ("host", "private", "expected"),
    [("stock.example", True, ""), ("stock.example", False, "forbidden"),
     ("nowhere.example", True, "unreachable")],
)  # fmt: skip
def test_over_a_real_and_safe_connection(host: str, private: bool, expected: str) -> None:
    async def resolve(name: str, port: int) -> list[str]:
        if name == "nowhere.example":
            raise OSError("no such name")
        return ["127.0.0.1"]

    async def run() -> Answer:
        async with peer(reply(200, gzip.compress(b'{"count": 7}'), Content_Encoding="gzip"),
                        tls=True) as service:  # fmt: skip
            fetcher = Fetcher(
                secrets={},
                private=frozenset((host,) if private else ()),
                resolve=resolve,
                trust=trust(),
            )
            try:
                return await fetcher.fetch(request(url=f"https://{host}:{service.port}/"))
            finally:
                await fetcher.close()

    answer = asyncio.run(run())
    assert answer.error == expected
    assert answer.body == (None if expected else {"count": 7})


def test_a_small_answer_that_unpacks_to_a_large_one_is_too_large() -> None:
    bomb = gzip.compress(b"[" + b" " * 50_000_000 + b"]")
    assert len(bomb) < LARGEST
    answer = fetch(ok(content=bomb, headers={"content-encoding": "gzip"}))
    assert answer == Answer(error="too large")


def test_a_header_cannot_be_broken_into_two() -> None:
    async def resolve(name: str, port: int) -> list[str]:
        return ["127.0.0.1"]

    async def run() -> None:
        async with peer(reply()) as service:
            private = frozenset(("stock.example",))
            fetcher = Fetcher(secrets={}, private=private, resolve=resolve)
            url = f"http://stock.example:{service.port}/"
            answer = await fetcher.fetch(request(url=url, headers={"X": "a\r\nX-Evil: b"}))
            await fetcher.close()
            assert answer == Answer(error="unreachable")
            assert service.asked == []

    asyncio.run(run())


@pytest.mark.parametrize(
    ("handler", "outcome"),
    [(ok(json=1), "ok"), (ok(text="<p>"), "not JSON"), (failing(OSError()), "unreachable")],
)
def test_each_request_is_counted_by_how_it_ended(handler: Handler, outcome: str) -> None:
    def count() -> float:
        return measures.REGISTRY.get_sample_value(
            "flowengine_fetches_total", {"outcome": outcome}
        ) or 0.0  # fmt: skip

    before = count()
    fetch(handler)
    assert count() == before + 1


def test_a_time_out_and_a_late_answer_are_both_counted() -> None:
    def count() -> float:
        return measures.REGISTRY.get_sample_value(
            "flowengine_fetches_total", {"outcome": "timeout"}
        ) or 0.0  # fmt: skip

    before = count()
    test_an_answer_that_comes_late_is_told_after_the_time_out()
    assert count() == before + 1
