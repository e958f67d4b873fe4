from __future__ import annotations

import json

import pytest

from flowengine.server.operators.facts import results
from flowengine.store.records import Fact


@pytest.mark.parametrize(
    ("kind", "body", "name", "value"),
    [
        ("saved", {"name": "Beds", "value": 3, "category": "", "raw": "three"}, "Beds", "3"),
        ("saved", {"name": "Need", "value": "b", "category": "Bread"}, "Need", "Bread"),
        ("saved", {"name": "Need", "value": None, "category": ""}, "Need", ""),
        ("tagged", {"subject": "contact", "tag": "vip"}, "vip", "contact"),
        ("noted", {"text": "call back", "queue": ""}, "", "call back"),
        ("contact_set", {"field": "name", "value": "Оля"}, "name", "Оля"),
        ("forgot", {"path": "contact"}, "contact", ""),
        ("messages_stopped", {}, "", ""),
    ],
)
def test_a_fact_is_a_name_and_a_value(
    kind: str, body: dict[str, object], name: str, value: str
) -> None:
    (found,) = results([Fact(1.0, kind, json.dumps(body))])
    assert (found.kind, found.name, found.value) == (kind, name, value)
