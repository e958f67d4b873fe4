"""One turn as data: what `step` gave, sorted into what the store keeps.

A pure function between the interpreter and the store; it waits for nothing and asks nobody. How a
conversation ends beside its flow is for `endings`.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.host import learned, lines
from flowengine.host.desk.joining import NO_QUEUES, Queues, joining, promised
from flowengine.host.parcels import NO_ROADS, Roads, parcels
from flowengine.host.redaction import forgotten, redacted, renamed
from flowengine.host.tracing import retraced, traced
from flowengine.runtime import Session, encode
from flowengine.runtime.effects import (
    ContactSet,
    Dropped,
    Effect,
    Fetch,
    Forgot,
    MessagesStopped,
    Noted,
    Saved,
    Send,
    Tagged,
    Timer,
)
from flowengine.runtime.events import Said
from flowengine.store import records as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.desk.log import Entry
    from flowengine.host.cause import Cause
    from flowengine.host.lines import Line
    from flowengine.runtime.events import AnyEvent

_FACTS = (Saved, Tagged, Noted, ContactSet, Forgot, MessagesStopped)


@dataclass(frozen=True, slots=True)
class Stepped:
    """What the interpreter made of an event: the sessions before and after, and the effects.

    `secrets` are the flow's slots that nobody may read.
    """

    event: AnyEvent
    sessions: tuple[Session, Session]
    effects: Sequence[Effect]
    secrets: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was written of the conversation so far, for a turn that `forgets`."""

    messages: tuple[store.Message, ...] = ()
    traces: tuple[store.Trace, ...] = ()


NOTHING_EARLIER = Earlier()


def forgets(effects: Sequence[Effect]) -> bool:
    """True when the transcript so far is needed, for something in it is forgotten."""
    return Forgot in map(type, effects)


def dropped(effects: Sequence[Effect]) -> bool:
    """True when the event came too late and the interpreter did nothing."""
    return Dropped in map(type, effects)


def written(
    before: store.Conversation,
    step: Stepped,
    cause: Cause,
    at: float,
    *,
    earlier: Earlier = NOTHING_EARLIER,
    roads: Roads = NO_ROADS,
    queues: Queues = NO_QUEUES,
    entries: tuple[Entry, ...] = (),
    node: str = "",
    took: float = 0.0,
) -> store.Turn:
    """The transaction of this turn. `at` is POSIX seconds, `took` how long it was worked on.

    `earlier` is what was written so far, where the turn `forgets`; `roads` lead to others and
    `queues` to the desk; `entries` are for the desk's log, and `node` is whose turn it is.
    """
    effects = step.effects
    old, new = step.sessions
    kinds = set(map(type, effects))  # most turns have few, and most parts are empty
    told = lines.told(effects, new.channel)
    texts = forgotten(old, effects, _line(cause, step.event)) if Forgot in kinds else ()
    if cause.upload is not None and not _wanted(cause.upload, new, effects):
        cause = replace(cause, line=_unkept(cause.line), upload=None)
    desk = joining(before, new, effects, at, queues)
    letters = before.gateway or Send in kinds
    return store.Turn(
        conversation=_after(before, step, told, cause, at),
        message_id=cause.message_id,
        scope=cause.scope,
        messages=_hidden(_messages(before, told, cause, at), texts),
        timers=_timers(before.id, effects, at) if Timer in kinds else (),
        errands=_errands(before.id, effects) if Fetch in kinds else (),
        outgoing=_outgoing(before, effects, cause, at, roads, queues) if letters else (),
        facts=() if kinds.isdisjoint(_FACTS) else _facts(effects, at),
        uploads=() if cause.upload is None else (renamed(cause.upload, texts),),
        attributes=_attributes(before, step, at),
        tags=learned.tags(before, effects, at) if Tagged in kinds else (),
        consents=learned.consents(before, effects, at),
        rewritten=redacted(earlier.messages, texts),
        retraced=retraced(earlier.traces, texts),
        trace=_trace(before, step, texts, node, took),
        fired=cause.fired,
        answered=cause.answered,
        node=node,
        joined=desk.joined,
        left=desk.left,
        also=desk.also,
        channel=new.channel if new.channel != before.channel else "",
        wrap_up=queues.wrap_up,
        entries=entries,
    )


