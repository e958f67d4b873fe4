"""The scripts that read conversations: as they stand, and what was said and left in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.store.records import Conversation, Fact, Message, Trace, Upload
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Row, Script

COLUMNS = ", ".join(Conversation.__slots__)
_ENDED = Conversation.__slots__.index("ended")


def as_conversation(row: Row) -> Conversation:
    """A row of COLUMNS as a conversation."""
    values = list(row)
    values[_ENDED] = bool(values[_ENDED])
    return Conversation(*values)


def conversation(key: str) -> Script[Conversation | None]:
    found = yield Ask(f"SELECT {COLUMNS} FROM conversation WHERE id = ?", (key,))
    return as_conversation(found[0]) if found else None


def open_at(gateway: str, address: str) -> Script[Conversation | None]:
    found = yield Ask(
        f"SELECT {COLUMNS} FROM conversation WHERE gateway = ? AND address = ?"
        " AND gateway <> '' AND ended = 0",
        (gateway, address),
    )
    return as_conversation(found[0]) if found else None


def taken(scope: str, message_id: str) -> Script[bool]:
    found = yield Ask("SELECT 1 FROM taken WHERE scope = ? AND message_id = ?", (scope, message_id))
    return bool(found)


def messages(key: str, since: int) -> Script[tuple[Message, ...]]:
    found = yield Ask(
        "SELECT number, at, side, body FROM message"
        " WHERE conversation = ? AND number > ? ORDER BY number",
        (key, since),
    )
    return tuple(Message(*row) for row in found)


def traces(key: str) -> Script[tuple[Trace, ...]]:
    found = yield Ask(
        "SELECT revision, at, event, before, after, effects, took, node FROM trace"
        " WHERE conversation = ? ORDER BY revision",
        (key,),
    )
    return tuple(Trace(*row) for row in found)


def facts(key: str) -> Script[tuple[Fact, ...]]:
    found = yield Ask(
        "SELECT at, kind, body FROM fact WHERE conversation = ? ORDER BY number", (key,)
    )
    return tuple(Fact(*row) for row in found)


def results(
    flow: str, kind: str, after: int, limit: int
) -> Script[tuple[tuple[int, str, Fact], ...]]:
    found = yield Ask(
        "SELECT fact.number, fact.conversation, fact.at, fact.kind, fact.body FROM fact"
        " JOIN conversation ON conversation.id = fact.conversation"
        " WHERE conversation.flow = ? AND fact.kind = ? AND fact.number > ? AND {settled}"
        " ORDER BY fact.number LIMIT ?",
        (flow, kind, after, limit),
    )
    return tuple((number, key, Fact(*rest)) for number, key, *rest in found)


def upload(key: str, name: str) -> Script[Upload | None]:
    found = yield Ask(
        "SELECT id, at, name, type, body FROM upload WHERE conversation = ? AND id = ?",
        (key, name),
    )
    return Upload(*found[0]) if found else None


def uploads(key: str) -> Script[tuple[int, int]]:
    found = yield Ask(
        "SELECT count(*), coalesce(sum(length(body)), 0) FROM upload WHERE conversation = ?",
        (key,),
    )
    return int(found[0][0]), int(found[0][1])
