"""All that a store keeps, as rows that another store takes: an export, and a move to PostgreSQL.

What nodes hold of it, and what is over by tomorrow (claims, leases, beats, chores, pace), is left
out. Order counts only where rows are numbered; there they come in it.
"""

from __future__ import annotations

from dataclasses import fields
from functools import partial
from typing import TYPE_CHECKING, Any

from flowengine.store import records
from flowengine.store.script import Ask, Each
from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import AsyncIterator

    from flowengine.store.engine import Engine
    from flowengine.store.script import Script

BIT = 500  # rows that are written in one transaction
UNFINISHED = "import that was broken off"  # a chore's name, there while a load is under way


def _fields(record: Any) -> tuple[str, ...]:
    return tuple(one.name for one in fields(record))


_OF = ("conversation",)
TABLES: dict[str, tuple[str, ...]] = {
    "sources": ("digest", "bundle"),
    "publication": _fields(records.Publication),
    "contact": _fields(records.Contact),
    "identity": _fields(records.Identity),
    "attribute": _fields(records.Attribute),
    "tag": ("subject", "tag", "at", "is_set"),
    "consent": _fields(records.Consent),
    "conversation": _fields(records.Conversation),
    "message": _OF + _fields(records.Message),
    "trace": _OF + _fields(records.Trace),
    "fact": ("number", *_OF, *_fields(records.Fact)),
    "taken": ("scope", "message_id", "conversation"),
    "upload": _OF + _fields(records.Upload),
    "timer": _fields(records.Timer),
    "errand": _fields(records.Errand),
    "outgoing": _fields(records.Outgoing),
    "token": _fields(records.Token),
    "subscription": _fields(records.Subscription),
    "audit": ("number", "at", "who", "what", "subject", "hash"),
    "audit_head": ("id", "number", "hash"),
    "item": (
        *("id", "conversation", "turn", "queue", "state", "open", "agent", "token", "joined"),
        *("until", "contact", "promise", "version", "body"),
    ),
    "slot": ("agent", "media", "n", "item"),
    "guest": ("item", "agent"),
    "standing": ("agent", "status", "since", "idle", "until", "back", "version"),
    "desk_user": ("id", "name", "version", "body"),
    "switch": ("queue", "kind", "value", "by", "at", "until"),
    "remark": ("number", "conversation", "at", "by", "text", "mentions"),
    "desk_log": (
        *("number", "at", "kind", "item", "conversation", "flow", "queue", "channel"),
        *("language", "agent", "body"),
    ),
}
_NUMBERED = ("consent", "fact", "audit", "remark", "desk_log")
_THERE = ("audit_head",)  # a new store has its row already
_HELD = ("timer", "errand", "outgoing")  # their column `holder` has no default


def _columns(table: str) -> str:
    return ", ".join(f'"{name}"' for name in TABLES[table])


async def dump(engine: Engine) -> AsyncIterator[tuple[str, dict[str, object]]]:
    """Every row as table name and columns, all from one moment."""
    queries = [(table, f"SELECT {_columns(table)} FROM {table}{_order(table)}") for table in TABLES]
    async for table, rows in engine.rows(queries):
        names = TABLES[table]
        for row in rows:
            yield table, dict(zip(names, row, strict=True))


def _order(table: str) -> str:
    return " ORDER BY number" if table in _NUMBERED else ""


async def load(engine: Engine, rows: AsyncIterator[tuple[str, dict[str, object]]]) -> int:
    """Take rows into an empty store, bit by bit; how many.

    Raises StoreError when it is not empty or a row is none of ours. What is broken off leaves a
    mark, so that nobody takes the half for the whole.
    """
    await engine.write(_begin)
    count = 0
    bit: list[tuple[str, dict[str, object]]] = []
    async for row in rows:
        bit.append(row)
        if len(bit) == BIT:
            count += await engine.write(partial(_add, bit), heavy=True)
            bit = []
    count += await engine.write(partial(_add, bit), heavy=True)
    await engine.loaded()
    await engine.write(_finish)
    return count


def _begin() -> Script[None]:
    for table in TABLES:
        if table not in _THERE and (yield Ask(f"SELECT 1 FROM {table} LIMIT 1")):
            raise StoreError(
                "The store is not empty, and an import does not mix. Import into a new one."
            )
    for table in _THERE:
        yield Ask(f"DELETE FROM {table}")
    yield Ask(
        "INSERT INTO chore (name, at) VALUES (?, {now}) ON CONFLICT DO NOTHING", (UNFINISHED,)
    )


def refuse_half() -> Script[None]:
    """Raises StoreError where a load was broken off: who served from it would miss the rest."""
    if (yield Ask("SELECT 1 FROM chore WHERE name = ?", (UNFINISHED,))):
        raise StoreError(
            f"An {UNFINISHED} left this store half filled. Remove it and import again."
        )


def _add(bit: list[tuple[str, dict[str, object]]]) -> Script[int]:
    by_table: dict[str, list[tuple[object, ...]]] = {}
    for table, row in bit:
        names = TABLES.get(table, ())
        if set(names) != set(row):
            raise StoreError(f"A row of {table!r} is not one of a store of this schema.")
        by_table.setdefault(table, []).append(tuple(row[name] for name in names))
    for table, values in by_table.items():
        held, nobody = (", holder", ", ''") if table in _HELD else ("", "")
        marks = ", ".join("?" * len(TABLES[table]))
        yield Each(
            f"INSERT INTO {table} ({_columns(table)}{held}) VALUES ({marks}{nobody})", values
        )
    return len(bit)


def _finish() -> Script[None]:
    yield Ask("DELETE FROM chore WHERE name = ?", (UNFINISHED,))
