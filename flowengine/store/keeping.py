"""The scripts of keeping house: what is old goes, what there is is counted and looked over."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.desk.log import DECLARED
from flowengine.store.auditing import forget_audits
from flowengine.store.removing import remove
from flowengine.store.script import Ask
from flowengine.store.verbs import KINDS, StoreError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.script import Row, Script

FREED = 10_000_000  # bytes of files that are deleted in one transaction, or a little more

# ---------------------------------------------------------------- forgetting


def forget(kind: str, before: float, limit: int) -> Script[int]:
    if kind == "conversation":
        return (yield from _forget_conversations(before, limit))
    if kind == "upload":
        return (yield from _forget_uploads(before, limit))
    if kind == "contact":
        return (yield from _forget_contacts(before, limit))
    if kind == "audit":
        return (yield from forget_audits(before, limit))
    if kind not in KINDS:
        raise StoreError(f"Nothing is kept under the name {kind}. There are: {', '.join(KINDS)}.")
    settled = _STAY.get(kind, "")
    table = _TABLES.get(kind, kind)
    gone = yield Ask(
        f"DELETE FROM {table} WHERE ({_KEYS[kind]}) IN (SELECT {_KEYS[kind]} FROM {table}"
        f" WHERE at < ?{settled} ORDER BY at LIMIT ?) RETURNING 1",
        (before, limit),
    )
    return len(gone)


# What waits for its sender, and that somebody who may still be written to wanted no messages.
_STAY = {
    "log": f" AND kind <> '{DECLARED}'",  # what a queue promises holds until another line says so
    "outgoing": " AND state NOT IN ('queued', 'sending')",
    "fact": " AND NOT (kind = 'messages_stopped' AND EXISTS (SELECT 1 FROM conversation"
    " WHERE conversation.id = fact.conversation AND ended = 0))",
}
_KEYS = {
    "message": "conversation, number",
    "trace": "conversation, revision",
    "fact": "number",
    "outgoing": "key",
    "log": "number",
}
_TABLES = {"log": "desk_log"}
# A conversation with one of these waits for a person of ours.
_WAITS = "SELECT 1 FROM item WHERE item.conversation = conversation.id AND item.open = 1"


def idle(before: float, limit: int) -> Script[tuple[str, ...]]:
    found = yield Ask(
        "SELECT id FROM conversation WHERE ended = 0 AND changed < ?"
        " AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.conversation = conversation.id)"
        " AND NOT EXISTS (SELECT 1 FROM errand WHERE errand.conversation = conversation.id)"
        f" AND NOT EXISTS ({_WAITS}) ORDER BY changed, id LIMIT ?",
        (before, limit),
    )
    return tuple(row[0] for row in found)


def _forget_conversations(before: float, limit: int) -> Script[int]:
    """Those that wait for something stay, for somebody was promised it."""
    found = yield Ask(
        "SELECT id, (SELECT coalesce(sum(length(body)), 0) FROM upload"
        " WHERE upload.conversation = conversation.id)"
        " FROM conversation WHERE changed < ?"
        " AND NOT EXISTS (SELECT 1 FROM timer WHERE timer.conversation = conversation.id)"
        " AND NOT EXISTS (SELECT 1 FROM errand WHERE errand.conversation = conversation.id)"
        " AND NOT EXISTS (SELECT 1 FROM outgoing WHERE outgoing.conversation = conversation.id"
        " AND outgoing.state IN ('queued', 'sending'))"
        f" AND NOT EXISTS ({_WAITS})"
        " ORDER BY changed, id LIMIT ?",
        (before, limit),
    )
    found = found[: _at_once(found)]
    yield from remove([row[0] for row in found])
    return len(found)


def _forget_uploads(before: float, limit: int) -> Script[int]:
    found = yield Ask(
        "SELECT conversation || '/' || id, length(body), conversation, id FROM upload"
        " WHERE at < ? ORDER BY at, conversation, id LIMIT ?",
        (before, limit),
    )
    found = found[: _at_once(found)]
    for _, _, key, name in found:
        yield Ask("DELETE FROM upload WHERE conversation = ? AND id = ?", (key, name))
    return len(found)


def _at_once(found: Sequence[Row]) -> int:
    """How many of them, at least one: all turns wait while the bytes of files are overwritten."""
    held = 0
    for number, row in enumerate(found, start=1):
        held += row[1]
        if held > FREED:
            return number
    return len(found)


def _forget_contacts(before: float, limit: int) -> Script[int]:
    """Silent since then: nothing was learnt of them. Who stands for others waits for these."""
    found = yield Ask(
        "SELECT id FROM contact WHERE at < ?"
        " AND NOT EXISTS (SELECT 1 FROM conversation WHERE conversation.contact = contact.id)"
        " AND NOT EXISTS (SELECT 1 FROM contact AS other WHERE other.merged = contact.id)"
        " AND NOT EXISTS (SELECT 1 FROM identity"
        " WHERE identity.contact = contact.id AND identity.at >= ?)"
        " AND NOT EXISTS (SELECT 1 FROM attribute"
        " WHERE attribute.contact = contact.id AND attribute.at >= ?)"
        " AND NOT EXISTS (SELECT 1 FROM consent"
        " WHERE consent.contact = contact.id AND consent.at >= ?)"
        " AND NOT EXISTS (SELECT 1 FROM tag"
        " WHERE tag.subject = 'contact/' || contact.id AND tag.at >= ?)"
        " ORDER BY at LIMIT ?",
        (before, before, before, before, before, limit),
    )
    for (name,) in found:
        yield Ask("DELETE FROM tag WHERE subject = ?", (f"contact/{name}",))
        yield Ask("DELETE FROM contact WHERE id = ?", (name,))
    return len(found)


# ---------------------------------------------------------------- looking over


def check() -> Script[None]:
    yield Ask("UPDATE pulse SET beats = beats + 1")


def counts() -> Script[dict[str, int]]:
    states = dict.fromkeys(("queued", "sending", "sent", "failed", "ambiguous"), 0)
    open_ones = yield Ask("SELECT ended, count(*) FROM conversation GROUP BY ended")
    sums = {bool(ended): int(number) for ended, number in open_ones}
    rows = yield Ask("SELECT state, count(*) FROM outgoing GROUP BY state")
    states.update((state, int(number)) for state, number in rows)
    others = {}
    for name, table in (("timers", "timer"), ("errands", "errand"), ("contacts", "contact")):
        rows = yield Ask(f"SELECT count(*) FROM {table}")
        others[name] = int(rows[0][0])
    return {"open": sums.get(False, 0), "ended": sums.get(True, 0), **others, **states}


def ended_since(at: float) -> Script[int]:
    rows = yield Ask("SELECT count(*) FROM conversation WHERE changed >= ? AND ended = 1", (at,))
    return int(rows[0][0])


def oldest() -> Script[dict[str, float]]:
    letters = yield Ask("SELECT min(at) FROM outgoing WHERE state = 'queued'")
    timers = yield Ask("SELECT min(due) FROM timer")
    return {"outgoing": float(letters[0][0] or 0.0), "timer": float(timers[0][0] or 0.0)}
