"""A service on this machine that speaks real HTTP over real sockets and answers as it was told.

`replies` are bytes, whole answers with their heads, or one of the misbehaviours below.
"""

from __future__ import annotations

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

HOLD = b"hold"  # take the request, answer when the gate is opened
HANG_UP = b"hang up"  # take the request, close without a word

_TLS = Path(__file__).parent / "tls"


def trust() -> ssl.SSLContext:
    """Believes nobody but the tests' own authority."""
    return ssl.create_default_context(cafile=_TLS / "ca.pem")


def identity() -> ssl.SSLContext:
    """A server that is stock.example and nobody else."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(_TLS / "stock.example.pem")
    return context


def reply(status: int = 200, body: Any = None, **headers: str) -> bytes:
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    if body is None:
        data = b""
    lines = [f"HTTP/1.1 {status} As told", f"Content-Length: {len(data)}"]
    lines += [f"{name.replace('_', '-')}: {value}" for name, value in headers.items()]
    return "\r\n".join([*lines, "", ""]).encode() + data


@dataclass
class Asked:
    method: str
    path: str
    headers: dict[str, str]
    body: bytes


Say = Callable[[Asked], bytes]


@dataclass
class Peer:
    say: Say
    port: int = 0
    asked: list[Asked] = field(default_factory=list)
    connections: int = 0
    gate: asyncio.Event = field(default_factory=asyncio.Event)
    taken: asyncio.Event = field(default_factory=asyncio.Event)  # a request has arrived

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while (asked := await _request(reader)) is not None:
                self.asked.append(asked)
                self.taken.set()
                answer = self.say(asked)
                if answer == HANG_UP:
                    break
                if answer == HOLD:
                    await self.gate.wait()
                    answer = reply(200, {"late": True})
                writer.write(answer)
                await writer.drain()
        except (OSError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # whoever asked has hung up, or the test is over
        finally:
            writer.close()


async def _request(reader: asyncio.StreamReader) -> Asked | None:
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError:
        return None
    first, *rest = head.decode().split("\r\n")
    method, path, _ = first.split(" ", 2)
    pairs = (line.partition(":") for line in rest if line)
    headers = {name.lower(): value.strip() for name, _, value in pairs}
    body = await reader.readexactly(int(headers.get("content-length", "0")))
    return Asked(method, path, headers, body)


@asynccontextmanager
async def peer(say: Say | bytes, *, tls: bool = False) -> AsyncIterator[Peer]:
    """A service while it is needed; plain bytes are what it answers to everything."""
    answer = say if callable(say) else (lambda _asked: say)
    service = Peer(answer)
    server = await asyncio.start_server(
        service.serve, "127.0.0.1", 0, ssl=identity() if tls else None
    )
    service.port = server.sockets[0].getsockname()[1]
    try:
        yield service
    finally:
        service.gate.set()
        server.close()
