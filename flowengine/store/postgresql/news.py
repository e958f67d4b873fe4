"""What other processes are told when something was committed: LISTEN and NOTIFY.

News is gathered for a moment and said in a transaction of its own: a NOTIFY inside of turns would
make all their commits wait for each other. It may be lost; whoever depends on it also looks now and
then.
"""

from __future__ import annotations

import asyncio
import json
import secrets
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING

import psycopg

from flowengine.store.postgresql.link import closed, connected
from flowengine.store.script import Ask
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Iterator, Sequence

    from flowengine.store.script import Script

CHANNEL = "flowengine"
GATHERED = 0.003  # seconds
AWAY = 1.0  # seconds until a database that went away is asked again
SILENCE = 20.0  # seconds after which a connection that says nothing is tried
ENDS = 3.0  # seconds in which what is said and heard just now may come to its end
# Bytes of news in one NOTIFY, which takes 8,000 with our name and the schema's.
CARRIED = 7_000

_News = tuple[str, str]


class Wire:
    """Tells other processes in `schema` what `say` is told, and calls `told` with what they say."""

    def __init__(
        self,
        dsn: str,
        schema: str,
        send: Callable[[Callable[[], Script[None]]], Awaitable[None]],
    ) -> None:
        self.told: Callable[[str, str], None] = _nobody
        self._dsn = dsn
        self._schema = schema
        self._send = send
        self._me = secrets.token_hex(8)
        self._gathered: dict[_News, None] = {}
        self._saying: asyncio.Task[None] | None = None
        self._hearing: asyncio.Task[None] | None = None
        self._ready = asyncio.Event()
        self._closed = False

    async def start(self) -> None:
        """Whoever starts hears from now on, unless the database is away just now."""
        self._hearing = asyncio.create_task(self._hear(), name="store-news")
        await self._ready.wait()

    async def close(self) -> None:
        """A database that does not answer is not waited for."""
        self._closed = True
        if self._saying is not None:
            await asyncio.wait({self._saying}, timeout=ENDS)
        tasks = {one for one in (self._saying, self._hearing) if one is not None}
        for task in tasks:
            task.cancel()
        if tasks:
            await asyncio.wait(tasks, timeout=ENDS)

    # ------------------------------------------------------------ saying

    def say(self, kind: str, key: str) -> None:
        self._gathered[kind, key] = None
        if self._saying is None or self._saying.done():
            self._saying = asyncio.create_task(self._say())

    async def _say(self) -> None:
        while self._gathered:
            await asyncio.sleep(GATHERED)
            told, self._gathered = list(self._gathered), {}
            with suppress(StoreError):
                await self._send(partial(self._notified, told))

    def _notified(self, told: Sequence[_News]) -> Script[None]:
        for load in _loads(told):
            words = json.dumps([self._me, self._schema, load])
            yield Ask("SELECT pg_notify(?, ?)", (CHANNEL, words))

    # ------------------------------------------------------------ hearing

    async def _hear(self) -> None:
        while not self._closed:  # the end may be lost in an error that comes with it
            with suppress(StoreError, psycopg.Error):
                await self._hear_on()
            self._ready.set()
            await asyncio.sleep(AWAY)

    async def _hear_on(self) -> None:
        """Until the connection ends."""
        connection = await connected(self._dsn)
        try:
            await connection.execute(f"LISTEN {CHANNEL}".encode())
            if self._ready.is_set():
                self.told("conversation", "")  # what was said meanwhile nobody heard
            self._ready.set()
            while True:
                async for notice in connection.notifies(timeout=SILENCE):
                    self._take(notice.payload)
                await connection.execute(b"SELECT 1")
        finally:
            await closed(connection)

    def _take(self, payload: str) -> None:
        sender, schema, told = json.loads(payload)
        if sender != self._me and schema == self._schema:
            for kind, key in told:
                self.told(kind, key)


def _loads(told: Sequence[_News]) -> Iterator[list[_News]]:
    """In parts that one NOTIFY can carry. A key that is too long becomes "", which means any."""
    part: list[_News] = []
    held = 0
    for kind, key in told:
        size = len(json.dumps((kind, key))) + 2
        one, size = ((kind, key), size) if size < CARRIED else ((kind, ""), 50)
        if held + size > CARRIED:
            yield part
            part, held = [], 0
        part.append(one)
        held += size
    yield part


def _nobody(kind: str, key: str) -> None:
    """Until somebody wants to be told."""
