"""Scripts of the desk's log, of queues' switches and of agents' remarks."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk.log import DECLARED, Entry
from flowengine.desk.people import Remark, Switch
from flowengine.store.finding import likened
from flowengine.store.script import Ask, Each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.script import Row, Script

_COLUMNS = "at, kind, item, conversation, flow, queue, channel, language, agent"
_ENTRY = attrgetter(*_COLUMNS.split(", "))
_SWITCH = attrgetter("queue", "kind", "value", "by", "at", "until")

# ---------------------------------------------------------------- the log


def add_entries(entries: Sequence[Entry]) -> Script[None]:
    yield Each(
        f"INSERT INTO desk_log ({_COLUMNS}, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [(*_ENTRY(one), msgspec.json.encode(one.body).decode()) for one in entries],
    )


def declare(entries: Sequence[Entry]) -> Script[int]:
    """How many were written: those that say something else than the last one of their queue.
    Nodes that start together, and say the same, write it once."""
    yield Ask("SELECT {alone}", ("declared",))
    fresh: list[Entry] = []
    for one in entries:
        rows = yield Ask(
            f"SELECT body FROM desk_log WHERE kind = '{DECLARED}' AND queue = ?"
            " ORDER BY number DESC LIMIT 1",
            (one.queue,),
        )
        if not rows or msgspec.json.decode(rows[0][0]) != one.body:
            fresh.append(one)
    if fresh:
        yield from add_entries(fresh)
    return len(fresh)


def declared() -> Script[tuple[Entry, ...]]:
    """Few, with an index of their own: `kind` is a word of the query so that it is used."""
    rows = yield Ask(
        f"SELECT number, body, {_COLUMNS} FROM desk_log WHERE kind = '{DECLARED}' ORDER BY number"
    )
    return tuple(_entry(row) for row in rows)


def entries(
    *, since: float = 0.0, until: float = 0.0, after: int = 0, item: str = "", limit: int = 100_000
) -> Script[tuple[Entry, ...]]:
    """An item's are all there at once, for it moves once at a time; who reads on by number waits
    for those that began before."""
    where, values = ["number > ?"], [after, since]
    where.append("at >= ?")
    if until:
        where.append("at < ?")
        values.append(until)
    where.append("item = ? AND item <> ''" if item else "{settled}")
    rows = yield Ask(
        f"SELECT number, body, {_COLUMNS} FROM desk_log WHERE {' AND '.join(where)}"
        " ORDER BY number LIMIT ?",
        (*values, *((item,) if item else ()), limit),
    )
    return tuple(_entry(row) for row in rows)


def _entry(row: Row) -> Entry:
    number, body, *rest = row
    named = dict(zip(_COLUMNS.split(", "), rest, strict=True))
    return Entry(**named, body=msgspec.json.decode(body), number=number)


# ---------------------------------------------------------------- switches


def switches() -> Script[tuple[Switch, ...]]:
    rows = yield Ask("SELECT queue, kind, value, by, at, until FROM switch ORDER BY queue, kind")
    names = ("queue", "kind", "value", "by", "at", "until")
    return tuple(Switch(**dict(zip(names, row, strict=True))) for row in rows)


def switch(switch: Switch, entry: Entry, on: bool) -> Script[None]:
    if on:
        yield Ask(
            "INSERT INTO switch (queue, kind, value, by, at, until) VALUES (?, ?, ?, ?, ?, ?)"
            " ON CONFLICT (queue, kind) DO UPDATE SET value = excluded.value, by = excluded.by,"
            " at = excluded.at, until = excluded.until",
            _SWITCH(switch),
        )
    else:
        yield Ask("DELETE FROM switch WHERE queue = ? AND kind = ?", (switch.queue, switch.kind))
    yield from add_entries([entry])


# ---------------------------------------------------------------- remarks


def remark(remark: Remark) -> Script[None]:
    yield Ask(
        "INSERT INTO remark (conversation, at, by, text, mentions) VALUES (?, ?, ?, ?, ?)",
        (
            *(remark.conversation, remark.at, remark.by, remark.text),
            msgspec.json.encode(remark.mentions).decode(),
        ),
    )


_REMARKS = "SELECT conversation, at, by, text, mentions, number FROM remark"


def remarks(conversation: str) -> Script[tuple[Remark, ...]]:
    rows = yield Ask(f"{_REMARKS} WHERE conversation = ? ORDER BY number", (conversation,))
    return tuple(_remark(row) for row in rows)


def mentions(user: str, since: float) -> Script[tuple[Remark, ...]]:
    rows = yield Ask(
        f"{_REMARKS} WHERE mentions <> '[]' AND at >= ? AND folded(mentions) LIKE ? ESCAPE '!'"
        " ORDER BY number",
        (since, likened(msgspec.json.encode(user).decode())),
    )
    found = (_remark(row) for row in rows)
    return tuple(one for one in found if user in one.mentions)


def _remark(row: Row) -> Remark:
    conversation, at, by, text, named, number = row
    return Remark(
        conversation=conversation,
        at=at,
        by=by,
        text=text,
        mentions=tuple(msgspec.json.decode(named)),
        number=number,
    )
