"""People who write at a steady pace, in a process of their own: how long each waits for the answer.

`python -m tests.bench.load http|ws ours|echo ADDRESS` prints the median and the 99th percentile in
milliseconds. A message counts from the moment in which it should have gone, so that a server that
stands still is not spared the messages it held up.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import AsyncExitStack, asynccontextmanager
from statistics import median, quantiles
from typing import Any

from websockets.asyncio.client import connect

A_SECOND = 500  # messages of all people together
PEOPLE = 300  # each writes less than twice a second: faster ones are held back as too fast
HOUSES = 20  # addresses they write from; more than 15 beginnings from one are too fast
SECONDS = 5.0  # of one pass
APART = PEOPLE / A_SECOND  # seconds between two messages of one person

Tell = Callable[[str, str], Awaitable[None]]


class Wire:
    """HTTP/1.1 on one connection; a client with more to it would measure itself."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader, self._writer = reader, writer

    async def post(self, path: str, body: object, token: str = "") -> Any:
        raw = json.dumps(body).encode()
        head = (
            f"POST {path} HTTP/1.1\r\nHost: bench\r\nAuthorization: Bearer {token}\r\n"
            f"Content-Type: application/json\r\nContent-Length: {len(raw)}\r\n\r\n"
        )
        self._writer.write(head.encode() + raw)
        answer = (await self._reader.readuntil(b"\r\n\r\n")).decode().lower()
        length = int(answer.partition("content-length:")[2].partition("\r\n")[0])
        found = await self._reader.readexactly(length)
        if " 200 " not in answer.partition("\r\n")[0]:
            raise SystemExit(f"The server refused a message: {found.decode()}")
        return json.loads(found)


@asynccontextmanager
async def wire(address: str, house: str) -> AsyncIterator[Wire]:
    name, _, port = address.rpartition("/")[2].partition(":")
    reader, writer = await asyncio.open_connection(name, int(port), local_addr=(house, 0))
    try:
        yield Wire(reader, writer)
    finally:
        writer.close()


@asynccontextmanager
async def http_ours(address: str, house: str) -> AsyncIterator[Tell]:
    async with wire(address, house) as line:
        opened = await line.post("/api/chat/bench", {})
        path = f"/api/conversations/{opened['conversation']}/lines?since="
        since = opened["lines"][-1]["number"]

        async def tell(name: str, text: str) -> None:
            nonlocal since
            body = {"type": "say", "id": name, "text": text}
            news = await line.post(f"{path}{since}", body, opened["token"])
            _expect(any(text in one["text"] for one in news["lines"] if one["side"] == "flow"))
            since = news["lines"][-1]["number"]

        yield tell


@asynccontextmanager
async def http_echo(address: str, house: str) -> AsyncIterator[Tell]:
    async with wire(address, house) as line:

        async def tell(name: str, text: str) -> None:
            body = {"type": "say", "id": name, "text": text}
            _expect((await line.post("/echo", body)) == body)

        yield tell


@asynccontextmanager
async def ws_ours(address: str, house: str) -> AsyncIterator[Tell]:
    async with wire(address, house) as line:
        opened = await line.post("/api/chat/bench", {})
    path = f"{address.replace('http', 'ws', 1)}/ws/{opened['conversation']}"
    async with connect(path, local_addr=(house, 0), compression=None) as page:
        await page.send(json.dumps({"type": "hello", "token": opened["token"], "since": 0}))
        await page.recv()

        async def tell(name: str, text: str) -> None:
            await page.send(json.dumps({"type": "say", "id": name, "text": text}))
            while not _answered(json.loads(await page.recv()), text):
                pass

        yield tell


@asynccontextmanager
async def ws_echo(address: str, house: str) -> AsyncIterator[Tell]:
    path = f"{address.replace('http', 'ws', 1)}/echo"
    async with connect(path, local_addr=(house, 0), compression=None) as page:

        async def tell(name: str, text: str) -> None:
            sent = json.dumps({"type": "say", "id": name, "text": text})
            await page.send(sent)
            _expect(await page.recv() == sent)

        yield tell


def _answered(frame: dict[str, Any], text: str) -> bool:
    _expect(frame["type"] != "refused")
    return any(text in one["text"] for one in frame.get("lines", ()) if one["side"] == "flow")


def _expect(well: bool) -> None:
    if not well:
        raise SystemExit("The server answered something else.")


async def _person(tell: Tell, begin: float) -> list[float]:
    """Seconds until each answer."""
    waited = []
    for number in range(int(SECONDS / APART)):
        due = begin + number * APART
        await asyncio.sleep(due - time.perf_counter())
        await tell(f"m{number}", f"word {number}")
        waited.append(time.perf_counter() - due)
    return waited


async def taken(way: str, address: str) -> tuple[float, float]:
    """Median and 99th percentile, in milliseconds. `way` is a key of WAYS."""
    async with AsyncExitStack() as opened:
        tells = [
            await opened.enter_async_context(WAYS[way](address, f"127.0.1.{1 + n % HOUSES}"))
            for n in range(PEOPLE)
        ]
        begin = time.perf_counter() + 0.5
        each = await asyncio.gather(
            *(_person(tell, begin + n / A_SECOND) for n, tell in enumerate(tells))
        )
    waited = [1000 * one for person in each for one in person]
    return median(waited), quantiles(waited, n=100)[98]


WAYS = {"http ours": http_ours, "http echo": http_echo, "ws ours": ws_ours, "ws echo": ws_echo}


def _aside() -> None:
    """On another core than the server, where there is one."""
    others = set(range(os.cpu_count() or 1)) - {0}
    if others and hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, others)


if __name__ == "__main__":
    _aside()
    print(*asyncio.run(taken(f"{sys.argv[1]} {sys.argv[2]}", sys.argv[3])))
