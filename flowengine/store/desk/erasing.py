"""Scripts that take from items what is a person's, or the items themselves.

The log keeps that there was one and how it ended, for the figures; it never named anybody.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec.structs import replace

from flowengine.desk import moves
from flowengine.desk.items import OPEN
from flowengine.store.desk.moving import move
from flowengine.store.desk.noting import add_entries
from flowengine.store.desk.reading import as_item
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.store.script import Script

# What is theirs in an item, and is not left to read when they are erased.
BLANK = {"contact": "", "brief": "", "phone": "", "safe": "", "voicemail": "", "note": ""}
ERASED = "erased"


def blanked(one: Item, made: Move | None = None) -> Move:
    """`made`, or no change of state, and nothing of the person stays in it. With another version,
    so that nobody who read it before writes it back."""
    after = made.after if made else replace(one, version=one.version + 1)
    return moves.Move(one, replace(after, **BLANK), made.entries if made else ())


def remove_items(conversation: str) -> Script[None]:
    """All of a conversation that is removed."""
    rows = yield Ask(
        "SELECT body, {now} FROM item WHERE conversation = ? ORDER BY id {locked}", (conversation,)
    )
    for row in rows:
        one = as_item(row)
        if one.state in OPEN:
            yield from add_entries(moves.closed(one, float(row[1]), ERASED).entries)
        for table in ("slot", "guest"):
            yield Ask(f"DELETE FROM {table} WHERE item = ?", (one.id,))
        yield Ask("DELETE FROM item WHERE id = ?", (one.id,))


def erase_items(contacts: Sequence[str]) -> Script[None]:
    """Of these contacts, in conversations that are not theirs: closed, and nothing stays."""
    rows = yield Ask(
        "SELECT body, {now} FROM item WHERE contact <> '' AND contact IN"
        f" ({', '.join('?' * len(contacts))}) ORDER BY id {{locked}}",
        contacts,
    )
    for row in rows:
        one = as_item(row)
        made = moves.closed(one, float(row[1]), ERASED) if one.state in OPEN else None
        yield from move(blanked(one, made), "")
