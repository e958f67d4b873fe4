"""Engines for tests, a table of two columns to try scripts on, and a way to lose a connection."""

from __future__ import annotations

import asyncio
from contextlib import asynccontextmanager, suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode

import psycopg
from psycopg import conninfo

from flowengine.store.postgresql.engine import PostgresqlEngine
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable

    from flowengine.store.script import Row, Script


@asynccontextmanager
async def running(address: str) -> AsyncIterator[PostgresqlEngine]:
    engine = PostgresqlEngine(address)
    await engine.start()
    try:
        yield engine
    finally:
        await engine.close()


@asynccontextmanager
async def trying(address: str) -> AsyncIterator[PostgresqlEngine]:
    """With a table `thing` that holds (1, 10) and (2, 20)."""
    async with running(address) as engine:
        at_once(address, "CREATE TABLE thing (id integer PRIMARY KEY, n integer NOT NULL)")
        at_once(address, "INSERT INTO thing VALUES (1, 10), (2, 20)")
        yield engine


def at_once(address: str, sql: str) -> list[Row]:
    """What somebody else does meanwhile."""
    with psycopg.connect(address, autocommit=True) as connection:
        cursor = connection.execute(sql.encode())
        return cursor.fetchall() if cursor.description else []


def asking(sql: str, *values: object) -> Callable[[], Script[list[Row]]]:
    def script() -> Script[list[Row]]:
        return (yield Ask(sql, values))

    return script


def thrown_out(address: str) -> None:
    """All others are disconnected, as by an administrator."""
    at_once(
        address,
        "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
        " WHERE datname = current_database() AND pid <> pg_backend_pid()",
    )


class Between:
    """A wire to the server that breaks when told to.

    `cut` is asked about what goes to the server, after it went: where it says yes, the answer never
    comes back. Give `address` to whoever is to be cut off.
    """

    def __init__(self, address: str, cut: Callable[[bytes], bool]) -> None:
        self._parts = conninfo.conninfo_to_dict(address)
        self._cut = cut
        self.cuts = 0
        self.address = ""
        self._writers: list[asyncio.StreamWriter] = []

    async def __aenter__(self) -> Between:
        self._server = await asyncio.start_server(self._carry, "127.0.0.1", 0)
        port = self._server.sockets[0].getsockname()[1]
        parts = {**self._parts, "host": "127.0.0.1", "port": str(port), "sslmode": "disable"}
        self.address = f"postgresql:///?{urlencode(parts)}"
        return self

    async def __aexit__(self, *error: object) -> None:
        self._server.close()
        for writer in self._writers:
            writer.close()

    async def _carry(self, near: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        host, port = str(self._parts["host"]), self._parts.get("port") or 5432
        if host.startswith("/"):
            far, out = await asyncio.open_unix_connection(f"{host}/.s.PGSQL.{port}")
        else:
            far, out = await asyncio.open_connection(host, int(port))
        self._writers += [back, out]
        answers = asyncio.create_task(self._answer(far, back))
        with suppress(OSError):
            while said := await near.read(1 << 16):
                cutting = self._cut(said)
                if cutting:
                    self.cuts += 1
                    answers.cancel()
                out.write(said)
                await out.drain()
                if cutting:
                    await far.read(1 << 16)  # the server has done it
                    break
        back.close()
        out.close()

    @staticmethod
    async def _answer(far: asyncio.StreamReader, back: asyncio.StreamWriter) -> None:
        with suppress(OSError):
            while said := await far.read(1 << 16):
                back.write(said)
                await back.drain()
        back.close()
