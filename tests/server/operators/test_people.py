from __future__ import annotations

import pytest

from flowengine.server.operators.people import name, value
from flowengine.store.records import Attribute, Contact, Known


@pytest.mark.parametrize(
    ("kept", "shown"), [('"Оля"', "Оля"), ("3", "3"), ('{"a": "б"}', '{"a": "б"}'), ("{x", "{x")]
)
def test_an_attribute_is_shown_as_it_was_meant(kept: str, shown: str) -> None:
    assert value(Attribute("p", "x", kept, 1.0)) == shown


def test_a_person_is_called_what_they_said_first() -> None:
    both = (Attribute("p", "nick", '"Kit"', 1.0), Attribute("p", "name", '"Оля"', 1.0))
    assert name(Known(Contact("p", 1.0), attributes=both)) == "Оля"
    assert name(Known(Contact("p", 1.0), attributes=both[:1])) == "Kit"
    assert name(Known(Contact("p", 1.0))) == ""
