"""The desk's part of a turn: who joins, who leaves, and what is taken away of both.

It runs behind the turn's first statement, so that the conversation is locked and after it its
items: whoever moves one of them meanwhile comes before or too late.
"""

from __future__ import annotations

from contextlib import suppress
from dataclasses import replace
from typing import TYPE_CHECKING

from msgspec.structs import replace as changed

from flowengine.desk import moves
from flowengine.desk.items import (
    ABANDONED,
    CALLBACK,
    CONTACT,
    OFFERED,
    OPEN,
    TALKING,
    URGENT,
    WAITING,
    WRAP_UP,
)
from flowengine.store.desk.erasing import ERASED, blanked
from flowengine.store.desk.moving import move, promise
from flowengine.store.desk.reading import as_item
from flowengine.store.desk.verbs import MOVED
from flowengine.store.script import Ask
from flowengine.store.verbs import Stale

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.moves import Move
    from flowengine.store.records import Turn
    from flowengine.store.script import Script

AGAIN = 5  # times that a promise is looked for which ends just then
CALLED = 600  # seconds after which who has left was not leaving for a callback


def hold(item: Item) -> Script[None]:
    """Raises Stale unless the item is as it was read; nobody moves it until the turn is kept."""
    rows = yield Ask(
        "SELECT 1 FROM item WHERE id = ? AND version = ? {locked}", (item.id, item.version)
    )
    if not rows:
        raise Stale("The item has gone on meanwhile. Read it again.")


def of_turn(turn: Turn) -> Script[tuple[str, ...]]:
    """The ids of items that were moved."""
    rows = yield Ask(
        "SELECT body FROM item WHERE conversation = ? ORDER BY joined, id {locked}",
        (turn.conversation.id,),
    )
    before = [as_item(row) for row in rows]
    moved: list[str] = []
    for n, one in enumerate(before):
        made = _switched(one, turn)
        if made is not None and (yield from move(made, turn.node)) == MOVED:
            before[n] = made.after
            moved.append(one.id)
    leaving = [one for one in before if _leaves(one, turn)]
    for planned in (*_joins(turn, before, leaving), *_alsos(turn, before, leaving)):
        made = (yield from _counted(planned)) if planned.before is None else planned
        if (yield from move(made, turn.node)) == MOVED:
            moved.append(made.after.id)
        elif made.before is None and promise(made.after):
            moved += yield from _renewed(made, turn.node)
    for one in before:
        made_of_it = _ends(one, turn, leaving)
        if made_of_it is not None:
            yield from move(made_of_it, turn.node)
            moved.append(one.id)
    return tuple(moved)


def _switched(one: Item, turn: Turn) -> Move | None:
    """Who waits or talks goes on by the channel of the conversation, and loses nothing by it."""
    waits = one.turn and one.state in TALKING | {WAITING, OFFERED}
    if not (waits and turn.channel) or one.channel == turn.channel:
        return None
    return moves.switched(one, turn.channel, turn.conversation.changed)


def _leaves(one: Item, turn: Turn) -> bool:
    """Whether the person waits or talks no more."""
    if one.kind != CONTACT or one.state not in TALKING | {WAITING, OFFERED}:
        return False
    return turn.conversation.ended or turn.erases or one.turn in turn.left


# ---------------------------------------------------------------- joining


def _joins(turn: Turn, before: list[Item], leaving: list[Item]) -> list[Move]:
    at = turn.conversation.changed
    gone = turn.conversation.ended or turn.erases
    stay = [one for one in turn.joined if not turn.erases and not (gone and one.kind == CONTACT)]
    return [moves.joined(one, at, _earlier(one, before, leaving, at)) for one in stay]


def _earlier(new: Item, before: list[Item], leaving: list[Item], at: float) -> Item | None:
    """The item whose place it takes over: one that leaves now; and for a callback the one they wait
    in, or have left to be called."""
    if leaving or new.kind != CALLBACK:
        return leaving[0] if leaving else None
    waited = [one for one in before if one.kind == CONTACT and _waited(one, at)]
    return waited[-1] if waited else None


def _waited(one: Item, at: float) -> bool:
    return one.state in (WAITING, OFFERED) or (one.state == ABANDONED and one.since >= at - CALLED)


def _renewed(made: Move, node: str) -> Script[tuple[str, ...]]:
    """The number has been promised a call already, by whichever conversation: that promise takes
    over what is wished now. Where that call was made a moment ago, and is only written down, this
    one is a promise of its own."""
    wish = made.after
    for _ in range(AGAIN):
        rows = yield Ask(
            "SELECT body FROM item WHERE id = ? OR (promise = ? AND promise <> '') {locked}",
            (wish.id, promise(wish)),
        )
        older = [as_item(row) for row in rows]
        if any(one.id == wish.id for one in older):  # a turn that is done again
            return ()
        for one in older:
            if one.state != WRAP_UP:
                yield from move(moves.renewed(one, wish, wish.since), node)
                return (one.id,)
            yield from move(moves.superseded(one), node)
        if (yield from move(made, node)) == MOVED:  # it may also have ended just now
            return (*(one.id for one in older), wish.id)
    raise Stale("The promises to this number go on too fast. Read them again.")


def _counted(made: Move) -> Script[Move]:
    """Whoever comes when so many wait as may is late. One turn after the other counts a queue, so
    that of two who come at once each sees the other."""
    new = made.after
    if not new.most or new.first or new.priority >= URGENT:
        return made
    yield Ask("SELECT {alone}", (new.queue,), quiet=True)
    ((waiting,),) = yield Ask(
        "SELECT count(*) FROM item WHERE open = 1 AND queue = ? AND state = ? AND turn > 0"
        " AND conversation <> ?",
        (new.queue, WAITING, new.conversation),
    )
    if waiting < new.most:
        return made
    return replace(made, after=changed(new, late=new.queue))


def _alsos(turn: Turn, before: list[Item], leaving: list[Item]) -> list[Move]:
    """The item that is waited in is offered further, unless it is already or has been taken."""
    made: list[Move] = []
    for one in before:
        if one.kind == CONTACT and one.state in (WAITING, OFFERED) and one not in leaving:
            made += _also(one, turn)
    return made


def _also(one: Item, turn: Turn) -> list[Move]:
    made: list[Move] = []
    for queue in turn.also:
        with suppress(moves.Impossible):
            latest = made[-1].after if made else one
            made.append(moves.also(latest, queue, turn.conversation.changed))
    return made


# ---------------------------------------------------------------- leaving


def _ends(one: Item, turn: Turn, leaving: list[Item]) -> Move | None:
    """What becomes of one that was there: left; and erased, where the person is."""
    at = turn.conversation.changed
    made = moves.left(one, at + turn.wrap_up, at) if one in leaving else None
    if not turn.erases:
        return made
    if made is None and one.state in OPEN and one.kind != CONTACT:
        made = moves.closed(one, at, ERASED)
    return blanked(one, made)
