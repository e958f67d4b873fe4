"""With real sockets and real certificates: only so does it show to whom a connection belongs."""

from __future__ import annotations

import asyncio
import gzip
from collections.abc import Awaitable, Callable

import httpx2
import pytest

from flowengine.host import guarded
from flowengine.host.address import Forbidden
from tests.host.peer import HANG_UP, HOLD, Peer, peer, reply, trust

HOSTS = frozenset(("stock.example", "orders.example"))
Scene = Callable[[httpx2.AsyncClient, Peer], Awaitable[None]]


async def here(host: str, port: int) -> list[str]:
    return ["127.0.0.1"]


def play(scene: Scene, say: bytes = reply(200, {"count": 7}), *, tls: bool = False) -> None:
    async def whole() -> None:
        async with peer(say, tls=tls) as service:
            client = guarded.client(HOSTS, resolve=here, trust=trust())
            try:
                await scene(client, service)
            finally:
                await client.aclose()

    asyncio.run(whole())


def test_a_connection_is_used_again_for_its_host() -> None:
    async def scene(client: httpx2.AsyncClient, service: Peer) -> None:
        for _ in range(3):
            answer = await client.get(f"https://stock.example:{service.port}/")
            assert answer.json() == {"count": 7}
        assert service.connections == 1
        assert {one.headers["host"] for one in service.asked} == {f"stock.example:{service.port}"}

    play(scene, tls=True)


def test_an_open_connection_is_not_used_for_another_host_at_the_same_address() -> None:
    """It was: connections were kept by address, and the certificate was that of the first host."""

    async def scene(client: httpx2.AsyncClient, service: Peer) -> None:
        assert (await client.get(f"https://stock.example:{service.port}/")).status_code == 200
        with pytest.raises(httpx2.ConnectError, match=r"orders\.example"):
            await client.get(f"https://orders.example:{service.port}/")
        assert len(service.asked) == 1

    play(scene, tls=True)


def test_a_certificate_of_an_authority_nobody_knows_is_refused() -> None:
    async def whole() -> None:
        async with peer(reply(), tls=True) as service:
            client = guarded.client(HOSTS, resolve=here)
            with pytest.raises(httpx2.ConnectError):
                await client.get(f"https://stock.example:{service.port}/")
            assert service.asked == []
            await client.aclose()

    asyncio.run(whole())


def test_a_name_is_judged_by_what_it_says_when_it_is_connected_to() -> None:
    """DNS rebinding: a public address first, a private one for the next connection."""
    said = iter((["8.8.8.8"], ["127.0.0.1"]))

    async def rebound(host: str, port: int) -> list[str]:
        return next(said)

    async def whole() -> None:
        async with peer(reply()) as service:
            assert await rebound("evil.example", 80) == ["8.8.8.8"]  # whoever looked before
            client = guarded.client(resolve=rebound)
            with pytest.raises(Forbidden):
                await client.get(f"http://evil.example:{service.port}/")
            assert service.connections == 0
            await client.aclose()

    asyncio.run(whole())


async def nowhere(host: str, port: int) -> list[str]:
    raise OSError("no such name")


async def forever(host: str, port: int) -> list[str]:
    await asyncio.Event().wait()
    return []


