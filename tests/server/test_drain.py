from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress

import pytest
import uvicorn
from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import Route

from flowengine.server import drain
from flowengine.server.drain import Server


class House:
    """One turn is in hand until `finish` is set."""

    patience = 0.0

    def __init__(self) -> None:
        self.begun = asyncio.Event()
        self.draining = asyncio.Event()
        self.finish = asyncio.Event()
        self.told: list[str] = []

    async def drain(self) -> None:
        self.told.append("drain")
        self.draining.set()
        await self.finish.wait()


@asynccontextmanager
async def lifespan(app: Starlette) -> AsyncIterator[None]:
    app.state.house.told.append("start")
    yield
    app.state.house.told.append("stop")


async def turn(request: Request) -> Response:
    house: House = request.app.state.house
    house.begun.set()
    await house.finish.wait()
    return PlainTextResponse("done")


class Running:
    """A server in this event loop, with a client's request to it under way."""

    def __init__(self, parent: int | None = None) -> None:
        self.house = House()
        app = Starlette(routes=[Route("/", turn)], lifespan=lifespan)
        app.state.house = self.house
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.address = self.socket.getsockname()
        self.up = asyncio.Event()
        config = uvicorn.Config(app, lifespan="off", log_config=None, timeout_graceful_shutdown=60)
        self.server = Server(config, ready=self.up.set, parent=parent)

    async def ask(self) -> bytes:
        reader, writer = await asyncio.open_connection(*self.address)
        writer.write(b"GET / HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n")
        answer = await reader.read()
        writer.close()
        return answer

    async def serve(self) -> None:
        await self.server._serve(sockets=[self.socket])


def run(main: Callable[[Running], Awaitable[None]], parent: int | None = None) -> None:
    async def whole() -> None:
        running = Running(parent)
        serving = asyncio.create_task(running.serve())
        await running.up.wait()
        await main(running)
        await serving

    asyncio.run(whole())


def test_a_turn_in_hand_is_finished_and_nobody_new_is_taken() -> None:
    async def main(running: Running) -> None:
        asked = asyncio.create_task(running.ask())
        await running.house.begun.wait()
        running.server.handle_exit(signal.SIGTERM, None)
        await running.house.draining.wait()
        with pytest.raises(ConnectionRefusedError):
            await asyncio.open_connection(*running.address)
        running.house.finish.set()
        assert (await asked).endswith(b"done")
        assert running.house.told == ["start", "drain"]

    run(main)


def test_the_house_is_stopped_when_all_have_gone() -> None:
    houses: list[House] = []

    async def main(running: Running) -> None:
        running.house.finish.set()
        running.server.handle_exit(signal.SIGTERM, None)
        houses.append(running.house)

    run(main)
    assert houses[0].told == ["start", "drain", "stop"]


def test_a_turn_that_does_not_end_holds_nobody_up(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(drain, "DRAIN", 0)

    async def main(running: Running) -> None:
        running.server.handle_exit(signal.SIGTERM, None)

    run(main)
    assert "are given up" in caplog.text


def test_a_second_signal_ends_at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    ended: list[int] = []
    monkeypatch.setattr(os, "_exit", ended.append)

    async def main(running: Running) -> None:
        running.server.handle_exit(signal.SIGINT, None)
        assert ended == []
        running.server.handle_exit(signal.SIGINT, None)
        running.house.finish.set()

    run(main)
    assert ended == [drain.AT_ONCE]


def test_a_process_that_does_not_come_to_its_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Here something does not let go, whatever it is told."""
    for name in ("DRAIN", "GRACE", "CUT_OFF", "ENDS", "LAST"):
        monkeypatch.setattr(drain, name, 0)
    ended, over = list[int](), threading.Event()

    def end(code: int) -> None:
        ended.append(code)
        over.set()

    monkeypatch.setattr(os, "_exit", end)
    running = Running()
    running.house.finish.set()
    running.server.ready = lambda: running.server.handle_exit(signal.SIGTERM, None)
    app = running.server.config.app
    assert isinstance(app, Starlette)
    app.router.lifespan_context = lambda _: _stuck(over)
    with running.socket:
        running.server.run([running.socket])
    assert ended == [drain.STUCK]
    assert "did not come to its end" in caplog.text


@asynccontextmanager
async def _stuck(over: threading.Event) -> AsyncIterator[None]:
    yield
    over.wait(60)


def test_a_worker_leaves_ctrl_c_to_its_parent_and_ends_with_it() -> None:
    """So it does a second signal: systemd tells the worker, and so does the parent it told."""
    ours, theirs = os.pipe()

    async def main(running: Running) -> None:
        running.house.finish.set()
        running.server.handle_exit(signal.SIGINT, None)
        assert not running.server.should_exit
        os.close(theirs)  # as its death does
        await running.house.draining.wait()
        running.server.handle_exit(signal.SIGTERM, None)

    run(main, parent=ours)
    with suppress(OSError):
        os.close(ours)
