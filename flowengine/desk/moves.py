"""What may become of an item: each a plain function from the item as it was read to a `Move`.

A move is stored whole or not at all, and only on top of the version it was made from: of two who
move the same item one is told that it has gone on. Nothing else ever changes an item.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry
    from flowengine.runtime.events import AnyEvent


@dataclass(frozen=True, slots=True)
class Move:
    """`before` is the item as it was read, None for one that joins; `after.version` is one more.

    Where `after` is held by an agent who did not hold it, a slot of theirs is taken, and the move
    fails where they have none left. `tell` is what the conversation is told in the same
    transaction's wake, for certain and at least once; the interpreter drops what it knows.
    """

    before: Item | None
    after: Item
    entries: tuple[Entry, ...] = ()
    tell: AnyEvent | None = None
