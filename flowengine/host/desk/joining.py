"""What a turn asks of the desk, as work items for its transaction: pure data, nobody is asked.

A hand-off joins its queue, a promise to phone and a note for a queue are work without anybody at
the other end. Names of items follow from the turn, so that a turn that is done again makes the
same ones.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from flowengine.desk import items
from flowengine.desk.items import Item
from flowengine.host.desk.terms import NO_TERMS, Terms, gathered
from flowengine.host.pseudonyms import NOBODY_HIDDEN, Pseudonyms
from flowengine.language.program import Handoff
from flowengine.runtime import effects as fx

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from flowengine.language.program import Program
    from flowengine.runtime import Session
    from flowengine.store.records import Conversation

WRAP_UP = 60  # seconds, where no queue says otherwise
CALLBACK = "callback"  # the channel of a promise to phone
_KINDS = frozenset((fx.Handoff, fx.Also, fx.LeaveQueue, fx.Noted, fx.Send))


@dataclass(frozen=True, slots=True)
class Joining:
    """The desk's part of a turn: what joins, which hand-offs are left, further queues."""

    joined: tuple[Item, ...] = ()
    left: tuple[int, ...] = ()
    also: tuple[str, ...] = ()


NOTHING = Joining()


@dataclass(frozen=True, slots=True)
class Queues:
    """`default` is the queue of a promise to phone that names none, "" where there is none; in
    those of `anonymous` a number is sealed by `pseudonyms` before it is kept. `terms` say when a
    queue opens and how many may wait. `wrap_up` is how many seconds an agent has whose person
    leaves in this turn."""

    default: str = ""
    anonymous: frozenset[str] = frozenset()
    pseudonyms: Pseudonyms = NOBODY_HIDDEN
    wrap_up: int = WRAP_UP
    terms: Mapping[str, Terms] = field(default_factory=dict)


NO_QUEUES = Queues()


def queues(
    program: Program, old: Session, effects: Sequence[fx.Effect], pseudonyms: Pseudonyms
) -> Queues:
    """Those of a turn. `old` is the session before it."""
    if not program.queues:
        return NO_QUEUES
    kinds = set(map(type, effects))
    if kinds.isdisjoint((fx.Handoff, fx.Send, fx.LeaveQueue, fx.Ended)):
        return NO_QUEUES
    waited = program.queues.get(_waited_in(program, old))
    return Queues(
        next(iter(program.queues)),
        frozenset(name for name, one in program.queues.items() if one.anonymous),
        pseudonyms,
        WRAP_UP if waited is None else waited.wrap_up,
        gathered([program]),
    )


def _waited_in(program: Program, session: Session) -> str:
    """The queue of the hand-off that the session stands in, else ""."""
    places = (session.place, *(frame.then for frame in reversed(session.stack)))
    exits = (program.blocks[place].exit for place in places if place in program.blocks)
    return next((one.queue for one in exits if isinstance(one, Handoff)), "")


def joining(
    before: Conversation,
    session: Session,
    effects: Sequence[fx.Effect],
    at: float,
    queues: Queues = NO_QUEUES,
) -> Joining:
    """`before` is the conversation as it was read, `session` the one after the turn."""
    if _KINDS.isdisjoint(map(type, effects)):
        return NOTHING
    return Joining(
        tuple(_items(before, session, effects, at, queues)),
        tuple(one.turn for one in effects if isinstance(one, fx.LeaveQueue)),
        tuple(one.queue for one in effects if isinstance(one, fx.Also)),
    )


def promised(effect: fx.Effect, queues: Queues) -> str:
    """The queue of a promise to phone, "" for anything that is none."""
    if isinstance(effect, fx.Send) and effect.channel == CALLBACK:
        return effect.queue or queues.default
    return ""


def _items(
    before: Conversation,
    session: Session,
    effects: Sequence[fx.Effect],
    at: float,
    queues: Queues,
) -> Iterator[Item]:
    notes = 0
    for one in effects:
        if isinstance(one, fx.Handoff):
            most = queues.terms.get(one.queue, NO_TERMS).queue.most
            yield _contact(before, session, one, at, most)
        elif isinstance(one, fx.Send) and promised(one, queues):
            yield _callback(before, session, one, at, queues)
        elif isinstance(one, fx.Noted) and one.queue:
            notes += 1
            yield _note(before, session, one, at, f"n{before.revision + 1}.{notes}")


def _contact(before: Conversation, session: Session, one: fx.Handoff, at: float, most: int) -> Item:
    return Item(
        id=f"{before.id}-{one.turn}",
        conversation=before.id,
        queue=one.queue,
        channel=session.channel,
        media=items.media(session.channel),
        turn=one.turn,
        flow=before.flow,
        contact=before.contact,
        language=one.language,
        skills=one.skills,
        priority=items.PRIORITIES[one.priority],
        brief=one.brief,
        most=most,
        joined=at,
        since=at,
    )


def _callback(
    before: Conversation, session: Session, one: fx.Send, at: float, queues: Queues
) -> Item:
    """Who phones is busy with it as with a call, so it fills that slot. Language and skills are
    those of the wait that it takes the place of. Whoever chose no moment is called as soon as
    somebody is there: while the queue is closed that is when it opens."""
    queue = promised(one, queues)
    moment = one.at if one.at > at else queues.terms.get(queue, NO_TERMS).opens(at)
    later = moment > at
    sealed = queues.pseudonyms.sealed("voice", one.to) if queue in queues.anonymous else one.to
    return Item(
        id=f"{before.id}-{one.key.replace('/', '.')}",
        conversation=before.id,
        queue=queue,
        channel=session.channel,
        kind=items.CALLBACK,
        media=items.VOICE,
        flow=before.flow,
        contact=before.contact,
        brief=one.text,
        state=items.LATER if later else items.WAITING,
        until=moment if later else 0.0,
        soon=later and one.at <= at,
        joined=at,
        since=at,
        phone=sealed,
        safe=one.safe,
        voicemail=one.voicemail,
    )


def _note(before: Conversation, session: Session, one: fx.Noted, at: float, name: str) -> Item:
    return Item(
        id=f"{before.id}-{name}",
        conversation=before.id,
        queue=one.queue,
        channel=session.channel,
        kind=items.MESSAGE,
        media=items.ASYNC,
        flow=before.flow,
        contact=before.contact,
        note=one.text,
        joined=at,
        since=at,
    )
