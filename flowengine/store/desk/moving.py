"""The script of a move: the item, its slot, its guests, the log and the news, together or not.

Of two who move the same item the version lets one. Of two who give the same agent something the
agent's row lets one at a time, so that what fits is asked of what is really there. Whoever locks
both begins with the agent; a turn, which locks its conversation first, takes nobody's slot but
where its person goes on by another channel: should it then meet somebody who came from the other
end, the engine runs one of them again.
"""

from __future__ import annotations

from itertools import count
from typing import TYPE_CHECKING

import msgspec

from flowengine.desk.capacity import cap, fits
from flowengine.desk.items import CALLBACK, HELD, OPEN
from flowengine.desk.moves.words import word
from flowengine.desk.people import User
from flowengine.store.desk.noting import add_entries
from flowengine.store.desk.verbs import FULL, GONE, MOVED, WORD
from flowengine.store.records import Errand
from flowengine.store.script import Ask, Each

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.desk.moves.words import Word
    from flowengine.runtime.events import AnyEvent
    from flowengine.store.script import Row, Script

_USER = msgspec.json.Decoder(User)

_JOIN = (
    "INSERT INTO item (id, conversation, turn, queue, state, open, agent, token, joined, until,"
    " contact, promise, version, body) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
    " ON CONFLICT DO NOTHING RETURNING 1"
)
_SET = (
    "UPDATE item SET queue = ?, state = ?, open = ?, agent = ?, token = ?, joined = ?, until = ?,"
    " contact = ?, promise = CASE WHEN ? = 1 THEN promise ELSE '' END, version = ?, body = ?"
    " WHERE id = ? AND version = ?"
)
# First the agent, then the item; what is there is read by the next statement, which sees all that
# was written while this one waited.
_LOCK = "SELECT 1 FROM desk_user, item WHERE desk_user.id = ? AND item.id = ? {locked}"
_ROOM = (
    "SELECT item.version, desk_user.body, slot.media, slot.n FROM item"
    " LEFT JOIN desk_user ON desk_user.id = ?"
    " LEFT JOIN slot ON slot.agent = desk_user.id AND slot.item <> item.id WHERE item.id = ?"
)
# For a conversation that has ended nobody would bring it.
_TELL = (
    "INSERT INTO errand (conversation, turn, kind, body, holder) SELECT ?, ?, ?, ?, ?"
    " WHERE EXISTS (SELECT 1 FROM conversation WHERE id = ? AND ended = 0)"
    " ON CONFLICT (conversation, turn, kind) DO UPDATE"
    " SET body = excluded.body, holder = excluded.holder"
)


def move(move: Move, node: str) -> Script[str]:
    """MOVED, or why not; then nothing was written."""
    if move.before is None:
        done = yield Ask(_JOIN, _joining(move.after))
        if not done:
            return GONE
        n = 0
    elif _takes(move):
        n = yield from _place(move)
        if n < 0:
            return GONE
        if not n:
            return FULL
        yield Ask(_SET, _setting(move.before, move.after))
    else:
        done = yield Ask(f"{_SET} RETURNING 1", _setting(move.before, move.after))
        if not done:
            return GONE
        n = 0
    yield from _beside(move, n, node)
    return MOVED


def promise(item: Item) -> str:
    """What there is one open item of at a time: a call to this number by this queue. "" for other
    items."""
    return f"{item.queue} {item.phone}" if item.kind == CALLBACK and item.phone else ""


def _promises(after: Item) -> bool:
    """Not any more where a further call was promised since it was made."""
    return after.state in OPEN and not after.anew


def _joining(after: Item) -> tuple[object, ...]:
    return (
        *(after.id, after.conversation, after.turn, after.queue, after.state),
        *(after.state in OPEN, after.agent, after.token, after.joined, after.until, after.contact),
        *(promise(after) if _promises(after) else "", after.version, _body(after)),
    )


def _setting(before: Item, after: Item) -> tuple[object, ...]:
    is_open = after.state in OPEN
    return (
        *(after.queue, after.state, is_open, after.agent, after.token, after.joined, after.until),
        *(after.contact, int(_promises(after)), after.version, _body(after)),
        *(before.id, before.version),
    )


def _body(one: Item) -> str:
    return msgspec.json.encode(one).decode()


# ---------------------------------------------------------------- slots


def _holder(one: Item | None) -> tuple[str, str] | None:
    """Whose slot it fills, and of which kind."""
    return (one.agent, one.media) if one is not None and one.state in HELD else None


def _takes(move: Move) -> bool:
    after = _holder(move.after)
    return after is not None and after != _holder(move.before)


def _place(move: Move) -> Script[int]:
    """The number of the slot it may have: 0 for none, -1 when the item has gone on."""
    agent, media = move.after.agent, move.after.media
    yield Ask(_LOCK, (agent, move.after.id), quiet=True)
    rows = yield Ask(_ROOM, (agent, move.after.id))
    if move.before is None or not rows or rows[0][0] != move.before.version:
        return -1
    if _holder(move.before) is not None and move.before.agent == agent:
        # Their talk goes on by another channel, also where it is one more than they can hold.
        return _lowest(media, rows)
    return _free(_USER.decode(rows[0][1]), media, rows) if rows[0][1] is not None else 0


def _lowest(media: str, rows: Sequence[Row]) -> int:
    used = {row[3] for row in rows if row[2] == media}
    return next(n for n in count(1) if n not in used)


def _free(user: User, media: str, rows: Sequence[Row]) -> int:
    """The lowest number that is not filled, up to their cap."""
    used = [(row[2], row[3]) for row in rows if row[2] is not None]
    load: dict[str, int] = {}
    for kind, _ in used:
        load[kind] = load.get(kind, 0) + 1
    if user.disabled or not fits(user.caps, load, media):
        return 0
    numbers = range(1, cap(user.caps, media) + 1)
    return next((n for n in numbers if (media, n) not in used), 0)


# ---------------------------------------------------------------- what goes with it


def _beside(move: Move, n: int, node: str) -> Script[None]:
    before, after = move.before, move.after
    if _holder(before) not in (None, _holder(after)):
        yield Ask("DELETE FROM slot WHERE item = ?", (after.id,))
    if n:
        yield Ask(
            "INSERT INTO slot (agent, media, n, item) VALUES (?, ?, ?, ?)",
            (after.agent, after.media, n, after.id),
        )
    if after.guests != (before.guests if before else ()):
        yield Ask("DELETE FROM guest WHERE item = ?", (after.id,))
        yield Each(
            "INSERT INTO guest (item, agent) VALUES (?, ?)",
            [(after.id, agent) for agent in {one.agent for one in after.guests}],
        )
    if move.entries:
        yield from add_entries(move.entries)
    for told in errands(move):
        row = (told.conversation, told.turn, told.kind, told.body, node)
        yield Ask(_TELL, (*row, told.conversation))


def errands(move: Move) -> tuple[Errand, ...]:
    """What the conversation is told of it, and the person beside their flow, as it is written."""
    after = move.after
    found: list[tuple[str, AnyEvent | Word]] = []
    if move.tell is not None:
        found.append((str(move.tell.__struct_config__.tag), move.tell))
    said = word(move)
    if said is not None:  # each has a row of its own: two may be under way
        found.append((f"{WORD}{after.version}", said))
    return tuple(
        Errand(after.conversation, after.turn, kind, msgspec.json.encode(told).decode())
        for kind, told in found
    )
