"""The scripts that take conversations away, or only what they left of the person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.store.desk.erasing import remove_items
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.script import Script

LEFT = ("message", "trace", "fact", "upload", "timer", "errand", "remark")
TAGGED = "conversation/"


def erase(key: str, *, but: tuple[str, str] = ("", "")) -> Script[None]:
    """All that turns left, save what waits for a sender; `but` a message's scope and id stay."""
    for table in LEFT:
        yield Ask(f"DELETE FROM {table} WHERE conversation = ?", (key,))
    yield Ask(
        "DELETE FROM outgoing WHERE conversation = ? AND state NOT IN ('queued', 'sending')",
        (key,),
    )
    for where in ("scope = ?", "conversation = ? AND scope <> conversation"):
        yield Ask(
            f"DELETE FROM taken WHERE {where} AND NOT (scope = ? AND message_id = ?)",
            (key, *but),
        )
    yield Ask("DELETE FROM tag WHERE subject = ?", (TAGGED + key,))


def remove(keys: Sequence[str]) -> Script[None]:
    """The conversations themselves, with what waits to be sent too."""
    for key in keys:
        yield from remove_items(key)
        yield from erase(key)
        yield Ask("DELETE FROM outgoing WHERE conversation = ?", (key,))
        yield Ask("DELETE FROM conversation WHERE id = ?", (key,))
