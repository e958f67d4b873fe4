"""The scripts of turns: whose it is, and how one is committed."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from flowengine.store.contacts import keep
from flowengine.store.desk.noting import add_entries
from flowengine.store.desk.turning import hold, of_turn
from flowengine.store.reading import COLUMNS, as_conversation, conversation, taken
from flowengine.store.records import (
    Conversation,
    Errand,
    Fact,
    Message,
    Outgoing,
    Timer,
    Trace,
    Turn,
    Upload,
)
from flowengine.store.removing import erase
from flowengine.store.script import Ask, Each
from flowengine.store.verbs import LEASE, Busy, Replayed, Stale

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store.script import Script

# `dataclasses.astuple` would copy every value.
_CONVERSATION = attrgetter(*Conversation.__slots__)
_MESSAGE = attrgetter(*Message.__slots__)
_TIMER = attrgetter(*Timer.__slots__)
_ERRAND = attrgetter(*Errand.__slots__)
_OUTGOING = attrgetter(*Outgoing.__slots__)
_FACT = attrgetter(*Fact.__slots__)
_UPLOAD = attrgetter(*Upload.__slots__)
_TRACE = attrgetter(*Trace.__slots__)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


_ENDED = Conversation.__slots__.index("ended")
_MESSAGES = Conversation.__slots__.index("messages")
_REVISION = Conversation.__slots__.index("revision")

_BEGIN = (
    f"INSERT INTO conversation ({COLUMNS}) VALUES ({_marks(len(Conversation.__slots__))})"
    " ON CONFLICT DO NOTHING RETURNING 1"
)
_SET = (
    f"UPDATE conversation SET {' = ?, '.join(Conversation.__slots__[1:])} = ?,"
    " owner = '', owned_until = 0 WHERE id = ? AND revision = ?"
)
# How many items it has, so that nobody has to ask for those of one that never had any.
_ITEMS = "(SELECT count(*) FROM item WHERE item.conversation = conversation.id)"
_GO_ON = f"{_SET} RETURNING {_ITEMS}"
# Somebody may write again to a conversation that had ended while another one began meanwhile.
_GO_ON_AT_ADDRESS = (
    f"{_SET} AND NOT EXISTS (SELECT 1 FROM conversation AS other WHERE other.gateway = ?"
    " AND other.address = ? AND other.gateway <> '' AND other.ended = 0 AND other.id <> ?)"
    f" RETURNING {_ITEMS}"
)
_ADD_MESSAGE = "INSERT INTO message (conversation, number, at, side, body) VALUES (?, ?, ?, ?, ?)"
_ADD_TRACE = (
    "INSERT INTO trace (conversation, revision, at, event, before, after, effects, took, node)"
    " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)"
)
_ADD_TAKEN = (
    "INSERT INTO taken (scope, message_id, conversation) VALUES (?, ?, ?)"
    " ON CONFLICT DO NOTHING RETURNING 1"
)
_ADD_TIMER = (
    "INSERT INTO timer (conversation, turn, name, due, holder) VALUES (?, ?, ?, ?, '')"
    " ON CONFLICT (conversation, turn, name) DO UPDATE SET due = excluded.due, holder = ''"
)
_ADD_ERRAND = (
    "INSERT INTO errand (conversation, turn, kind, body, holder) VALUES (?, ?, ?, ?, ?)"
    " ON CONFLICT (conversation, turn, kind) DO UPDATE"
    " SET body = excluded.body, holder = excluded.holder"
)
_ADD_OUTGOING = (
    "INSERT INTO outgoing"
    ' (key, conversation, at, body, gateway, "to", state, due, tries, error, sent_as, holder)'
    f" VALUES ({_marks(len(Outgoing.__slots__))}, '') ON CONFLICT (key) DO NOTHING"
)
_ADD_FACT = "INSERT INTO fact (conversation, at, kind, body) VALUES (?, ?, ?, ?)"
_ADD_UPLOAD = (
    "INSERT INTO upload (conversation, id, at, name, type, body) VALUES (?, ?, ?, ?, ?, ?)"
)

# ---------------------------------------------------------------- writing


def commit(turn: Turn) -> Script[tuple[Conversation, tuple[str, ...]]]:
    """The conversation as it now stands, and the ids of items that moved.

    Raises Stale or Replayed; nearly always before it has written anything.
    """
    values = list(_CONVERSATION(turn.conversation))
    values[_REVISION] += 1
    values[_MESSAGES] += len(turn.messages)
    after = Conversation(*values)
    key = after.id
    items = yield from _put(turn, values)
    if turn.held is not None:
        yield from hold(turn.held)
    if turn.message_id:
        yield from _take(turn, turn.scope or key)
    if turn.erases:
        yield from erase(key, but=(turn.scope or key, turn.message_id))
    moved = (yield from of_turn(turn)) if _moves_items(turn, items) else ()
    if turn.fired is not None or turn.answered is not None or after.ended:
        yield from _clear(turn)
    if turn.messages:
        yield Each(_ADD_MESSAGE, [(key, *_MESSAGE(one)) for one in turn.messages])
    if turn.trace is not None:
        yield Ask(_ADD_TRACE, (key, *_TRACE(turn.trace)))
    yield from _promise(turn)
    yield from _leave(turn)
    return after, moved


def _moves_items(turn: Turn, items: int) -> bool:
    if turn.joined:
        return True
    asked = turn.left or turn.also or turn.channel or turn.erases or turn.conversation.ended
    return bool(items and asked)


def _put(turn: Turn, values: list[object]) -> Script[int]:
    """The first statement of a turn, so that one that comes too late has written nothing; gives
    how many items the conversation has."""
    values[_ENDED] = int(turn.conversation.ended)
    before = turn.conversation
    if before.revision == 0:
        done = yield Ask(_BEGIN, values)
    elif before.gateway and not before.ended:
        whose = (before.id, before.revision, before.gateway, before.address, before.id)
        done = yield Ask(_GO_ON_AT_ADDRESS, (*values[1:], *whose))
    else:
        done = yield Ask(_GO_ON, (*values[1:], before.id, before.revision))
    if done:
        return 0 if before.revision == 0 else int(done[0][0])
    scope = turn.scope or before.id
    if turn.message_id and (yield from taken(scope, turn.message_id)):
        raise _replayed()
    raise Stale("This conversation has gone on meanwhile. Read it again.")


def _take(turn: Turn, scope: str) -> Script[None]:
    fresh = yield Ask(_ADD_TAKEN, (scope, turn.message_id, turn.conversation.id))
    if not fresh:
        raise _replayed()


def _replayed() -> Replayed:
    return Replayed("This message was already taken.")


def _clear(turn: Turn) -> Script[None]:
    """Take away the timer and the errand that were obeyed; all, where it has ended."""
    if turn.fired is not None:
        yield from drop_timer(turn.fired)
    if turn.answered is not None:
        done = turn.answered
        yield Ask(
            "DELETE FROM errand WHERE conversation = ? AND turn = ? AND kind = ? AND body = ?",
            (done.conversation, done.turn, done.kind, done.body),
        )
    if turn.conversation.ended:
        yield Ask("DELETE FROM timer WHERE conversation = ?", (turn.conversation.id,))
        yield Ask("DELETE FROM errand WHERE conversation = ?", (turn.conversation.id,))


def drop_timer(timer: Timer) -> Script[None]:
    yield Ask(
        "DELETE FROM timer WHERE conversation = ? AND turn = ? AND name = ?",
        (timer.conversation, timer.turn, timer.name),
    )


def _promise(turn: Turn) -> Script[None]:
    """What is to be done later. An ended conversation waits for no timer."""
    if turn.timers and not turn.conversation.ended:
        yield Each(_ADD_TIMER, [_TIMER(one) for one in turn.timers])
    if turn.errands:
        yield Each(_ADD_ERRAND, [(*_ERRAND(one), turn.node) for one in turn.errands])
    if turn.outgoing:
        yield from post(turn.outgoing)


def post(messages: Sequence[Outgoing]) -> Script[None]:
    yield Each(_ADD_OUTGOING, [_OUTGOING(one) for one in messages])


def _leave(turn: Turn) -> Script[None]:
    """What is kept of the turn beside its lines, and earlier lines written anew."""
    key = turn.conversation.id
    if turn.facts:
        yield Each(_ADD_FACT, [(key, *_FACT(one)) for one in turn.facts])
    if turn.uploads:
        yield Each(_ADD_UPLOAD, [(key, *_UPLOAD(one)) for one in turn.uploads])
    if turn.entries:
        yield from add_entries(turn.entries)
    if turn.attributes or turn.tags or turn.consents:
        yield from keep(attributes=turn.attributes, tags=turn.tags, consents=turn.consents)
    if turn.rewritten:
        yield Each(
            "UPDATE message SET body = ? WHERE conversation = ? AND number = ?",
            [(one.body, key, one.number) for one in turn.rewritten],
        )
    if turn.retraced:
        yield Each(
            "UPDATE trace SET event = ?, effects = ?, before = ?, after = ?"
            " WHERE conversation = ? AND revision = ?",
            [
                (one.event, one.effects, one.before, one.after, key, one.revision)
                for one in turn.retraced
            ],
        )


# ---------------------------------------------------------------- whose turn it is


def take(key: str, node: str) -> Script[Conversation | None]:
    """Lease and read in one statement, where leases are rows."""
    found = yield Ask(
        f"UPDATE conversation SET owner = ?, owned_until = {{now}} + {LEASE}"
        " WHERE id = ? AND (owner = '' OR owner = ? OR owned_until < {now})"
        f" RETURNING {COLUMNS}",
        (node, key, node),
    )
    if found:
        return as_conversation(found[0])
    if (yield from conversation(key)) is None:
        return None
    raise Busy("Somebody else is answering in this conversation. Ask again in a moment.")


def give_back(key: str, node: str) -> Script[None]:
    yield Ask(
        "UPDATE conversation SET owner = '', owned_until = 0 WHERE id = ? AND owner = ?",
        (key, node),
    )
