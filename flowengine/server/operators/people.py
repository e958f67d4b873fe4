"""A contact as a page shows it: a name that gives nobody away, and addresses that are masked."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from flowengine.server.operators.facts import Result
    from flowengine.store.records import Attribute, Consent, Conversation, Known

NAMES = ("name", "nick", "first_name")  # attributes that flows keep a name under


@dataclass(frozen=True, slots=True)
class Moment:
    """Something in a contact's timeline: a conversation with its results, or a consent."""

    at: float
    conversation: Conversation | None = None
    results: tuple[Result, ...] = ()
    consent: Consent | None = None


def name(known: Known) -> str:
    """What they are called, as they said it; "" when nobody asked."""
    named = {one.name: value(one) for one in known.attributes}
    return next((named[key] for key in NAMES if named.get(key)), "")


def value(attribute: Attribute) -> str:
    found = _decoded(attribute.value)
    return found if isinstance(found, str) else json.dumps(found, ensure_ascii=False)


def _decoded(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return text
