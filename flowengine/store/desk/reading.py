"""Scripts that read items: one, those that are open, an agent's, a conversation's, those due."""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.desk.items import OFFERED, Item
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.script import Row, Script

_ITEM = msgspec.json.Decoder(Item)


def as_item(row: Row) -> Item:
    """A row that begins with `item.body`."""
    return _ITEM.decode(row[0])


def item(key: str) -> Script[Item | None]:
    rows = yield Ask("SELECT body FROM item WHERE id = ?", (key,))
    return as_item(rows[0]) if rows else None


def by_token(token: str) -> Script[Item | None]:
    rows = yield Ask(
        "SELECT body FROM item WHERE token = ? AND token <> '' AND state = ?", (token, OFFERED)
    )
    return as_item(rows[0]) if rows else None


def items(
    *,
    states: Sequence[str] = (),
    queue: str = "",
    agent: str = "",
    conversation: str = "",
    contact: str = "",
    limit: int = 1000,
) -> Script[tuple[Item, ...]]:
    """A condition for each that is given."""
    where: list[str] = []
    values: list[object] = []
    if states:
        where.append(f"state IN ({', '.join('?' * len(states))})")
        values += states
    if not (states or conversation or contact):
        where.append("open = 1")
    if agent:
        where.append("(agent = ? OR id IN (SELECT item FROM guest WHERE agent = ?))")
        values += (agent, agent)
    # Not empty, also to the planner: that is how their indexes begin.
    for name, value in (("queue", queue), ("conversation", conversation), ("contact", contact)):
        if value:
            where.append(f"{name} = ? AND {name} <> ''")
            values.append(value)
    rows = yield Ask(
        f"SELECT body FROM item WHERE {' AND '.join(where)} ORDER BY joined, id LIMIT ?",
        (*values, limit),
    )
    return tuple(as_item(row) for row in rows)


def loads() -> Script[dict[str, dict[str, int]]]:
    rows = yield Ask("SELECT agent, media, count(*) FROM slot GROUP BY agent, media")
    found: dict[str, dict[str, int]] = {}
    for agent, media, count in rows:
        found.setdefault(agent, {})[media] = int(count)
    return found
