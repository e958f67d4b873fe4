"""What a turn did besides talking, in a few words for the author at the terminal."""

from __future__ import annotations

from flowengine.runtime.effects import (
    Also,
    ContactSet,
    Dropped,
    Effect,
    Ended,
    Fault,
    Fetch,
    Forgot,
    GoneOn,
    Handoff,
    MessagesStopped,
    Noted,
    Saved,
    Send,
    Tagged,
    ToAgent,
    Transfer,
)


def remark(effect: Effect) -> str:
    """One line, or "" for what the person hears anyway."""
    match effect:
        case Saved():
            shown = (
                f" ({effect.category})" if effect.category not in ("", str(effect.value)) else ""
            )
            return f"saved “{effect.name}”: {effect.value}{shown}"
        case Tagged():
            return f"tag on the {effect.subject}: {effect.tag}"
        case Noted():
            return f"note: {effect.text}"
        case ContactSet():
            return f"kept of the person: {effect.field} = {effect.value}"
        case Forgot():
            return f"forgotten: {effect.path}"
        case Send():
            return f"{effect.channel} to {effect.to or 'the person'}: {effect.text}"
        case GoneOn():
            return f"goes on by {effect.channel} to {effect.to}"
        case ToAgent():
            return f"to the agent: {effect.text}"
        case MessagesStopped():
            return "no more messages to this person"
        case _:
            return _event(effect)


def _event(effect: Effect) -> str:
    match effect:
        case Fetch():
            return f"fetch: {effect.method} {effect.url}"
        case Handoff():
            brief = f", “{effect.brief}”" if effect.brief else ""
            return f"waits for {effect.queue}, priority {effect.priority or 'normal'}{brief}"
        case Also():
            return f"offered to {effect.queue} too"
        case Transfer():
            return f"transfer to {effect.to}"
        case Fault():
            return f"fault in {effect.file}, line {effect.line}: {effect.message}"
        case Dropped():
            return effect.reason
        case Ended():
            return "the conversation is over"
        case _:
            return ""
