"""What a turn teaches us of a person, for their contact: values, labels, and what they allow.

Pure data. A conversation with nobody we know leaves none of it but labels of its own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.host.attributes import encoded
from flowengine.runtime.effects import ContactSet, Effect, Forgot, MessagesStopped, Tagged
from flowengine.store.records import Attribute, Consent, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence
    from typing import Any

    from flowengine.runtime import Session
    from flowengine.store.records import Conversation

MESSAGES = "messages"  # the purpose that STOP withdraws: all we send of our own accord
LANGUAGE = "language"  # the attribute that a conversation begins in
CONSENT = "consent_"  # begins the name of an attribute that is a consent to what follows


def teaches(effects: Sequence[Effect]) -> bool:
    """True where something is to be kept of the person, whoever it is."""
    kinds = set(map(type, effects))
    return not kinds.isdisjoint((ContactSet, MessagesStopped)) or (
        Tagged in kinds
        and any(isinstance(one, Tagged) and one.subject == "contact" for one in effects)
    )


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


def language(
    conversation: Conversation, sessions: tuple[Session, Session], at: float
) -> tuple[Attribute, ...]:
    """The language somebody has chosen is theirs also the next time."""
    before, after = sessions
    if not conversation.contact or before.language == after.language:
        return ()
    return (Attribute(conversation.contact, LANGUAGE, encoded(after.language), at),)


def consents(
    conversation: Conversation, effects: Sequence[Effect], at: float
) -> tuple[Consent, ...]:
    """`set contact.consent_news = yes` allows news, STOP refuses all messages.

    The wording is the version of the flow and the place at which they were asked.
    """
    if not conversation.contact:
        return ()
    return tuple(
        Consent(
            contact=conversation.contact,
            purpose=purpose,
            channel=conversation.channel,
            given=given,
            wording=f"{conversation.digest}/{conversation.place}",
            how=f"conversation/{conversation.id}",
            at=at,
        )
        for one in effects
        for purpose, given in _allowed(one)
    )


def _allowed(effect: Effect) -> Iterator[tuple[str, bool]]:
    if isinstance(effect, MessagesStopped):
        yield MESSAGES, False
    elif isinstance(effect, ContactSet) and effect.field.startswith(CONSENT):
        yield effect.field.removeprefix(CONSENT), bool(effect.value)


def _values(effect: Effect, known: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    if isinstance(effect, ContactSet):
        yield effect.field, encoded(effect.value)
    elif isinstance(effect, Forgot) and effect.path == "contact":
        yield from ((name, "") for name in known)
    elif isinstance(effect, Forgot) and effect.path.startswith("contact."):
        yield effect.path.partition(".")[2], ""
