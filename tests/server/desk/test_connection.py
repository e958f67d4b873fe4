"""A connection that broke while two wrote into it: the second is told something else than the first
and neither is a mistake of ours."""

from __future__ import annotations

import asyncio
import json
import time
from contextlib import ExitStack, suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from flowengine.desk.people import User
from flowengine.host.people import People
from flowengine.server import socket as chat
from flowengine.server import users
from flowengine.server.desk import connection
from flowengine.store.opening import opened
from tests.nodes import Node
from tests.server.desk.station import Station, furnish

HELLO = '{"type": "hello", "token": "t"}'


def broken() -> WebSocket:
    """Accepted, and gone."""

    frames = [{"type": "websocket.connect"}, {"type": "websocket.receive", "text": HELLO}]

    async def receive() -> dict[str, Any]:
        return frames.pop(0)

    async def send(message: Any) -> None:
        if message["type"] != "websocket.accept":
            raise OSError("broken")

    async def opened(*_: str) -> None:
        await both_write(socket)

    house = SimpleNamespace(conversations=SimpleNamespace(opened=opened))
    app = SimpleNamespace(state=SimpleNamespace(house=house))
    scope = {"type": "websocket", "headers": [], "app": app, "path_params": {"conversation": "c"}}
    socket = WebSocket(scope, receive, send)  # `opened` writes to it
    return socket


async def both_write(socket: WebSocket) -> None:
    with suppress(WebSocketDisconnect):
        await socket.send_text("one")
    with pytest.raises(WebSocketDisconnected):
        await socket.send_text("other")
    await socket.send_text("other")


def test_a_desks_page_that_broke_off_is_no_mistake(monkeypatch: pytest.MonkeyPatch) -> None:
    async def greeted(socket: WebSocket, *_: Any) -> None:
        await both_write(socket)

    monkeypatch.setattr(connection, "_greeted", greeted)
    asyncio.run(connection.received(broken(), lambda _: True, lambda *_: asyncio.sleep(0)))


def test_neither_is_a_persons_page(monkeypatch: pytest.MonkeyPatch) -> None:
    async def frame(socket: WebSocket) -> str:
        await both_write(socket)
        return ""

    monkeypatch.setattr(chat, "knock", lambda _: None)
    monkeypatch.setattr(chat, "frame", frame)
    asyncio.run(chat.talk(broken()))


AGENTS = tuple(
    User(id=f"u-{name}", name=name, shown=name.title(), queues=("*",), version=1)
    for name in ("olena", "ivan", "marko", "vera")
)


class Page:
    """A real WebSocket as `Station` reads it; it answers no ping of the desk."""

    def __init__(self, socket: ClientConnection) -> None:
        self._socket = socket

    def send_json(self, message: dict[str, Any]) -> None:
        self._socket.send(json.dumps(message))

    def receive_json(self) -> dict[str, Any]:
        try:
            found: dict[str, Any] = json.loads(self._socket.recv(timeout=60))
        except ConnectionClosed as closed:
            code = 1006 if closed.rcvd is None else closed.rcvd.code  # RFC 6455, 7.4.1
            raise WebSocketDisconnect(code) from closed
        return found


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_who_is_dismissed_by_another_process_is_out_of_a_running_server(
    tmp_path: Path, kind: str, request: pytest.FixtureRequest
) -> None:
    """By commands beside it; who was not meant stays."""
    (tmp_path / "flows").mkdir()
    furnish(tmp_path / "flows")
    address: Any = tmp_path / "store.db"
    if kind == "postgresql":
        address = request.getfixturevalue("postgresql")
    cookies = asyncio.run(_signed_in(address))
    with Node(tmp_path / "flows", address) as node, ExitStack() as open_:
        pages = {
            user.name: _page(open_, node.address, cookies[user.name], user.name) for user in AGENTS
        }
        asyncio.run(_dismissed(address))
        for name in ("olena", "ivan", "marko"):
            assert pages[name].closed() == connection.SIGNED_OUT, name
        pages["vera"].does("sync")


def _page(open_: ExitStack, address: str, cookie: str, name: str) -> Station:
    headers = {"Cookie": f"{users.COOKIE}={cookie}"}
    there = f"{address.replace('http', 'ws', 1)}/desk/socket"
    socket: Any = Page(open_.enter_context(connect(there, additional_headers=headers)))
    return Station(socket, answers=False).hello(name)


async def _signed_in(address: Any) -> dict[str, str]:
    store = opened(address)
    await store.start()
    try:
        for user in AGENTS:
            assert await store.write_user(user)
        return {user.name: (await users.begin(store, user, time.time()))[0] for user in AGENTS}
    finally:
        await store.close()


async def _dismissed(address: Any) -> None:
    """One disabled, one with another role, one signed out."""
    store = opened(address, beside=True)
    await store.start()
    try:
        people = People(store)
        await people.disable(await people.named("olena"), by="test")
        await people.change(await people.named("ivan"), by="test", roles=("auditor",))
        for token in await store.tokens():
            if token.name.startswith("u-marko"):
                await store.revoke(token.id)
    finally:
        await store.close()
