"""The door of calls: what is handed over, and what is told to pages that cannot call."""

from __future__ import annotations

import asyncio
import json
import socket
import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient
from starlette.websockets import WebSocketDisconnect

from flowengine.channels.calls.call import Unable
from flowengine.host.house import House
from flowengine.server.rates import Rate
from flowengine.store.opening import opened
from tests.channels.calls.connection import Client
from tests.nodes import Node
from tests.server.served import served

ADDRESS = "/call/c1"


class Exchange:
    """Takes what is handed over, as the process that carries calls does."""

    def __init__(self, trouble: str = "") -> None:
        self.trouble = trouble
        self.adopted: list[tuple[socket.socket, bytes]] = []
        self.came = threading.Event()

    def adopt(self, connection: int, head: bytes) -> None:
        if self.trouble:
            raise Unable(self.trouble)
        self.adopted.append((socket.socket(fileno=_copy(connection)), head))
        self.came.set()


def _copy(connection: int) -> int:
    ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_DGRAM)
    with ours, theirs:
        socket.send_fds(ours, [b"."], [connection])
        return socket.recv_fds(theirs, 1, 1)[1][0]


@pytest.fixture
def house(folder: Path) -> House:
    house = House(folder, opened(folder.parent / "store.db"))
    house.read()
    return house


def _calling(house: House, act: Callable[[int], Awaitable[None]]) -> None:
    async def run() -> None:
        async with served(house) as port:
            await act(port)

    asyncio.run(run())


def _client(port: int, origin: str = "") -> Client:
    client = Client(socket.create_connection(("127.0.0.1", port)))
    client.request({"Origin": origin} if origin else {})
    return client


def test_the_connection_is_handed_over_whole(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whoever has it answers the request, and the server has nothing more to do with it."""
    exchange = Exchange()
    monkeypatch.setattr(House, "exchange", exchange)

    async def act(port: int) -> None:
        client = _client(port)
        await asyncio.to_thread(_answered, exchange, client)

    _calling(house, act)
    ((connection, head),) = exchange.adopted
    with connection:
        assert head.startswith(b"GET /call/c1 HTTP/1.1\r\n")
        assert b"sec-websocket-key: " in head.lower()


def _answered(exchange: Exchange, client: Client) -> None:
    with client.connection:
        assert exchange.came.wait(60)
        connection, _ = exchange.adopted[0]
        connection.setblocking(True)
        connection.sendall(b"by somebody else")
        assert client.connection.recv(100) == b"by somebody else"
        client.connection.sendall(b"and back")
        assert connection.recv(100) == b"and back"


def test_a_head_that_is_none_of_a_websocket_is_answered_and_not_kept(house: House) -> None:
    async def act(port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), 10) as connection:
            client = Client(connection)
            client.request({"X-Long": "x" * 9_000})
            found = await asyncio.to_thread(connection.recv, 1000)
            assert found.startswith(b"HTTP/1.1 400")
            assert not await asyncio.to_thread(connection.recv, 1000), "it is closed"

    _calling(house, act)


def test_a_page_of_another_site_is_refused(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    exchange = Exchange()
    monkeypatch.setattr(House, "exchange", exchange)

    async def act(port: int) -> None:
        client = _client(port, origin="https://elsewhere.example")
        with client.connection:
            found = await asyncio.to_thread(client.connection.recv, 1000)
        assert found.startswith(b"HTTP/1.1 403")

    _calling(house, act)
    assert not exchange.adopted


def test_a_process_that_takes_no_more_is_told_in_words(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(House, "exchange", Exchange("it is full"))

    async def act(port: int) -> None:
        client = _client(port)
        with client.connection:
            told = await asyncio.to_thread(client.until, "refused")
            assert (told["code"], await asyncio.to_thread(client.until_closed)) == ("not-now", 1013)

    _calling(house, act)


@pytest.mark.parametrize(
    ("draining", "code"), [(False, "no-calls"), (True, "not-now")], ids=["no calls", "ending"]
)
def test_where_no_calls_are_carried_the_page_is_told(
    client: TestClient, *, draining: bool, code: str
) -> None:
    house: Any = client.app.state.house  # type: ignore[attr-defined]
    if draining:
        house.draining.set()
    with client.websocket_connect(ADDRESS) as page:
        told = json.loads(page.receive_text())
        assert (told["type"], told["code"]) == ("refused", code)
        assert told["text"].count(".") == 2, "one sentence, and the mend"
        with pytest.raises(WebSocketDisconnect) as closed:
            page.receive_text()
        assert closed.value.code == 1013


def test_whoever_knocks_too_often_is_told_to_wait(client: TestClient) -> None:
    codes = []
    client.app.state.requests = Rate(burst=1, per_second=0.001)  # type: ignore[attr-defined]
    for _ in range(2):
        with client.websocket_connect(ADDRESS) as page:
            codes.append(json.loads(page.receive_text())["code"])
    assert codes == ["no-calls", "too-fast"]


LINES = """flow lines "Lines"
channels voice

start:
  ask well: yes/no "Are you well?"
  say "Goodbye."
  end
"""


@pytest.mark.slow
def test_several_workers_take_calls_behind_one_listener(tmp_path: Path, postgresql: str) -> None:
    """Whichever has the connection has a process of its own that carries it."""
    (tmp_path / "lines.flow").write_text(LINES, encoding="utf-8")
    with Node(tmp_path, postgresql, "--workers", "2", calls={}) as node:
        for _ in range(2):
            _asked_and_answered(node)


def _asked_and_answered(node: Node) -> None:
    asked = {"channel": "voice"}
    opened = httpx2.post(f"{node.address}/api/chat/lines", json=asked, timeout=30).json()
    assert "conversation" in opened, (opened, node.told)
    with socket.create_connection(("127.0.0.1", node.port)) as connection:
        client = Client(connection, opened["conversation"])
        client.request({})
        client.hello(opened["token"])
        client.until("answered")
        client.until_sound(20)
        while client.until("caption")["text"] != "Are you well?":
            pass  # on a busy machine one is asked for a moment
        client.say(type="key", key="1")
        client.until("ended")
        client.until_closed()
        assert client.code == 1000
