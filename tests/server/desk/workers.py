"""One server with several workers, and connections of which a test says who accepts them."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import threading
from collections.abc import Coroutine, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, TypeVar

from tests.nodes import Node

PATIENCE = 60.0
_T = TypeVar("_T")


class Workers:
    """Those of a `Node`, by number."""

    def __init__(self, node: Node) -> None:
        self._port = node.port
        self._node = node.process.pid
        self._ids = self._all()

    def kill(self, number: int) -> None:
        """Its processes of calls end with it; another one begins in its place."""
        os.kill(self._ids[number], signal.SIGKILL)

    def _all(self) -> list[int]:
        return sorted(one for one in _children(self._node) if _works(one))

    def accepted(self, number: int) -> socket.socket:
        """A connection that this worker has accepted: the others stand still meanwhile, and the
        answer to a first request proves it."""
        with self._alone(number):
            found = socket.create_connection(("127.0.0.1", self._port), PATIENCE)
            found.sendall(b"HEAD /static/icon.svg HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n")
            head = b""
            while not head.endswith(b"\r\n\r\n"):
                more = found.recv(1)
                assert more, head
                head += more
            assert head.startswith(b"HTTP/1.1 200"), head
        return found

    @contextmanager
    def _alone(self, number: int) -> Iterator[None]:
        others = [one for one in self._all() if one != self._ids[number]]
        for one in others:
            with suppress(ProcessLookupError):
                os.kill(one, signal.SIGSTOP)
        try:
            yield
        finally:
            for one in others:
                with suppress(ProcessLookupError):
                    os.kill(one, signal.SIGCONT)


def _children(process: int) -> list[int]:
    tasks = Path(f"/proc/{process}/task").iterdir()
    return [int(one) for task in tasks for one in (task / "children").read_text().split()]


def _works(process: int) -> bool:
    with suppress(OSError):  # it has just ended
        return b"spawn_main" in Path(f"/proc/{process}/cmdline").read_bytes()
    return False


class Beside:
    """A loop in a thread of its own, for those who call while a test does something else."""

    def __init__(self) -> None:
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)

    def __enter__(self) -> Beside:
        self._thread.start()
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def does(self, what: Coroutine[Any, Any, _T]) -> _T:
        return asyncio.run_coroutine_threadsafe(what, self._loop).result(PATIENCE)
