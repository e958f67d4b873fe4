"""The SQL of the SQLite store: every statement it ever runs, each a plain function of a connection.

Nothing here begins or ends a transaction; `flowengine.store.old_sqlite` does.
"""

from __future__ import annotations

from dataclasses import replace
from operator import attrgetter
from typing import TYPE_CHECKING

from flowengine.store.interface import (
    Conversation,
    Errand,
    Fact,
    Message,
    Outgoing,
    Replayed,
    Stale,
    Timer,
    Turn,
    Upload,
)

if TYPE_CHECKING:
    import sqlite3

# Columns in the order of the schema; `dataclasses.astuple` would copy every value.
_CONVERSATION = attrgetter(*Conversation.__slots__)
_MESSAGE = attrgetter(*Message.__slots__)
_TIMER = attrgetter(*Timer.__slots__)
_ERRAND = attrgetter(*Errand.__slots__)
_OUTGOING = attrgetter(*Outgoing.__slots__)
_FACT = attrgetter(*Fact.__slots__)
_UPLOAD = attrgetter(*Upload.__slots__)

FREED = 10_000_000  # bytes of files that are deleted in one transaction, or a little more
_LEFT = ("message", "taken", "fact", "upload")  # what a conversation leaves of the person

# ---------------------------------------------------------------- writing


def write_turn(base: sqlite3.Connection, turn: Turn) -> Conversation:
    """Raises Stale or Replayed, having written nothing that the caller's savepoint cannot undo."""
    after = replace(
        turn.conversation,
        revision=turn.conversation.revision + 1,
        messages=turn.conversation.messages + len(turn.messages),
    )
    if turn.message_id and taken(base, after.id, turn.message_id):
        raise Replayed("This message was already taken.")
    _put(base, after)
    if turn.erases:
        _erase(base, after.id)
    _clear(base, turn)
    _add(base, turn)
    _rewrite(base, after.id, turn.rewritten)
    return after


def _put(base: sqlite3.Connection, after: Conversation) -> None:
    if after.revision == 1:
        done = base.execute(
            "INSERT INTO conversation VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
            " ON CONFLICT DO NOTHING",
            _CONVERSATION(after),
        )
    else:
        done = base.execute(
            "UPDATE conversation SET digest = ?, session = ?, prompt = ?, ended = ?, changed = ?,"
            " messages = ?, revision = ? WHERE id = ? AND revision = ?",
            (
                *(after.digest, after.session, after.prompt, after.ended, after.changed),
                *(after.messages, after.revision, after.id, after.revision - 1),
            ),
        )
    if done.rowcount != 1:
        raise Stale("This conversation has gone on meanwhile. Read it again.")


def _erase(base: sqlite3.Connection, key: str) -> None:
    for table in (*_LEFT, "timer", "errand"):
        base.execute(f"DELETE FROM {table} WHERE conversation = ?", (key,))  # noqa: S608


def _rewrite(base: sqlite3.Connection, key: str, lines: tuple[Message, ...]) -> None:
    base.executemany(
        "UPDATE message SET body = ? WHERE conversation = ? AND number = ?",
        [(one.body, key, one.number) for one in lines],
    )


def _clear(base: sqlite3.Connection, turn: Turn) -> None:
    if turn.fired is not None:
        gone = turn.fired
        base.execute(
            "DELETE FROM timer WHERE conversation = ? AND turn = ? AND name = ?",
            (gone.conversation, gone.turn, gone.name),
        )
    if turn.answered is not None:
        done = turn.answered
        base.execute(
            "DELETE FROM errand WHERE conversation = ? AND turn = ? AND kind = ?",
            (done.conversation, done.turn, done.kind),
        )
    if turn.conversation.ended:
        base.execute("DELETE FROM timer WHERE conversation = ?", (turn.conversation.id,))
        base.execute("DELETE FROM errand WHERE conversation = ?", (turn.conversation.id,))


def _add(base: sqlite3.Connection, turn: Turn) -> None:
    key = turn.conversation.id
    if turn.message_id:
        base.execute("INSERT INTO taken VALUES (?, ?)", (key, turn.message_id))
    base.executemany(
        "INSERT INTO message VALUES (?, ?, ?, ?, ?)",
        [(key, *_MESSAGE(one)) for one in turn.messages],
    )
    base.executemany("INSERT OR REPLACE INTO timer VALUES (?, ?, ?, ?)", map(_TIMER, turn.timers))
    base.executemany(
        "INSERT OR REPLACE INTO errand VALUES (?, ?, ?, ?)", map(_ERRAND, turn.errands)
    )
    base.executemany(
        "INSERT OR IGNORE INTO outgoing VALUES (?, ?, ?, ?, ?)",
        map(_OUTGOING, turn.outgoing),
    )
    base.executemany(
        "INSERT INTO fact VALUES (?, ?, ?, ?)", [(key, *_FACT(one)) for one in turn.facts]
    )
    base.executemany(
        "INSERT INTO upload VALUES (?, ?, ?, ?, ?, ?)",
        [(key, *_UPLOAD(one)) for one in turn.uploads],
    )


