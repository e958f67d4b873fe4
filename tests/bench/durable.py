"""Durable turns a second: take, step, commit for good, effects out; beside the same writes alone.

64 people talk at the same time, each three answers with ids, as a page sends them. SQLite writes
with `synchronous=FULL`; the reference is the `sqlite3` module writing the same rows in groups
of 64. PostgreSQL keeps what it says, too (`fsync` on); there the reference is `psycopg` with a
connection for each of 8 workers, a turn a transaction.
"""

from __future__ import annotations

import asyncio
import gc
import sqlite3
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import psycopg

from flowengine.host.conversations import Conversations
from flowengine.host.editions import Editions
from flowengine.host.library import Library
from flowengine.store.opening import opened
from tests import database
from tests.bench.conversation import MENU
from tests.bench.measure import Row, in_turn

PEOPLE = 64
ANSWERS = ("2", "Paris", "1")
TURNS = 1 + len(ANSWERS)
WORKERS = 8  # connections of the reference on PostgreSQL
SECONDS = 1.5  # of one pass


def rows() -> list[Row]:
    return [*_sqlite(), *_postgresql()]


def _sqlite() -> list[Row]:
    with tempfile.TemporaryDirectory() as folder:
        ours, raw = in_turn(
            [lambda: _passed(Path(folder), "ours"), lambda: _passed(Path(folder), "raw")]
        )
    what = "durable turn on SQLite, 64 in flight"
    goal = ">= 15,000; >= 0.4"
    return [Row(what, "turns/s", ours or 0, "sqlite3, groups of 64", raw, "more", goal)]


def _postgresql() -> list[Row]:
    with database.served() as server, database.fresh(server.address) as address:
        with psycopg.connect(server.address, autocommit=True) as connection:
            connection.execute("ALTER SYSTEM SET fsync TO on")
            connection.execute("SELECT pg_reload_conf()")
        with tempfile.TemporaryDirectory() as folder:
            ours, raw = in_turn(
                [
                    lambda: asyncio.run(_talk(Path(folder), address)),
                    lambda: asyncio.run(_raw_postgresql(address)),
                ]
            )
    what = "durable turn on PostgreSQL, 64 in flight"
    return [Row(what, "turns/s", ours or 0, "psycopg, 8 workers", raw, "more", ">= 1,500")]


def _passed(folder: Path, which: str) -> float:
    place = Path(tempfile.mkdtemp(dir=folder))
    return asyncio.run(_talk(place, str(place / "bench.db"))) if which == "ours" else _raw(place)


async def _talk(folder: Path, address: str) -> float:
    """Turns a second, all of them for good."""
    (folder / "bench.flow").write_text(MENU, encoding="utf-8")
    library = Library(folder)
    library.refresh()
    store = opened(address)
    await store.start()
    conversations = Conversations(Editions(library, store), store)
    await _person(conversations)  # whatever is compiled only when it is first needed
    gc.collect()
    begun, until = time.perf_counter(), time.perf_counter() + SECONDS

    async def people() -> int:
        turns = 0
        while time.perf_counter() < until:
            turns += await _person(conversations)
        return turns

    turns = sum(await asyncio.gather(*(people() for _ in range(PEOPLE))))
    spent = time.perf_counter() - begun
    await store.close()
    return turns / spent


async def _person(conversations: Conversations) -> int:
    key = (await conversations.begin("bench", channel="chat")).conversation.id
    after = [await conversations.say(key, words, f"m{n}") for n, words in enumerate(ANSWERS)]
    if not after[-1].ended:
        raise SystemExit("The conversation did not end as it should.")
    return TURNS


# ---------------------------------------------------------------- the same writes alone

_SESSION, _PROMPT, _LINE, _TRACE = b"s" * 120, "p" * 200, "l" * 60, "t" * 400
_TABLES = (
    "CREATE TABLE conversation (id TEXT PRIMARY KEY, flow TEXT, digest TEXT, token BLOB,"
    " session BLOB, prompt TEXT, ended INTEGER, changed REAL, messages INTEGER, revision INTEGER)",
    "CREATE TABLE message (conversation TEXT, number INTEGER, at REAL, side TEXT, body TEXT,"
    " PRIMARY KEY (conversation, number)) WITHOUT ROWID",
    "CREATE TABLE taken (scope TEXT, message_id TEXT, PRIMARY KEY (scope, message_id))"
    " WITHOUT ROWID",
    "CREATE TABLE trace (conversation TEXT, revision INTEGER, at REAL, event TEXT, effects TEXT,"
    " PRIMARY KEY (conversation, revision)) WITHOUT ROWID",
)


def _raw(folder: Path) -> float:
    """Each of 64 turns a transaction: a row of the conversation, its lines, its id, its trace."""
    connection = sqlite3.connect(folder / "raw.db", isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    for table in _TABLES:
        connection.execute(table)
    gc.collect()
    begun, turns = time.perf_counter(), 0
    while (spent := time.perf_counter() - begun) < SECONDS:
        connection.execute("BEGIN IMMEDIATE")
        for person in range(PEOPLE):
            _write(
                connection.execute, f"c{turns // TURNS // PEOPLE}-{person}", turns // PEOPLE % TURNS
            )
        connection.execute("COMMIT")
        turns += PEOPLE
    connection.close()
    return turns / spent


async def _raw_postgresql(address: str) -> float:
    schema = f"raw_{time.monotonic_ns()}"
    async with await psycopg.AsyncConnection.connect(address) as connection:
        await connection.execute(f"CREATE SCHEMA {schema}")
        for table in _TABLES:
            words = table.replace("BLOB", "bytea").replace(" WITHOUT ROWID", "")
            await connection.execute(words.replace("TABLE ", f"TABLE {schema}.", 1))
    begun = time.perf_counter()

    async def worker(name: int) -> int:
        turns = 0
        address_of = f"{address}&options=-csearch_path%3D{schema}"
        async with await psycopg.AsyncConnection.connect(address_of) as connection:
            while time.perf_counter() - begun < SECONDS:
                said: list[tuple[str, tuple[object, ...]]] = []
                collect = partial(_collected, said)
                _write(collect, f"c{name}-{turns // TURNS}", turns % TURNS)
                for sql, values in said:
                    await connection.execute(sql, values)
                await connection.commit()
                turns += 1
        return turns

    turns = sum(await asyncio.gather(*(worker(n) for n in range(WORKERS))))
    return turns / (time.perf_counter() - begun)


def _collected(
    said: list[tuple[str, tuple[object, ...]]], sql: str, values: tuple[object, ...]
) -> None:
    said.append((sql.replace("?", "%s"), values))


def _write(run: Callable[..., object], key: str, number: int) -> None:
    if number == 0:
        run(
            "INSERT INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (key, "bench", "d", b"t" * 32, _SESSION, _PROMPT, 0, 1.0, 1, 1),
        )
    else:
        run(
            "UPDATE conversation SET session = ?, prompt = ?, ended = ?, changed = ?, messages = ?,"
            " revision = ? WHERE id = ? AND revision = ?",
            (_SESSION, _PROMPT, 0, 1.0, 1, number + 1, key, number),
        )
        run("INSERT INTO taken VALUES (?, ?)", (key, f"m{number}"))
    for line in range(2):
        run(
            "INSERT INTO message VALUES (?, ?, ?, ?, ?)",
            (key, number * 2 + line, 1.0, "flow", _LINE),
        )
    run("INSERT INTO trace VALUES (?, ?, ?, ?, ?)", (key, number, 1.0, _LINE, _TRACE))
