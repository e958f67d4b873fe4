"""Messages that must not go any more when their turn comes: looked at just before each is sent.

Between the turn that wrote a message and the try that sends it a person may have said that they
want none, or left without a trace. An answer to what they themselves have just written still goes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.host import parcels
from flowengine.host.learned import MESSAGES
from flowengine.runtime.effects import MessagesStopped

if TYPE_CHECKING:
    from flowengine.host.parcels import Parcel
    from flowengine.store.records import Consent, Conversation, Outgoing
    from flowengine.store.verbs import Store

NOBODY = "There is no address: the flow names none, and the person's own is not known."
GONE = "The conversation was deleted."
LEFT = "The person left without a trace."
STOPPED = "The person wants no messages."
QUIETLY = frozenset((GONE, LEFT, STOPPED))  # nothing went wrong: no flow has to answer these

_STOPPED = str(MessagesStopped.__struct_config__.tag)


async def unwanted(store: Store, message: Outgoing) -> str:
    """Why it is not to be sent, "" where it is. Raises StoreError."""
    if message.gateway == parcels.WEBHOOK:
        return ""
    if not message.to:
        return NOBODY
    parcel = _read(message.body)
    if not message.conversation or parcel is None:
        return ""  # whether it can be read is the sender's business
    conversation = await store.conversation(message.conversation)
    if conversation is None:
        return GONE
    if parcel.person and conversation.ended and not conversation.session:
        return LEFT
    theirs = parcel.person or message.to == conversation.address
    if theirs and not parcel.reply and await _stopped(store, conversation, parcel.channel):
        return STOPPED
    return ""


def _read(body: str) -> Parcel | None:
    try:
        return parcels.decode(body)
    except msgspec.MsgspecError:
        return None


async def _stopped(store: Store, conversation: Conversation, channel: str) -> bool:
    """What was last said counts: for the contact where we know them, else in this conversation."""
    stops = [one.at for one in await store.facts(conversation.id) if one.kind == _STOPPED]
    consents = await store.consents(conversation.contact) if conversation.contact else ()
    last = _last(consents, channel)
    if last is None or (stops and max(stops) >= last.at):
        return bool(stops)
    return not last.given


def _last(consents: tuple[Consent, ...], channel: str) -> Consent | None:
    about = [one for one in consents if one.purpose == MESSAGES and one.channel in ("", channel)]
    return max(about, key=lambda one: one.at, default=None)
