"""One turn as data: what `step` gave, sorted into what the store keeps.

A pure function between the interpreter and the store; it waits for nothing and asks nobody.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.host import lines
from flowengine.host.redaction import forgotten, redacted, renamed
from flowengine.runtime import Session, encode
from flowengine.runtime.effects import (
    ContactSet,
    Dropped,
    Effect,
    Ended,
    Fetch,
    Forgot,
    Handoff,
    MessagesStopped,
    Noted,
    Prompt,
    Saved,
    Send,
    Tagged,
    Timer,
)
from flowengine.store import interface as store

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.host.lines import Line

_FACTS = (Saved, Tagged, Noted, ContactSet, Forgot, MessagesStopped)
_ERRANDS = (Fetch, Handoff)
QUICK_EXIT = "quick exit"  # why a conversation ended that left nothing behind


@dataclass(frozen=True, slots=True)
class Cause:
    """What began a turn, besides its event: the person's line, its id and what was sent with it, a
    timer or an errand."""

    line: Line | None = None
    message_id: str = ""
    upload: store.Upload | None = None
    fired: store.Timer | None = None
    answered: store.Errand | None = None


def leaves(effects: Sequence[Effect]) -> bool:
    """True when the person said the word for a quick exit: nothing of them is to be kept."""
    return any(isinstance(one, Ended) and one.reason == QUICK_EXIT for one in effects)


def erased(
    before: store.Conversation, outgoing: tuple[store.Outgoing, ...], at: float
) -> store.Turn:
    """The conversation ends and forgets all it kept; `outgoing` was promised to others and stays.

    One line is left, so that every open page of it learns that it is over.
    """
    gone = lines.encode(lines.Line(kind="ended", text=QUICK_EXIT))
    return store.Turn(
        replace(before, session=b"", prompt="", ended=True, changed=at),
        messages=(store.Message(before.messages + 1, at, lines.FLOW, gone),),
        outgoing=outgoing,
        erases=True,
    )


def forgets(effects: Sequence[Effect]) -> bool:
    """True when the transcript so far is needed, for something in it is forgotten."""
    return any(isinstance(one, Forgot) for one in effects)


def dropped(effects: Sequence[Effect]) -> bool:
    """True when the event came too late and the interpreter did nothing."""
    return any(isinstance(effect, Dropped) for effect in effects)


def written(
    before: store.Conversation,
    sessions: tuple[Session, Session],
    effects: Sequence[Effect],
    cause: Cause,
    at: float,
    earlier: Sequence[store.Message] = (),
) -> store.Turn:
    """The transaction of this turn. `sessions` are those before and after; `at` POSIX seconds.

    `earlier` is the transcript so far, where the turn `forgets`.
    """
    key = before.id
    after = sessions[1]
    texts = forgotten(sessions[0], effects, cause.line)
    if cause.upload is not None and not _wanted(cause.upload, after, effects):
        cause = replace(cause, line=_unkept(cause.line), upload=None)
    return store.Turn(
        conversation=replace(
            before,
            session=encode(after),
            prompt=_prompt(before, sessions, effects),
            ended=not after.place,
            changed=at,
        ),
        message_id=cause.message_id,
        messages=_hidden(_messages(before, effects, cause, at), texts),
        timers=tuple(
            store.Timer(key, one.turn, one.timer, at + one.seconds)
            for one in effects
            if isinstance(one, Timer)
        ),
        errands=tuple(
            store.Errand(key, one.turn, kind(one), lines.bodies(one))
            for one in effects
            if isinstance(one, _ERRANDS)
        ),
        outgoing=tuple(
            store.Outgoing(f"{key}/{one.key}", key, at, lines.bodies(one))
            for one in effects
            if isinstance(one, Send) and not _here(one, before)
        ),
        facts=tuple(
            store.Fact(at, kind(one), lines.bodies(one))
            for one in effects
            if isinstance(one, _FACTS)
        ),
        uploads=() if cause.upload is None else (renamed(cause.upload, texts),),
        rewritten=redacted(earlier, texts),
        fired=cause.fired,
        answered=cause.answered,
    )


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
    before: store.Conversation, sessions: tuple[Session, Session], effects: Sequence[Effect]
) -> str:
    """What the person is asked after the turn: something new, or still the same."""
    prompts = [effect for effect in effects if isinstance(effect, Prompt)]
    if prompts:
        return lines.encode(lines.prompted(prompts[-1]))
    return before.prompt if _stays(*sessions) else ""


def _stays(old: Session, new: Session) -> bool:
    """True when the turn happened beside the question, not to it."""
    if old.asked is None or new.asked is None:
        return False
    return (old.place, old.asked.turn) == (new.place, new.asked.turn)


def _messages(
    before: store.Conversation, effects: Sequence[Effect], cause: Cause, at: float
) -> tuple[store.Message, ...]:
    said = [] if cause.line is None else [(lines.PERSON, cause.line)]
    said += [(lines.FLOW, line) for line in lines.told(effects, before.channel)]
    return tuple(
        store.Message(before.messages + index, at, side, lines.encode(line))
        for index, (side, line) in enumerate(said, start=1)
    )


def _hidden(
    messages: tuple[store.Message, ...], texts: tuple[str, ...]
) -> tuple[store.Message, ...]:
    changed = {one.number: one for one in redacted(messages, texts)}
    return tuple(changed.get(one.number, one) for one in messages)


def _here(send: Send, conversation: store.Conversation) -> bool:
    return send.to == "" and send.channel == conversation.channel