@pytest.mark.parametrize(
    ("resolve", "expected"),
    [(nowhere, httpx2.ConnectError), (forever, httpx2.ConnectTimeout)],
)
def test_a_name_that_is_not_found_is_an_error_before_anything_was_sent(
    resolve: Callable[[str, int], Awaitable[list[str]]],
    expected: type[Exception],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(guarded, "CONNECT", 0.01 if resolve is forever else 60.0)

    async def whole() -> None:
        client = guarded.client(resolve=resolve)
        with pytest.raises(expected) as found:
            await client.get("http://stock.example/")
        assert isinstance(found.value, guarded.UNSENT)
        await client.aclose()

    asyncio.run(whole())


def test_nobody_listening_is_an_error_before_anything_was_sent() -> None:
    async def whole() -> None:
        async with peer(reply()) as service:
            port = service.port
        client = guarded.client(HOSTS, resolve=here)
        with pytest.raises(guarded.UNSENT):
            await client.get(f"http://stock.example:{port}/")
        await client.aclose()

    asyncio.run(whole())


def test_a_peer_that_hangs_up_may_have_heard_us() -> None:
    async def scene(client: httpx2.AsyncClient, service: Peer) -> None:
        with pytest.raises(httpx2.RemoteProtocolError) as found:
            await client.post(f"http://stock.example:{service.port}/", json=1)
        assert not isinstance(found.value, guarded.UNSENT)
        assert len(service.asked) == 1

    play(scene, HANG_UP)


def test_a_peer_that_does_not_answer_may_have_heard_us() -> None:
    async def scene(client: httpx2.AsyncClient, service: Peer) -> None:
        once_connected = httpx2.Timeout(60, read=0.01)
        with pytest.raises(httpx2.ReadTimeout) as found:
            await client.get(f"http://stock.example:{service.port}/", timeout=once_connected)
        assert not isinstance(found.value, guarded.UNSENT)

    play(scene, HOLD)


@pytest.mark.parametrize(
    ("data", "packed", "fits"),
    [(b"1" * 1000, False, True), (b"1" * 1001, False, False), (b"1" * 1001, True, False),
     (b"1" * 50_000_000, True, False), (b"1" * 1000, True, True)],
)  # fmt: skip
def test_a_body_is_bounded_also_when_it_is_packed(data: bytes, packed: bool, fits: bool) -> None:
    said = reply(200, gzip.compress(data), Content_Encoding="gzip") if packed else reply(200, data)

    async def scene(client: httpx2.AsyncClient, service: Peer) -> None:
        async with client.stream("GET", f"http://stock.example:{service.port}/") as answer:
            assert await guarded.body(answer, 1000) == (data if fits else None)

    play(scene, said)


def test_a_body_is_bounded_also_where_much_unpacks_to_nothing() -> None:
    named = gzip.compress(b"1")[:3] + b"\x08" + gzip.compress(b"1")[4:10]  # with a file's name
    packed = named + b"n" * 5000 + b"\0" + gzip.compress(b"1")[10:]
    assert gzip.decompress(packed) == b"1"

    async def scene(client: httpx2.AsyncClient, service: Peer) -> None:
        async with client.stream("GET", f"http://stock.example:{service.port}/") as answer:
            assert await guarded.body(answer, 1000) is None

    play(scene, reply(200, packed, Content_Encoding="gzip"))


def test_a_body_that_breaks_off_is_an_error() -> None:
    async def scene(client: httpx2.AsyncClient, service: Peer) -> None:
        with pytest.raises(httpx2.HTTPError):
            await client.get(f"http://stock.example:{service.port}/")

    play(scene, reply(200, b"half", Content_Encoding="gzip"))


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://stock.example/a?b=c#d", "https://stock.example/a?b=c"),
        ("HTTP://Stock.Example/", "http://stock.example/"),
        ("https://[::1]:8443/", "https://[::1]:8443/"),
        ("https://good.example@127.0.0.1/", None),
        ("https://a:b@stock.example/", None),
        ("https://stock.example:0/", None),
        ("https://stock.example:65536/", None),
        ("https://stock.example:no/", None),
        ("https:///nohost", None),
        ("//stock.example/", None),
        ("file:///etc/passwd", None),
        ("gopher://stock.example/", None),
        ("https://" + "a" * 70_000, None),
        ("", None),
    ],
)
def test_only_an_address_of_the_web_is_asked(text: str, expected: str | None) -> None:
    found = guarded.address(text)
    assert (None if found is None else str(found)) == expected


def test_an_origin_is_scheme_host_and_port() -> None:
    first, second = httpx2.URL("https://a.example/x"), httpx2.URL("https://a.example:443/y")
    assert guarded.origin(first) == guarded.origin(second) == ("https", "a.example", 443)
    assert guarded.origin(httpx2.URL("http://a.example")) == ("http", "a.example", 80)
