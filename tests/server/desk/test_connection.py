"""A connection that broke while two wrote into it: the second is told something else than the first
and neither is a mistake of ours."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from types import SimpleNamespace
from typing import Any

import pytest
from starlette.websockets import WebSocket, WebSocketDisconnect, WebSocketDisconnected

from flowengine.server import socket as chat
from flowengine.server.desk import connection

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
