"""A web site of a model's project, which may break off in the middle of a file."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class Site:
    """`files` by path. After `cut` bytes each answer breaks off, while there is a number for it."""

    address: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    cut: list[int] = field(default_factory=list)
    down: bool = False
    stalls: int = 0  # bytes after which the next answer says no more, until `goes_on`
    goes_on: threading.Event = field(default_factory=threading.Event)
    asked: list[tuple[str, str]] = field(default_factory=list)  # path and Range


@contextmanager
def site() -> Iterator[Site]:
    found = Site()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked = self.headers.get("Range", "")
            found.asked.append((self.path, asked))
            body = found.files.get(self.path)
            if found.down or body is None:
                self.send_error(503 if found.down else 404)
                return
            start = int(asked.removeprefix("bytes=").rstrip("-") or 0)
            self.send_response(206 if start else 200)
            if start:
                self.send_header("Content-Range", f"bytes {start}-{len(body) - 1}/{len(body)}")
            self.send_header("Content-Length", str(len(body) - start))
            self.send_header("ETag", f'"{hash(body)}"')
            self.end_headers()
            rest = body[start:]
            if found.stalls:
                self.wfile.write(rest[: found.stalls])
                found.stalls = 0
                found.goes_on.wait(30)
                return
            if found.cut:
                rest = rest[: found.cut.pop(0)]
                found.down = not found.cut
            self.wfile.write(rest)
            self.close_connection = True

        def log_message(self, *_: object) -> None:
            pass

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as serving:
        thread = threading.Thread(target=serving.serve_forever, args=(0.01,))
        thread.start()
        found.address = f"http://127.0.0.1:{serving.server_address[1]}"
        try:
            yield found
        finally:
            serving.shutdown()
            thread.join()
