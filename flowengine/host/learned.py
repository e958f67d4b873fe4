"""What a turn teaches us of a person, for their contact: values, labels, and what they allow.

Pure data. A conversation with nobody we know leaves none of it but labels of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import msgspec

from flowengine.runtime.effects import ContactSet, Effect, Forgot, MessagesStopped, Tagged
from flowengine.store.records import Attribute, Consent, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from flowengine.store.records import Conversation

MESSAGES = "messages"  # the purpose that STOP withdraws: all we send of our own accord
_encoder = msgspec.json.Encoder(decimal_format="string")


def attributes(
    conversation: Conversation, effects: Iterable[Effect], at: float, known: Mapping[str, Any]
) -> tuple[Attribute, ...]:
    """`known` is what was remembered before the turn: what `forget contact` forgets."""
    contact = conversation.contact
    if not contact:
        return ()
    return tuple(
        Attribute(contact, name, value, at)
        for one in effects
        for name, value in _values(one, known)
    )


def tags(conversation: Conversation, effects: Iterable[Effect], at: float) -> tuple[Tag, ...]:
    subjects = {
        "contact": conversation.contact and f"contact/{conversation.contact}",
        "conversation": f"conversation/{conversation.id}",
    }
    labels = (
        (subjects.get(one.subject, ""), one.tag) for one in effects if isinstance(one, Tagged)
    )
    return tuple(Tag(subject, tag, at) for subject, tag in labels if subject)


def consents(
    conversation: Conversation, effects: Sequence[Effect], at: float
) -> tuple[Consent, ...]:
    if not conversation.contact or not any(isinstance(one, MessagesStopped) for one in effects):
        return ()
    how = f"conversation/{conversation.id}"
    return (Consent(conversation.contact, MESSAGES, conversation.channel, False, "", how, at),)


def _values(effect: Effect, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(effect, ContactSet):
        empty = effect.value is None
        yield effect.field, "" if empty else _encoder.encode(effect.value).decode()
    elif isinstance(effect, Forgot) and effect.path == "contact":
        yield from ((name, "") for name in known)
    elif isinstance(effect, Forgot) and effect.path.startswith("contact."):
        yield effect.path.partition(".")[2], ""
