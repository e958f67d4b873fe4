"""One item in each of its states, made by moves, and short looks at moves."""

from __future__ import annotations

from flowengine.desk import items, moves
from flowengine.desk.items import Item
from flowengine.desk.moves import Move

JOINED = moves.joined(
    Item(id="i", conversation="c", queue="advice", channel="chat", flow="pantry", turn=4), 10.0
).after
OFFERED = moves.offered(JOINED, "olena", "secret", 40.0, 20.0, {"ring": 1}).after
ACTIVE = moves.accepted(OFFERED, 30.0).after
LOST = moves.lost(ACTIVE, 110.0, 50.0).after
WRAP_UP = moves.finished(ACTIVE, 160.0, 100.0).after
PROMISED = moves.joined(
    Item(id="p", conversation="c", queue="advice", channel="chat", kind="callback", until=900.0),
    10.0,
).after
REST = {
    items.LATER: PROMISED,
    items.WAITING: JOINED,
    items.OFFERED: OFFERED,
    items.ACTIVE: ACTIVE,
    items.LOST: LOST,
    items.WRAP_UP: WRAP_UP,
    items.CLOSED: moves.closed(WRAP_UP, 150.0, "advice given").after,
    items.ABANDONED: moves.left(JOINED, 0.0, 15.0).after,
}


def kinds(move: Move) -> list[str]:
    """The kinds of the log's lines."""
    return [entry.kind for entry in move.entries]
