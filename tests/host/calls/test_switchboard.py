"""Two workers in one loop: what one accepts, the other gets."""

from __future__ import annotations

import asyncio
import os
import socket
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest

from flowengine.channels.calls.call import Unable
from flowengine.host.calls.switchboard import Switchboard

HEAD = b"GET /call/c1 HTTP/1.1\r\n\r\n"
PATIENCE = 120


class Worker:
    """`came` are connections that were passed to it, with their heads."""

    def __init__(self, folder: Path | None) -> None:
        self.board = Switchboard(folder)
        self.came: asyncio.Queue[tuple[socket.socket, bytes]] = asyncio.Queue()
        self.able = True

    def open(self) -> Worker:
        self.board.open(self._adopt)
        return self

    def _adopt(self, connection: int, head: bytes) -> None:
        if not self.able:
            raise Unable("the process that carries calls does not run")
        self.came.put_nowait((socket.socket(fileno=os.dup(connection)), head))


def _played(
    folder: Path | None, scene: Callable[[Worker, Worker, socket.socket], Awaitable[None]]
) -> None:
    async def whole() -> None:
        one, other = Worker(folder).open(), Worker(folder).open()
        ours, page = socket.socketpair()
        with ours, page:
            page.settimeout(PATIENCE)
            await scene(one, other, ours)
        for worker in (one, other):
            worker.board.close()

    asyncio.run(whole())


def test_a_connection_comes_to_the_worker_that_has_the_call(tmp_path: Path) -> None:
    async def scene(one: Worker, other: Worker, ours: socket.socket) -> None:
        with other.board.carries("c1"):
            assert one.board.passed("c1", ours.fileno(), HEAD)
            connection, head = await asyncio.wait_for(other.came.get(), PATIENCE)
            with connection:
                assert head == HEAD
                assert connection.fileno() != ours.fileno()
            assert not one.board.passed("c2", ours.fileno(), HEAD), "nobody has that one"
            assert not other.board.passed("c1", ours.fileno(), HEAD), "it is here"
        assert not one.board.passed("c1", ours.fileno(), HEAD), "it is over"
        assert one.came.empty()

    _played(tmp_path, scene)


def test_who_took_a_call_over_keeps_it(tmp_path: Path) -> None:
    async def scene(one: Worker, other: Worker, ours: socket.socket) -> None:
        with one.board.carries("c1"):
            later = other.board.carries("c1")
            later.__enter__()
        assert one.board.passed("c1", ours.fileno(), HEAD)
        connection, _ = await asyncio.wait_for(other.came.get(), PATIENCE)
        connection.close()
        later.__exit__(None, None, None)

    _played(tmp_path, scene)


def test_nothing_is_passed_to_a_worker_that_was_killed(tmp_path: Path) -> None:
    async def scene(one: Worker, other: Worker, ours: socket.socket) -> None:
        with other.board.carries("c1"):
            other.board.close()
            assert not one.board.passed("c1", ours.fileno(), HEAD)
            other.open()
            with other.board.carries("c1"):
                assert one.board.passed("c1", ours.fileno(), HEAD)
            connection, _ = await asyncio.wait_for(other.came.get(), PATIENCE)
            connection.close()

    _played(tmp_path, scene)


def test_a_page_is_answered_where_the_calls_have_just_died(tmp_path: Path) -> None:
    async def whole() -> None:
        one, other = Worker(tmp_path).open(), Worker(tmp_path).open()
        other.able = False
        ours, page = socket.socketpair()
        with page, other.board.carries("c1"):
            with ours:
                assert one.board.passed("c1", ours.fileno(), HEAD)
            found = await asyncio.wait_for(asyncio.to_thread(page.recv, 100), PATIENCE)
            assert found.startswith(b"HTTP/1.1 503")
        for worker in (one, other):
            worker.board.close()

    asyncio.run(whole())


def test_who_serves_alone_passes_nothing(tmp_path: Path) -> None:
    async def scene(one: Worker, other: Worker, ours: socket.socket) -> None:
        with other.board.carries("c1"):
            assert not one.board.passed("c1", ours.fileno(), HEAD)

    _played(None, scene)


@pytest.mark.parametrize("name", ["../../etc", "a/b", "\0", "ü" * 300])
def test_a_page_names_no_file(tmp_path: Path, name: str) -> None:
    async def scene(one: Worker, other: Worker, ours: socket.socket) -> None:
        with other.board.carries(name):
            assert one.board.passed(name, ours.fileno(), HEAD)
            connection, _ = await asyncio.wait_for(other.came.get(), PATIENCE)
            connection.close()

    _played(tmp_path, scene)
    assert not list(tmp_path.iterdir()), "nothing is left"


def test_a_folder_that_cannot_be_used_is_told_and_hinders_nobody(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(one: Worker, other: Worker, ours: socket.socket) -> None:
        with other.board.carries("c1"):
            assert not one.board.passed("c1", ours.fileno(), HEAD)

    _played(tmp_path / ("x" * 120), scene)
    assert "TMPDIR" in caplog.text


def test_a_call_goes_on_that_cannot_be_pointed_to(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    folder = tmp_path / "shared"

    async def scene(one: Worker, other: Worker, ours: socket.socket) -> None:
        for left in folder.iterdir():
            left.unlink()
        folder.rmdir()
        with other.board.carries("c1"):
            assert not one.board.passed("c1", ours.fileno(), HEAD)

    folder.mkdir()
    _played(folder, scene)
    assert "other workers cannot pass on" in caplog.text
