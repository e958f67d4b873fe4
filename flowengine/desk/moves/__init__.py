"""What may become of an item: each a plain function from the item as it was read to a `Move`.

A move is stored whole or not at all, and only on top of the version it was made from: of two who
move the same item one is told that it has gone on. Nothing else ever changes an item. What cannot
become of it in the state it is in raises `Impossible`.
"""

from __future__ import annotations

from flowengine.desk.moves.ending import closed, extended, finished, tried
from flowengine.desk.moves.making import Impossible, Move
from flowengine.desk.moves.marking import noted, raised, switched
from flowengine.desk.moves.offering import (
    accepted,
    expired,
    offered,
    pulled,
    refused,
    withdrawn,
)
from flowengine.desk.moves.queueing import also, diverted, due, joined, left, unserved
from flowengine.desk.moves.renewing import renewed, superseded
from flowengine.desk.moves.talking import (
    guest,
    held,
    keyed,
    lost,
    requeued,
    resumed,
    transferred,
    unguest,
    unheld,
)

__all__ = [
    "Impossible", "Move", "accepted", "also", "closed", "diverted", "due", "expired", "extended",
    "finished", "guest", "held", "joined", "keyed", "left", "lost", "noted", "offered", "pulled",
    "raised", "refused", "renewed", "requeued", "resumed", "superseded", "switched", "transferred",
    "tried", "unguest", "unheld", "unserved", "withdrawn",
]  # fmt: skip
