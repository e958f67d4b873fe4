"""Rows of the store as the API answers them. Hashes, sessions and addresses of rows stay inside."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.host import lines
from flowengine.host.telling import moment
from flowengine.server.api import given

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.store import records

SAVED, TAGGED = "saved", "tagged"


def conversation(found: records.Conversation, facts: Sequence[records.Fact]) -> given.Conversation:
    bodies = [(one.kind, body(one.body)) for one in facts]
    return given.Conversation(
        id=found.id,
        flow=found.flow,
        version=found.digest,
        channel=found.channel,
        state=_state(found),
        place=found.place,
        began=moment(found.began),
        changed=moment(found.changed),
        contact=found.contact,
        lines=found.messages,
        question=_question(found.prompt),
        results={
            str(one["name"]): given.Result(
                value=one["value"], category=one.get("category", ""), raw=one.get("raw", "")
            )
            for kind, one in bodies
            if kind == SAVED
        },
        tags=tuple(dict.fromkeys(str(one["tag"]) for kind, one in bodies if kind == TAGGED)),
    )


def summary(found: records.Conversation) -> given.Summary:
    return given.Summary(
        id=found.id,
        flow=found.flow,
        version=found.digest,
        channel=found.channel,
        ended=found.ended,
        place=found.place,
        began=moment(found.began),
        changed=moment(found.changed),
        contact=found.contact,
    )


def line(message: records.Message) -> given.Line:
    found = lines.decode(message.body)
    return given.Line(
        number=message.number,
        at=moment(message.at),
        side="person" if message.side == lines.PERSON else "flow",
        kind=found.kind,
        text=found.text,
        language=found.language,
        turn=found.turn,
        choices=found.choices,
        accepts=found.accepts,
        fields=found.fields,
        reference=found.reference,
    )


def step(trace: records.Trace) -> given.Step:
    return given.Step(
        revision=trace.revision,
        at=moment(trace.at),
        event=body(trace.event),
        before=trace.before,
        after=trace.after,
        effects=body(trace.effects),
        took=trace.took,
    )


def fact(key: str, found: records.Fact) -> given.Fact:
    plain = body(found.body)
    plain.pop("type", None)  # the kind says it
    return given.Fact(conversation=key, at=moment(found.at), kind=found.kind, body=plain)


def message(found: records.Outgoing) -> given.Message:
    return given.Message(
        id=found.key,
        conversation=found.conversation,
        gateway=found.gateway,
        state=found.state,
        at=moment(found.at),
        due=moment(found.due),
        tries=found.tries,
        why=found.error,
    )


def publication(found: records.Publication) -> given.Publication:
    return given.Publication(
        number=found.number,
        version=found.digest,
        at=moment(found.at),
        policy=found.policy,
        by=found.by,
        note=found.note,
    )


def subscription(found: records.Subscription) -> given.Subscription:
    return given.Subscription(
        id=found.id,
        url=found.url,
        events=tuple(found.events.split(",")),
        secret=found.secret,
        at=moment(found.at),
    )


def contact(known: records.Known) -> given.Contact:
    return given.Contact(
        id=known.contact.id,
        since=moment(known.contact.at),
        identities=tuple(
            given.Identity(gateway=one.gateway, address=one.address, at=moment(one.at))
            for one in known.identities
        ),
        attributes={one.name: body(one.value) for one in known.attributes},
        tags=known.tags,
        consents=tuple(consent(one) for one in known.consents),
        merged=tuple(one.id for one in known.merged),
    )


def consent(found: records.Consent) -> given.Consent:
    return given.Consent(
        purpose=found.purpose,
        channel=found.channel,
        given=found.given,
        wording=found.wording,
        how=found.how,
        at=moment(found.at),
    )


def body(text: str) -> Any:
    """JSON that the store keeps as text; a body that was redacted to words stays words."""
    try:
        return msgspec.json.decode(text) if text else None
    except msgspec.DecodeError:
        return text


def _state(found: records.Conversation) -> given.State:
    if found.ended:
        return "ended"
    return "person" if found.prompt else "working"


def _question(prompt: str) -> given.Question | None:
    if not prompt:
        return None
    asked = lines.decode(prompt)
    return given.Question(
        turn=asked.turn,
        text=asked.text,
        language=asked.language,
        choices=asked.choices,
        accepts=asked.accepts,
        fields=asked.fields,
    )
