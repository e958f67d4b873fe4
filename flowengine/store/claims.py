"""The scripts of nodes: that one lives, and what one may do alone.

What has a `holder` is that node's while it lives, by the database's own clock; what has none, or
that of a node which lives no more, is anybody's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.store.records import Errand, Timer
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Script

FREE = "(holder = '' OR holder NOT IN (SELECT id FROM node WHERE until > {now}))"
FORGOTTEN = 86_400  # seconds after which nobody asks any more for a node that was given up

# ---------------------------------------------------------------- nodes


def beat(node: str, seconds: float) -> Script[bool]:
    """A node that was given up begins anew with its next beat, and with empty hands."""
    known = yield Ask(
        "SELECT CASE WHEN until > {now} THEN 1 ELSE 0 END FROM node WHERE id = ?", (node,)
    )
    if known and not known[0][0]:
        yield from leave(node)
        return False
    yield Ask(
        "INSERT INTO node (id, until) VALUES (?, {now} + ?)"
        " ON CONFLICT (id) DO UPDATE SET until = excluded.until",
        (node, seconds),
    )
    yield Ask("DELETE FROM node WHERE until < {now} - ?", (FORGOTTEN,))
    return True


def leave(node: str) -> Script[None]:
    for table in ("timer", "errand", "outgoing"):
        yield Ask(f"UPDATE {table} SET holder = '' WHERE holder = ?", (node,))
    yield Ask("DELETE FROM node WHERE id = ?", (node,))


def nobody_lives() -> Script[None]:
    """Of a store that only one process may serve from: whoever is written there is dead."""
    yield Ask("DELETE FROM node")


def nodes() -> Script[tuple[tuple[str, float], ...]]:
    found = yield Ask("SELECT id, until - {now} FROM node WHERE until > {now} ORDER BY id")
    return tuple((name, seconds) for name, seconds in found)


def now() -> Script[float]:
    found = yield Ask("SELECT {now}")
    return float(found[0][0])


# ---------------------------------------------------------------- timers and errands

# MATERIALIZED: a subquery in the WHERE may be run once a row, and then claim more than its limit.


def claim_timers(until: float, limit: int, node: str) -> Script[tuple[Timer, ...]]:
    found = yield Ask(
        "WITH free AS MATERIALIZED ("
        f"SELECT conversation, turn, name FROM timer WHERE due <= ? AND {FREE}"
        " ORDER BY due LIMIT ? {claimed}) UPDATE timer SET holder = ?"
        " WHERE (conversation, turn, name) IN (SELECT conversation, turn, name FROM free)"
        " RETURNING conversation, turn, name, due",
        (until, limit, node),
    )
    return tuple(sorted((Timer(*row) for row in found), key=lambda one: one.due))


def set_timer(timer: Timer) -> Script[None]:
    yield Ask(
        "INSERT INTO timer (conversation, turn, name, due, holder)"
        " SELECT id, CAST(? AS INTEGER), CAST(? AS TEXT), CAST(? AS DOUBLE PRECISION), ''"
        " FROM conversation WHERE id = ? AND ended = 0"
        " ON CONFLICT (conversation, turn, name) DO UPDATE SET due = excluded.due, holder = ''",
        (timer.turn, timer.name, timer.due, timer.conversation),
    )


def timers(conversation: str) -> Script[tuple[Timer, ...]]:
    found = yield Ask(
        "SELECT conversation, turn, name, due FROM timer WHERE conversation = ? ORDER BY due",
        (conversation,),
    )
    return tuple(Timer(*row) for row in found)


def next_timer() -> Script[float]:
    found = yield Ask(f"SELECT due FROM timer WHERE {FREE} ORDER BY due LIMIT 1")
    return float(found[0][0]) if found else 0.0


def claim_errands(limit: int, node: str) -> Script[tuple[Errand, ...]]:
    found = yield Ask(
        "WITH free AS MATERIALIZED ("
        f"SELECT conversation, turn, kind FROM errand WHERE {FREE} LIMIT ? {{claimed}})"
        " UPDATE errand SET holder = ?"
        " WHERE (conversation, turn, kind) IN (SELECT conversation, turn, kind FROM free)"
        " RETURNING conversation, turn, kind, body",
        (limit, node),
    )
    return tuple(Errand(*row) for row in found)


def own_timer(timer: Timer, node: str) -> Script[bool]:
    found = yield Ask(
        "SELECT 1 FROM timer WHERE conversation = ? AND turn = ? AND name = ? AND holder = ?",
        (timer.conversation, timer.turn, timer.name, node),
    )
    return bool(found)


def own_errand(errand: Errand, node: str) -> Script[bool]:
    found = yield Ask(
        "SELECT 1 FROM errand WHERE conversation = ? AND turn = ? AND kind = ? AND holder = ?",
        (errand.conversation, errand.turn, errand.kind, node),
    )
    return bool(found)


# ---------------------------------------------------------------- once for all


def chore(name: str, every: float, now: float) -> Script[bool]:
    """A clock that was set back does not make everybody wait until it is there again."""
    done = yield Ask(
        "INSERT INTO chore (name, at) VALUES (?, ?)"
        " ON CONFLICT (name) DO UPDATE SET at = excluded.at"
        " WHERE chore.at <= excluded.at - ? OR chore.at > excluded.at + ? RETURNING 1",
        (name, now, every, every),
    )
    return bool(done)


def token_wait(bucket: str, rate: float, burst: float, now: float) -> Script[float]:
    """A bucket nobody has taken from is full."""
    # Writing nothing new holds the row until the end, so that no two take one token.
    ((tokens, since),) = yield Ask(
        "INSERT INTO bucket (name, tokens, at) VALUES (?, ?, ?)"
        " ON CONFLICT (name) DO UPDATE SET name = excluded.name RETURNING tokens, at",
        (bucket, burst, now),
    )
    held = min(burst, tokens + max(0.0, now - since) * rate)
    taken = held >= 1
    yield Ask(
        "UPDATE bucket SET tokens = ?, at = ? WHERE name = ?",
        (held - 1 if taken else held, now, bucket),
    )
    return 0.0 if taken else (1 - held) / rate


def token_back(bucket: str, burst: float) -> Script[None]:
    yield Ask(
        "UPDATE bucket SET tokens = CASE WHEN tokens + 1 < ? THEN tokens + 1 ELSE ? END"
        " WHERE name = ?",
        (burst, burst, bucket),
    )


def taken_from(bucket: str) -> Script[bool]:
    return bool((yield Ask("SELECT 1 FROM bucket WHERE name = ?", (bucket,))))


def forget_buckets(beginning: str, before: float) -> Script[None]:
    yield Ask(
        "DELETE FROM bucket WHERE substr(name, 1, ?) = ? AND at < ?",
        (len(beginning), beginning, before),
    )
