"""The scripts of messages for others: claimed, settled, looked at."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from flowengine.store.claims import FREE
from flowengine.store.records import SENT, Outgoing
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.script import Row, Script

COLUMNS = ", ".join(f'"{name}"' if name == "to" else name for name in Outgoing.__slots__)

# Those of one conversation to one address arrive in their order.
_IN_ORDER = (
    "(conversation = '' OR NOT EXISTS (SELECT 1 FROM outgoing AS older"
    " WHERE older.conversation = outgoing.conversation AND older.gateway = outgoing.gateway"
    " AND older.\"to\" = outgoing.\"to\" AND older.state IN ('queued', 'sending')"
    " AND (older.at, older.key) < (outgoing.at, outgoing.key)))"
)

# What a person promised to others before they left without a trace has to go; then it is one, too.
_LEAVE_NOTHING = (
    "DELETE FROM outgoing WHERE key = ? AND EXISTS (SELECT 1 FROM conversation"
    " WHERE conversation.id = outgoing.conversation AND ended = 1 AND length(session) = 0)"
)


def claim_outgoing(
    now: float, limit: int, node: str, gateways: Sequence[str]
) -> Script[tuple[Outgoing, ...]]:
    """One gateway after the other: each is an index read in its order."""
    found: list[Outgoing] = []
    for gateway in gateways or ("",):
        where, values = (" AND gateway = ?", [gateway]) if gateway else ("", [])
        rows = yield Ask(
            "WITH free AS MATERIALIZED ("
            f"SELECT key FROM outgoing WHERE state = 'queued'{where} AND due <= ?"
            f" AND {_IN_ORDER} ORDER BY at, key LIMIT ? {{claimed}})"
            " UPDATE outgoing SET state = 'sending', tries = tries + 1, holder = ?"
            f" WHERE key IN (SELECT key FROM free) AND state = 'queued' RETURNING {COLUMNS}",
            (*values, now, limit - len(found), node),
        )
        found += _letters(rows)
    return tuple(sorted(found, key=lambda one: (one.at, one.key)))


def own_letter(message: Outgoing, node: str) -> Script[bool]:
    rows = yield Ask(
        "SELECT 1 FROM outgoing WHERE key = ? AND state = 'sending' AND holder = ?",
        (message.key, node),
    )
    return bool(rows)


def lost_outgoing(node: str, again: Sequence[str]) -> Script[tuple[Outgoing, ...]]:
    """Nobody's: `holder` is emptied when a node leaves or finds that it was given up."""
    known = ", ".join("?" for _ in again) or "NULL"
    rows = yield Ask(
        "WITH lost AS MATERIALIZED ("
        f"SELECT key FROM outgoing WHERE state = 'sending' AND holder <> ? AND {FREE} {{claimed}})"
        f" UPDATE outgoing SET state = CASE WHEN gateway IN ({known}) THEN 'queued'"
        " ELSE 'ambiguous' END, holder = '', error = ?"
        f" WHERE key IN (SELECT key FROM lost) RETURNING {COLUMNS}",
        (node, *again, "Whoever was sending it stopped in the middle."),
    )
    return _letters(rows)


def settle(message: Outgoing, node: str, drop: bool) -> Script[bool]:
    rows = yield Ask(
        "UPDATE outgoing SET state = ?, due = ?, tries = ?, error = ?, sent_as = ?, holder = ''"
        " WHERE key = ? AND state = 'sending' AND holder = ? RETURNING 1",
        (
            *(message.state, message.due, message.tries, message.error, message.sent_as),
            *(message.key, node),
        ),
    )
    if rows and drop:
        yield Ask("DELETE FROM outgoing WHERE key = ?", (message.key,))
    elif rows and message.state == SENT:
        yield Ask(_LEAVE_NOTHING, (message.key,))
    return bool(rows)


def reported(message: Outgoing) -> Script[bool]:
    rows = yield Ask(
        "UPDATE outgoing SET state = ?, error = ?, sent_as = ?"
        " WHERE key = ? AND state IN ('sent', 'ambiguous', 'failed') RETURNING 1",
        (message.state, message.error, message.sent_as, message.key),
    )
    if rows and message.state == SENT:
        yield Ask(_LEAVE_NOTHING, (message.key,))
    return bool(rows)


def send_again(key: str, now: float) -> Script[bool]:
    rows = yield Ask(
        "UPDATE outgoing SET state = 'queued', due = ?, error = ''"
        " WHERE key = ? AND state IN ('failed', 'ambiguous') RETURNING 1",
        (now, key),
    )
    return bool(rows)


def outgoing(
    state: str, limit: int, before: float, behind: str, conversation: str
) -> Script[tuple[Outgoing, ...]]:
    wanted: list[tuple[str, tuple[object, ...]]] = [
        ("(at, key) < (?, ?)", (before or math.inf, behind))
    ]
    if state:
        wanted.append(("state = ?", (state,)))
    if conversation:
        wanted.append(("conversation = ?", (conversation,)))
    rows = yield Ask(
        f"SELECT {COLUMNS} FROM outgoing"
        f" WHERE {' AND '.join(condition for condition, _ in wanted)}"
        " ORDER BY at DESC, key DESC LIMIT ?",
        (*(value for _, values in wanted for value in values), limit),
    )
    return _letters(rows)


def letter(key: str) -> Script[Outgoing | None]:
    rows = yield Ask(f"SELECT {COLUMNS} FROM outgoing WHERE key = ?", (key,))
    return Outgoing(*rows[0]) if rows else None


def sent_as(gateway: str, name: str) -> Script[Outgoing | None]:
    rows = yield Ask(
        f"SELECT {COLUMNS} FROM outgoing WHERE gateway = ? AND sent_as = ? AND sent_as <> ''",
        (gateway, name),
    )
    return Outgoing(*rows[0]) if rows else None


def next_outgoing() -> Script[float]:
    rows = yield Ask("SELECT min(due) FROM outgoing WHERE state = 'queued'")
    return float(rows[0][0] or 0.0)


def _letters(rows: Sequence[Row]) -> tuple[Outgoing, ...]:
    return tuple(Outgoing(*row) for row in rows)
