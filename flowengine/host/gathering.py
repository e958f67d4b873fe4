"""One answer typed in several messages: pieces that come soon after each other are heard as one.

Each piece is committed the moment it comes: its line, its id, and when to go on without a next one,
which is a timer of the host that the interpreter never hears of. The same holds words that come by
a gateway while something else is waited for, for nobody there reads "one moment, please". Pure
functions; what may not wait (danger, leaving, keys, buttons) is decided here as well.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import msgspec

from flowengine.host import lines
from flowengine.host.cause import GATHER, Cause
from flowengine.runtime.events import AnyEvent, Said
from flowengine.runtime.urgent import urgent
from flowengine.store.records import Message, Timer, Turn

if TYPE_CHECKING:
    from flowengine.language.program import Program
    from flowengine.runtime import Session
    from flowengine.store.records import Conversation

MOST = 6  # times that a flow's seconds may go by between the first piece and the answer
HOLD = 2.0  # seconds until held words are tried again
HELD = 300.0  # seconds after which nobody tries any more
_SPOKEN = "voice"


class Gathered(msgspec.Struct, frozen=True):
    """`since` and `due` are POSIX seconds: when the first piece came, and when to go on."""

    pieces: tuple[str, ...]
    turn: int
    since: float
    due: float


@dataclass(frozen=True, slots=True)
class Decided:
    """`write` is a piece to be kept; else `event` is to be obeyed, and `again` says that it goes
    before the one that came, which is still to be heard. `nothing` is to be done too early."""

    event: AnyEvent
    cause: Cause
    write: Turn | None = None
    again: bool = False
    nothing: bool = False


def decided(
    before: Conversation, program: Program, session: Session, event: AnyEvent, cause: Cause
) -> Decided:
    """What to do with an event where pieces are gathered, or some wait."""
    found = _gathered(before)
    if cause.gathered is not None:
        return _due(before, found, event, cause, cause.gathered.due)
    if isinstance(event, Said) and _waits(before, program, event, cause):
        if not urgent(program, session, event.text):
            return Decided(event, cause, write=_kept(before, session, event, cause, program.gather))
        together = "\n".join((*found.pieces, event.text)) if found else event.text
        if found and urgent(program, session, together):
            fired = Timer(before.id, found.turn, GATHER, found.due)
            return Decided(Said(at=event.at, text=together), replace(cause, fired=fired))
    if found and before.prompt:
        return replace(_answer(before, found, event.at), again=True)
    return Decided(event, cause)


def held(before: Conversation, session: Session, event: AnyEvent, cause: Cause) -> Turn | None:
    """Words for which it is too early, as a piece that is tried again; None for any others."""
    if not isinstance(event, Said) or not before.gateway or before.ended or before.prompt:
        return None
    if cause.line is not None:
        return _kept(before, session, event, cause, HOLD)
    found = _gathered(before)
    if found is None or event.at - found.since > HELD:
        return None
    return _later(before, msgspec.structs.replace(found, due=event.at + HOLD))


def _gathered(before: Conversation) -> Gathered | None:
    return msgspec.json.decode(before.gathered, type=Gathered) if before.gathered else None


def _due(
    before: Conversation, found: Gathered | None, event: AnyEvent, cause: Cause, due: float
) -> Decided:
    """The timer of pieces: of those that wait now, or of earlier ones that were obeyed."""
    if found is None:
        return Decided(event, cause, write=Turn(before, fired=cause.fired))
    if due < found.due:  # a further piece has put it off
        return Decided(event, cause, nothing=True)
    return _answer(before, found, event.at)


def _waits(before: Conversation, program: Program, event: Said, cause: Cause) -> bool:
    """True for words that may be one of several: no key, no secret."""
    if not program.gather or cause.line is None or before.channel == _SPOKEN:
        return False
    if not before.prompt or before.ended:
        return False
    asked = lines.decode(before.prompt)
    return not asked.secret and event.text.strip() not in {one.key for one in asked.choices}


def _kept(
    before: Conversation, session: Session, event: Said, cause: Cause, seconds: float
) -> Turn:
    """The transaction of one piece; `seconds` are those that it waits for a next one."""
    found = _gathered(before) or Gathered((), session.turn, event.at, 0.0)
    due = min(event.at + seconds, found.since + MOST * seconds)
    now = Gathered((*found.pieces, event.text), found.turn, found.since, due)
    said = () if cause.line is None else (cause.line,)
    return replace(
        _later(before, now),
        conversation=replace(before, gathered=_encoded(now), changed=event.at),
        message_id=cause.message_id,
        scope=cause.scope,
        messages=tuple(
            Message(before.messages + 1, event.at, lines.PERSON, lines.encode(line))
            for line in said
        ),
    )


def _later(before: Conversation, found: Gathered) -> Turn:
    """One row for all pieces: a timer of the same name and turn stands in its place."""
    return Turn(
        replace(before, gathered=_encoded(found)),
        timers=(Timer(before.id, found.turn, GATHER, found.due),),
    )


def _answer(before: Conversation, found: Gathered, at: float) -> Decided:
    """What was gathered as one answer. Its lines stand in the transcript already."""
    fired = Timer(before.id, found.turn, GATHER, found.due)
    return Decided(Said(at=at, text="\n".join(found.pieces)), Cause(fired=fired))


def _encoded(found: Gathered) -> str:
    return msgspec.json.encode(found).decode()
