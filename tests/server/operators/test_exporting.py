from __future__ import annotations

import json
from dataclasses import asdict

import pytest

from flowengine.host.lines import Line
from flowengine.server.operators import exporting
from flowengine.server.operators.exporting import exported
from flowengine.store.records import Attribute, Fact, Known, Outgoing
from tests.server.operators.conftest import NOW, Desk
from tests.server.operators.test_contacts import person


def document(desk: Desk, contact: str) -> dict[str, object]:
    known = desk.do(desk.store.known, contact)
    assert isinstance(known, Known)
    found: dict[str, object] = json.loads(desk.do(exported, desk.store, known))
    return found


def test_what_is_kept_as_json_is_json_again(desk: Desk) -> None:
    contact = person(desk)
    fact = Fact(NOW, "saved", '{"name": "Beds", "value": 3}')
    out = Outgoing("talk1/1/0", "talk1", NOW, '{"text": "Come"}', "sms", "+380671234567")
    said = (("person", Line(kind="text", text='{"a": 1}')),)
    desk.talk(contact=contact, facts=(fact,), outgoing=(out,), said=said)

    async def odd() -> None:
        await desk.store.write_contact(attributes=[Attribute(contact, "odd", "{x", NOW)])

    desk.do(odd)
    found = document(desk, contact)
    assert isinstance(found["conversations"], list)
    (talk,) = found["conversations"]
    assert talk["facts"][0]["body"]["value"] == 3
    assert talk["outgoing"][0]["body"]["text"] == "Come"
    assert talk["messages"][0]["body"]["text"] == '{"a": 1}'
    assert not {"token", "session", "prompt", "gathered"} & talk.keys()
    assert isinstance(found["contact"], dict)
    values = {one["name"]: one["value"] for one in found["contact"]["attributes"]}
    assert values == {"name": "Оля", "odd": "{x"}


def test_it_goes_on_until_the_last_conversation(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(exporting, "PAGE", 2)
    contact = person(desk)
    keys = [desk.talk(f"talk{number}", contact=contact).id for number in range(5)]
    found = document(desk, contact)["conversations"]
    assert isinstance(found, list)
    assert sorted(one["id"] for one in found) == keys


def test_everything_known_of_a_contact_is_in_it(desk: Desk) -> None:
    contact = person(desk)
    known = desk.do(desk.store.known, contact)
    assert isinstance(known, Known)
    found = document(desk, contact)["contact"]
    assert isinstance(found, dict)
    assert found.keys() == asdict(known).keys()
