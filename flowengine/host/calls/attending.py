"""Somebody calls: whose conversation it is, and where the call begins in it.

The page proves itself as it does for everything else, by the token of its conversation. A call that
cannot be taken is refused in words, and nothing has changed then.
"""

from __future__ import annotations

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.channels.voice import VOICE
from flowengine.host import heard, lines
from flowengine.host.calls.pulse import cut_off
from flowengine.host.refusal import Refusal
from flowengine.host.stepping import over

if TYPE_CHECKING:
    from flowengine.host.conversations import Conversations
    from flowengine.language.program import Program
    from flowengine.store.records import Conversation


_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Attended:
    """`since` is the last line that is not to be said. `back` is the channel that the conversation
    goes on by when the call is over, "" where it is over then too."""

    conversation: Conversation
    program: Program
    since: int = 0
    back: str = ""


async def attended(conversations: Conversations, key: str, token: str) -> Attended:
    """The conversation as it is when its call begins: a chat goes on by voice from here.

    Raises Refusal `forbidden`, `ended`, `no-channel`, StoreError.
    """
    found = await conversations.opened(key, token)
    if not found.session:
        raise over()
    back = await cut_off(conversations, key) if found.channel == VOICE.name else None
    fresh = found.channel == VOICE.name and back is None and await _fresh(conversations, key)
    if found.ended and not fresh:  # a flow that only tells something has ended before it is heard
        raise over()
    program = await conversations.editions.pinned(found.flow, found.digest)
    if VOICE.name not in program.channels:
        raise Refusal("no-channel", f"The hotline {program.name} is not served by voice.")
    if fresh:
        return Attended(found, program)
    if found.channel != VOICE.name:
        after = await conversations.hear(key, heard.switched(VOICE.name))
        return Attended(after, program, found.messages, found.channel)
    # Their call was lost together with the process that carried it.
    after = await conversations.come_back(key)
    return Attended(after, program, found.messages, back or "")


async def still_by_voice(conversations: Conversations, found: Conversation, back: str) -> None:
    """Somebody calls here and is in writing again for the store: that was out of our reach, so
    another node took the call for lost (`pulse`). They are on the phone.

    Raises Refusal, StoreError.
    """
    if back and found.channel == back and not found.ended:
        _log.warning("a call that was taken for lost goes on", extra={"conversation": found.id})
        await conversations.hear(found.id, heard.switched(VOICE.name))


async def _fresh(conversations: Conversations, key: str) -> bool:
    """True where it was begun for this call, and nothing of it was heard yet."""
    said = await conversations.read(key, 0)
    return all(side == lines.FLOW for _, side, _ in said)
