from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest

from flowengine.host import learned
from flowengine.runtime import effects as fx
from flowengine.store.records import Attribute, Consent, Tag
from tests.host.test_turn import BEFORE

KNOWN = replace(BEFORE, contact="p1")


@pytest.mark.parametrize(
    ("effect", "kept"),
    [
        (fx.ContactSet(field="name", value="Ann"), [("name", '"Ann"')]),
        (fx.ContactSet(field="price", value=Decimal("1.50")), [("price", '{"$number":"1.50"}')]),
        (fx.ContactSet(field="name", value=None), [("name", "")]),
        (fx.Forgot(path="contact.name"), [("name", "")]),
        (fx.Forgot(path="contact"), [("name", ""), ("town", "")]),
        (fx.Forgot(path="name"), []),
        (fx.Noted(text="x"), []),
    ],
)
def test_values_of_a_contact(effect: fx.Effect, kept: list[tuple[str, str]]) -> None:
    known = {"name": "Ann", "town": "Lviv"}
    assert learned.attributes(BEFORE, [effect], 5.0, known) == ()  # of nobody we know
    found = learned.attributes(KNOWN, [effect], 5.0, known)
    assert found == tuple(Attribute("p1", name, value, 5.0) for name, value in kept)


def test_labels_of_a_contact_and_of_a_conversation() -> None:
    told = [fx.Tagged(subject="contact", tag="a"), fx.Tagged(subject="conversation", tag="b")]
    own = Tag("conversation/c1", "b", 5.0)
    assert learned.tags(BEFORE, told, 5.0) == (own,)
    assert learned.tags(KNOWN, told, 5.0) == (Tag("contact/p1", "a", 5.0), own)


def test_who_stops_messages_withdraws_what_they_allowed() -> None:
    assert learned.consents(KNOWN, [fx.Noted(text="x")], 5.0) == ()
    assert learned.consents(BEFORE, [fx.MessagesStopped()], 5.0) == ()
    (found,) = learned.consents(KNOWN, [fx.MessagesStopped()], 5.0)
    asked = f"{KNOWN.digest}/{KNOWN.place}"
    assert found == Consent("p1", learned.MESSAGES, "chat", False, asked, "conversation/c1", 5.0)