def _trace(
    before: store.Conversation, step: Stepped, texts: tuple[str, ...], node: str, took: float
) -> store.Trace:
    """What a replay needs; `texts` were forgotten and are not in it."""
    return traced(
        before.revision + 1,
        step.event,
        step.effects,
        step.sessions,
        asked=lines.asked(before.prompt),
        secrets=step.secrets,
        forgotten=texts,
        took=took,
        node=node,
    )


def _attributes(
    before: store.Conversation, step: Stepped, at: float
) -> tuple[store.Attribute, ...]:
    """What was learned of the person."""
    return (
        *learned.attributes(before, step.effects, at, step.sessions[0].contact),
        *learned.language(before, step.sessions, at),
    )


def _outgoing(
    before: store.Conversation,
    effects: Sequence[Effect],
    cause: Cause,
    at: float,
    roads: Roads,
    queues: Queues,
) -> tuple[store.Outgoing, ...]:
    """What goes to gateways: a promise to phone is the desk's, where it has a queue for it."""
    sent = [one for one in effects if not promised(one, queues)]
    return parcels(before, sent, at, roads, reply=_answers(cause))


def _after(
    before: store.Conversation, step: Stepped, told: Sequence[Line], cause: Cause, at: float
) -> store.Conversation:
    new = step.sessions[1]
    return replace(
        before,
        channel=new.channel,
        session=encode(new),
        prompt=_prompt(before, step.sessions, told),
        ended=not new.place,
        changed=at,
        place=new.place,
        gathered="" if cause.gathered is not None else before.gathered,
    )


def _timers(key: str, effects: Sequence[Effect], at: float) -> tuple[store.Timer, ...]:
    return tuple(
        store.Timer(key, one.turn, one.timer, at + one.seconds)
        for one in effects
        if isinstance(one, Timer)
    )


def _errands(key: str, effects: Sequence[Effect]) -> tuple[store.Errand, ...]:
    return tuple(
        store.Errand(key, one.turn, kind(one), lines.bodies(one))
        for one in effects
        if isinstance(one, Fetch)
    )


def _facts(effects: Sequence[Effect], at: float) -> tuple[store.Fact, ...]:
    return tuple(
        store.Fact(at, kind(one), lines.bodies(one)) for one in effects if isinstance(one, _FACTS)
    )


def _line(cause: Cause, event: AnyEvent) -> Line | None:
    """What the person said in this turn; of a gathered answer the lines stand there already."""
    if cause.line is None and isinstance(event, Said):
        return lines.Line(kind="text", text=event.text)
    return cause.line


def _answers(cause: Cause) -> bool:
    """True where the person has just done something."""
    return cause.line is not None or cause.gathered is not None


def _wanted(upload: store.Upload, after: Session, effects: Sequence[Effect]) -> bool:
    """True when the flow took it. What nobody asked for is not kept, only that it was sent."""
    name = upload.id
    return name.encode() in encode(after) or any(name in lines.bodies(one) for one in effects)


def _unkept(line: Line | None) -> Line | None:
    return None if line is None else msgspec.structs.replace(line, reference=None)


def kind(effect: Effect) -> str:
    """An effect's tag: the word it is stored under."""
    return str(effect.__struct_config__.tag)


def _prompt(
    before: store.Conversation, sessions: tuple[Session, Session], told: Sequence[Line]
) -> str:
    """What the person is asked after the turn: something new, or still the same."""
    for line in reversed(told):
        if line.kind == lines.PROMPT:
            return lines.encode(line)
    return before.prompt if _stays(*sessions) else ""


def _stays(old: Session, new: Session) -> bool:
    """True when the turn happened beside the question, not to it."""
    if old.asked is None or new.asked is None:
        return False
    return (old.place, old.asked.turn) == (new.place, new.asked.turn)


def _messages(
    before: store.Conversation, told: Sequence[Line], cause: Cause, at: float
) -> tuple[store.Message, ...]:
    said = [] if cause.line is None else [(lines.PERSON, cause.line)]
    said += [(lines.FLOW, line) for line in told]
    return tuple(
        store.Message(before.messages + index, at, side, lines.encode(line))
        for index, (side, line) in enumerate(said, start=1)
    )


def _hidden(
    messages: tuple[store.Message, ...], texts: tuple[str, ...]
) -> tuple[store.Message, ...]:
    if not texts:
        return messages
    changed = {one.number: one for one in redacted(messages, texts)}
    return tuple(changed.get(one.number, one) for one in messages)
