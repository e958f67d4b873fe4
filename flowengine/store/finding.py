"""The script of a search through conversations, and what a searched text is to SQL.

Bodies are JSON, so a text is looked for as JSON writes it. What a key of a body is called matches
too: the store interprets no body.
"""

from __future__ import annotations

import json
import math
from typing import TYPE_CHECKING

from flowengine.store.records import Conversation
from flowengine.store.script import Ask

if TYPE_CHECKING:
    from flowengine.store.script import Row, Script

_HIDDEN = {"token": b"", "session": b"", "prompt": ""}  # what a list of conversations leaves out
_SHOWN = [name for name in Conversation.__slots__ if name not in _HIDDEN]
_FAMILY = (
    "WITH RECURSIVE family (id) AS (SELECT id FROM contact WHERE id = ? UNION ALL"
    " SELECT contact.id FROM contact JOIN family ON contact.merged = family.id) "
)


def search(
    text: str = "",
    *,
    flow: str = "",
    ended: bool | None = None,
    contact: str = "",
    before: float = 0.0,
    behind: str = "",
    limit: int = 50,
) -> Script[tuple[Conversation, ...]]:
    wanted: list[tuple[str, tuple[object, ...]]] = [
        ("(changed, id) < (?, ?)", (before or math.inf, behind))
    ]
    if flow:
        wanted.append(("flow = ?", (flow,)))
    if ended is not None:
        wanted.append(("ended = ?", (int(ended),)))
    if contact:
        wanted.append(("(contact = ? OR contact IN (SELECT id FROM family))", (contact,)))
    if text:
        wanted.append((_SAID, (f"{_escaped(text)}%", likened(in_json(text)))))
    values = [value for _, some in wanted for value in some]
    rows = yield Ask(
        f"{_FAMILY if contact else ''}SELECT {', '.join(_SHOWN)} FROM conversation"
        f" WHERE {' AND '.join(condition for condition, _ in wanted)}"
        " ORDER BY changed DESC, id DESC LIMIT ?",
        (*([contact] if contact else ()), *values, limit),
    )
    return tuple(_shown(row) for row in rows)


_SAID = (
    "(id LIKE ? ESCAPE '!' OR EXISTS (SELECT 1 FROM message"
    " WHERE message.conversation = conversation.id"
    " AND folded(message.body) LIKE ? ESCAPE '!'))"
)


def _shown(row: Row) -> Conversation:
    columns = dict(zip(_SHOWN, row, strict=True))
    return Conversation(**{**columns, **_HIDDEN, "ended": bool(columns["ended"])})


def likened(text: str) -> str:
    """The pattern of LIKE for `text` somewhere in what went through `folded`."""
    return f"%{_escaped(text.lower())}%"


def in_json(text: str) -> str:
    """As it stands inside a string of JSON."""
    return json.dumps(text, ensure_ascii=False)[1:-1]


def _escaped(text: str) -> str:
    return text.replace("!", "!!").replace("%", "!%").replace("_", "!_")
