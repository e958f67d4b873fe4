"""How a conversation ends beside its flow, as what the store keeps of it.

Pure, like `turn`: one that somebody on our side ends stays as it stands; one that a person left
by the word for it forgets all that it kept.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from flowengine.host import lines
from flowengine.host.cause import UNCAUSED, Cause
from flowengine.runtime.effects import Effect, Ended
from flowengine.runtime.standing import LEFT
from flowengine.store import records as store

if TYPE_CHECKING:
    from collections.abc import Sequence

QUICK_EXIT = LEFT  # why a conversation ended that left nothing behind


def leaves(effects: Sequence[Effect]) -> bool:
    """True when the person said the word for a quick exit: nothing of them is to be kept."""
    return Ended in map(type, effects) and any(
        isinstance(one, Ended) and one.reason == QUICK_EXIT for one in effects
    )


def erased(
    before: store.Conversation,
    outgoing: tuple[store.Outgoing, ...],
    at: float,
    cause: Cause = UNCAUSED,
) -> store.Turn:
    """The conversation ends and forgets all it kept; `outgoing` was promised to others and stays.

    One line is left, so that every open page of it learns that it is over; and the id of the
    message, so that the same word sent again begins nothing.
    """
    over = _over(before, QUICK_EXIT, at)
    return replace(
        over,
        conversation=replace(over.conversation, session=b"", address="", contact=""),
        message_id=cause.message_id,
        scope=cause.scope,
        outgoing=outgoing,
        erases=True,
    )


def ended(before: store.Conversation, session: bytes, reason: str, at: float) -> store.Turn:
    """Somebody on our side ends it as it stands: what was said stays, and nothing waits for it."""
    over = _over(before, reason, at)
    return replace(over, conversation=replace(over.conversation, session=session))


def _over(before: store.Conversation, reason: str, at: float) -> store.Turn:
    line = lines.encode(lines.Line(kind="ended", text=reason))
    return store.Turn(
        replace(before, prompt="", place="", gathered="", ended=True, changed=at),
        messages=(store.Message(before.messages + 1, at, lines.FLOW, line),),
    )
