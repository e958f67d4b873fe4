"""Uvicorn's protocol on a transport of ours: what is closed when nobody waits any longer."""

from __future__ import annotations

import asyncio
from typing import Any

import pytest
import uvicorn
from uvicorn.server import ServerState

from flowengine.server import patience as module
from flowengine.server.patience import Patient

GET = b"GET / HTTP/1.1\r\nHost: x\r\n\r\n"
UPGRADE = (
    b"GET / HTTP/1.1\r\nHost: x\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
    b"Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n"
)


class Transport(asyncio.Transport):
    """A connection whose other side only receives."""

    def __init__(self) -> None:
        super().__init__()
        self.closed = asyncio.Event()
        self.answered = asyncio.Event()
        self._protocol: asyncio.BaseProtocol | None = None

    def set_protocol(self, protocol: asyncio.BaseProtocol) -> None:
        self._protocol = protocol

    def get_protocol(self) -> asyncio.BaseProtocol:
        assert self._protocol is not None
        return self._protocol

    def write(self, data: Any) -> None:
        assert data
        self.answered.set()

    def close(self) -> None:
        self.closed.set()

    def abort(self) -> None:
        self.closed.set()

    def is_closing(self) -> bool:
        return self.closed.is_set()

    def resume_reading(self) -> None:
        """Nothing of ours is ever held back."""


def connect(app: Any, state: ServerState | None = None) -> tuple[Patient, Transport]:
    config = uvicorn.Config(
        app,
        http=Patient,
        ws="websockets-sansio",
        log_config=None,  # else the loggers of this process were another's for all later tests
        limit_concurrency=2,
    )
    config.load()
    protocol = Patient(config, state or ServerState(), {})
    transport = Transport()
    transport.set_protocol(protocol)
    protocol.connection_made(transport)
    return protocol, transport


async def quick(scope: Any, receive: Any, send: Any) -> None:
    await send({"type": "http.response.start", "status": 200, "headers": []})
    await send({"type": "http.response.body", "body": b"ok"})


async def held(scope: Any, receive: Any, send: Any) -> None:
    await asyncio.get_running_loop().create_future()


@pytest.mark.parametrize("sent", [b"", b"GET / HTTP/1.1\r\nHost: x\r\nX-Long: "])
def test_half_a_request_is_not_waited_for(monkeypatch: pytest.MonkeyPatch, sent: bytes) -> None:
    """Hundreds of them once stayed open as long as their senders liked."""
    monkeypatch.setattr(module, "HEAD_WITHIN", 0)

    async def scene() -> None:
        protocol, transport = connect(quick)
        if sent:
            protocol.data_received(sent)
        await transport.closed.wait()

    asyncio.run(scene())


@pytest.mark.parametrize("request_", [GET, UPGRADE])
def test_who_has_asked_is_not_hurried(request_: bytes) -> None:
    async def scene() -> None:
        protocol, _ = connect(held)
        assert protocol._deadline is not None
        protocol.data_received(request_)
        assert protocol._deadline is None

    asyncio.run(scene())


def test_half_of_a_second_request_is_not_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        protocol, transport = connect(quick)
        protocol.data_received(GET)
        await transport.answered.wait()
        monkeypatch.setattr(module, "HEAD_WITHIN", 0)
        protocol.data_received(GET[:9])
        await transport.closed.wait()

    asyncio.run(scene())


def test_a_connection_that_is_lost_is_not_closed_again(monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene() -> None:
        protocol, _ = connect(quick)
        protocol.connection_lost(None)
        assert protocol._deadline is None

    asyncio.run(scene())


def test_a_full_house_closes_its_door_and_keeps_its_guests(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """A thousand connections once took all files: a trace for every try, and nobody was heard."""
    monkeypatch.setattr(Patient, "_quiet_until", 0.0)

    async def scene() -> None:
        state = ServerState()
        guests = [connect(held, state)[1] for _ in range(2)]
        for _ in range(3):
            protocol, transport = connect(held, state)
            assert transport.closed.is_set()
            protocol.connection_lost(None)
        assert not any(guest.closed.is_set() for guest in guests)

    asyncio.run(scene())
    assert caplog.text.count("2 connections are open") == 1
