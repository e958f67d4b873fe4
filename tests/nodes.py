"""Real servers for tests: nodes in processes of their own, a service they ask, a proxy before them.

Nothing here sleeps: a node says when it is open, a service says when it was asked.
"""

from __future__ import annotations

import os
import queue
import random
import signal
import socket
import subprocess
import sys
import threading
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathlib import Path

OPENED = "Open http://"


def free_port() -> int:
    """Below those that Linux gives to whoever asks for any (from 32768), or a server would find its
    own taken when it comes back, and who waits for it could be connected with themselves. Others
    run these tests too, so where to look is left to chance."""
    for port in random.sample(range(20_000, 32_768), 100):
        with socket.socket() as probe, suppress(OSError):
            probe.bind(("127.0.0.1", port))
            return port
    raise AssertionError("no port is free")


class Node:
    """`flowengine serve`, read to its end so that it never waits for a reader of its log.

    Without calls, which would cost each node two processes more, unless `calls` is a setting's
    further environment. `program` is the command, or what a test makes of it.
    """

    def __init__(
        self,
        flows: Path,
        store: str | Path,
        *options: str,
        port: int = 0,
        calls: dict[str, str] | None = None,
        program: str = "flowengine",
    ) -> None:
        # What a person's own shell has set is not the business of a test.
        ours = {key: it for key, it in os.environ.items() if not key.startswith("FLOWENGINE_")}
        self._heard = threading.Condition()
        self._ended = False
        self.told: list[str] = []
        self.address = ""
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                program,
                "serve",
                str(flows),
                "--port",
                str(port),
                *options,
            ],
            stderr=subprocess.PIPE,
            text=True,
            env=ours
            | {"FLOWENGINE_STORE": str(store), "FLOWENGINE_PRIVATE_SERVICES": "localhost"}
            | ({"FLOWENGINE_SPEECH": "off"} if calls is None else calls),
        )
        self._reader = threading.Thread(target=self._read, daemon=True)
        self._reader.start()

    def _read(self) -> None:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            with self._heard:
                self.told.append(line)
                self._heard.notify_all()
        with self._heard:
            self._ended = True
            self._heard.notify_all()

    def tells(self, text: str, times: int = 1) -> str:
        """Wait until so many lines have this in them; the last of them."""

        def found() -> list[str]:
            return [line for line in self.told if text in line]

        with self._heard:
            self._heard.wait_for(lambda: len(found()) >= times or self._ended, timeout=180)
            assert len(found()) >= times, "it told: " + "".join(self.told)
            return found()[-1]

    def open(self) -> Node:
        line = self.tells(OPENED)
        self.address = "http://" + line.partition(OPENED)[2].split("/")[0]
        return self

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def kill(self) -> None:
        """As a power cut does it."""
        self._end(signal.SIGKILL)

    def stop(self) -> int:
        return self._end(signal.SIGTERM)

    def _end(self, how: signal.Signals) -> int:
        if self.process.poll() is None:
            self.process.send_signal(how)
        code = self.process.wait(180)
        self._reader.join()
        assert self.process.stderr is not None
        self.process.stderr.close()
        return code

    def __enter__(self) -> Node:
        return self.open()

    def __exit__(self, *_trouble: object) -> None:
        self.kill()


class Service:
    """What flows ask. `asked` tells of each request; it is answered when `answer` is put in."""

    def __init__(self) -> None:
        service = self
        self.asked: queue.Queue[str] = queue.Queue()
        self.answer: queue.Queue[bytes] = queue.Queue()

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                service.asked.put(self.path)
                body = service.answer.get()
                with suppress(OSError):  # who asked may be gone
                    self.send_response(200)
                    self.send_header("Content-Type", "application/json")
                    self.send_header("Content-Length", str(len(body)))
                    self.end_headers()
                    self.wfile.write(body)

            def log_message(self, *_: object) -> None:
                """Nobody reads it."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.address = f"http://localhost:{self._server.server_port}"
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    def __enter__(self) -> Service:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._server.shutdown()
        self._server.server_close()


class Proxy:
    """TCP to one of `targets`, in turn; one that does not answer is passed over."""

    def __init__(self, *targets: int | str) -> None:
        self.targets = list(targets)
        self._turn = 0
        self._open: set[socket.socket] = set()
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.port: int = self._listener.getsockname()[1]
        self.address = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self._accept, daemon=True).start()

    def cut(self) -> None:
        """Whoever is connected is so no longer."""
        for one in list(self._open):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)

    def _accept(self) -> None:
        with suppress(OSError):
            while True:
                visitor, _ = self._listener.accept()
                upstream = self._next()
                if upstream is None:
                    visitor.close()
                    continue
                self._open |= {visitor, upstream}
                for ends in ((visitor, upstream), (upstream, visitor)):
                    threading.Thread(target=self._pump, args=ends, daemon=True).start()

    def _next(self) -> socket.socket | None:
        for _ in range(len(self.targets)):
            self._turn += 1
            target = self.targets[self._turn % len(self.targets)]
            with suppress(OSError):
                return _connected(target)
        return None

    def _pump(self, here: socket.socket, there: socket.socket) -> None:
        with suppress(OSError):
            while data := here.recv(65_536):
                there.sendall(data)
        for one in (here, there):
            with suppress(OSError):
                one.shutdown(socket.SHUT_RDWR)
            one.close()
            self._open.discard(one)

    def __enter__(self) -> Proxy:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._listener.close()
        self.cut()


def _connected(target: int | str) -> socket.socket:
    """To a port of this machine, or to a socket that is a file."""
    if isinstance(target, int):
        return socket.create_connection(("127.0.0.1", target))
    found = socket.socket(socket.AF_UNIX)
    try:
        found.connect(target)
    except OSError:
        found.close()
        raise
    return found