def write_sources(base: sqlite3.Connection, flow: str, digest: str, bundle: bytes) -> None:
    base.execute("INSERT OR IGNORE INTO sources VALUES (?, ?)", (digest, bundle))
    base.execute("INSERT OR REPLACE INTO edition VALUES (?, ?)", (flow, digest))


def beat(base: sqlite3.Connection) -> None:
    base.execute("UPDATE pulse SET beats = beats + 1")


def forget(base: sqlite3.Connection, before: float, limit: int) -> int:
    """Delete the conversations last changed before; how many. Those that still wait for a timer or
    an answer stay, for somebody was promised something."""
    found = base.execute(
        "SELECT id FROM conversation WHERE changed < ?"
        " AND id NOT IN (SELECT conversation FROM timer)"
        " AND id NOT IN (SELECT conversation FROM errand)"
        " ORDER BY changed LIMIT ?",
        (before, limit),
    ).fetchall()
    found = found[: _at_once(base, found)]
    for table in (*_LEFT, "outgoing"):
        base.executemany(f"DELETE FROM {table} WHERE conversation = ?", found)  # noqa: S608
    base.executemany("DELETE FROM conversation WHERE id = ?", found)
    return len(found)


def _at_once(base: sqlite3.Connection, found: list[tuple[str]]) -> int:
    """How many of them, at least one: all turns wait while the bytes of files are overwritten."""
    held = 0
    for number, (key,) in enumerate(found, start=1):
        held += uploads(base, key)[1]
        if held > FREED:
            return number
    return len(found)


# ---------------------------------------------------------------- reading


def conversation(base: sqlite3.Connection, key: str) -> Conversation | None:
    row = base.execute("SELECT * FROM conversation WHERE id = ?", (key,)).fetchone()
    if row is None:
        return None
    found = Conversation(*row)
    return replace(found, ended=bool(found.ended))


def taken(base: sqlite3.Connection, key: str, message_id: str) -> bool:
    seen = base.execute(
        "SELECT 1 FROM taken WHERE conversation = ? AND message_id = ?", (key, message_id)
    )
    return seen.fetchone() is not None


def messages(base: sqlite3.Connection, key: str, since: int) -> tuple[Message, ...]:
    found = base.execute(
        "SELECT number, at, side, body FROM message"
        " WHERE conversation = ? AND number > ? ORDER BY number",
        (key, since),
    )
    return tuple(Message(*row) for row in found)


def facts(base: sqlite3.Connection, key: str) -> tuple[Fact, ...]:
    found = base.execute(
        "SELECT at, kind, body FROM fact WHERE conversation = ? ORDER BY rowid", (key,)
    )
    return tuple(Fact(*row) for row in found)


def upload(base: sqlite3.Connection, key: str, name: str) -> Upload | None:
    row = base.execute(
        "SELECT id, at, name, type, body FROM upload WHERE conversation = ? AND id = ?", (key, name)
    ).fetchone()
    return None if row is None else Upload(*row)


def uploads(base: sqlite3.Connection, key: str) -> tuple[int, int]:
    row = base.execute(
        "SELECT count(*), coalesce(sum(length(body)), 0) FROM upload WHERE conversation = ?", (key,)
    ).fetchone()
    return int(row[0]), int(row[1])


def due(base: sqlite3.Connection, until: float, limit: int) -> tuple[Timer, ...]:
    found = base.execute("SELECT * FROM timer WHERE due <= ? ORDER BY due LIMIT ?", (until, limit))
    return tuple(Timer(*row) for row in found)


def errands(base: sqlite3.Connection) -> tuple[Errand, ...]:
    return tuple(Errand(*row) for row in base.execute("SELECT * FROM errand"))


def outgoing(base: sqlite3.Connection, state: str, limit: int) -> tuple[Outgoing, ...]:
    found = base.execute(
        "SELECT * FROM outgoing WHERE state = ? ORDER BY at, key LIMIT ?", (state, limit)
    )
    return tuple(Outgoing(*row) for row in found)


def edition(base: sqlite3.Connection, flow: str) -> str:
    row = base.execute("SELECT digest FROM edition WHERE flow = ?", (flow,)).fetchone()
    return "" if row is None else str(row[0])


def sources(base: sqlite3.Connection, digest: str) -> bytes | None:
    row = base.execute("SELECT bundle FROM sources WHERE digest = ?", (digest,)).fetchone()
    return None if row is None else bytes(row[0])
