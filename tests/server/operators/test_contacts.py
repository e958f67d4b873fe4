from __future__ import annotations

import json
import re

import pytest

from flowengine.host.lines import Line
from flowengine.server.operators.paging import ROWS
from flowengine.store.records import Attribute, Consent, Fact, Identity, Tag
from tests.server.operators.conftest import NOW, Desk

NUMBER = "+380671234567"


def person(desk: Desk, address: str = NUMBER, name: str = "Оля", at: float = NOW) -> str:
    contact = desk.do(desk.store.identify, "sms", address, at).id

    async def write() -> None:
        await desk.store.write_contact(
            attributes=[Attribute(contact, "name", json.dumps(name, ensure_ascii=False), at)],
            tags=[Tag(f"contact/{contact}", "<b>vip</b>", at)],
            consents=[Consent(contact, "news", "sms", True, "v1", "conversation/talk1", at)],
        )

    desk.do(write)
    return contact


def test_they_are_listed_by_a_pseudonym_with_masked_addresses(desk: Desk) -> None:
    contact = person(desk)
    page = desk.get("/contacts")
    assert f"/contacts/{contact}" in page
    assert NUMBER not in page
    assert "+38•••67" in page
    assert "Оля" in page
    assert "&lt;b&gt;vip" in page
    assert desk.audits()[1:] == [("Olena", "looked through contacts", "")]


@pytest.mark.parametrize(("text", "count"), [("оля", 1), ("671234", 1), ("vip", 1), ("Iryna", 0)])
def test_they_are_found_by_what_is_known(desk: Desk, text: str, count: int) -> None:
    person(desk)
    page = desk.get(f"/contacts?text={text}")
    assert len(re.findall(r"data-label=\"Known since\"", page)) == count


def test_no_contact_is_lost_between_two_pages(desk: Desk) -> None:
    for number in range(ROWS + 3):
        desk.do(desk.store.identify, "sms", f"+38067000{number:04}", NOW)
    first = desk.get("/contacts")
    further = re.search(r'href="/operators(/contacts\?[^"]*before[^"]*)"', first)
    assert further
    second = desk.get(further[1].replace("&amp;", "&"))
    found = re.findall(r'class="code" href="/operators/contacts/([^"]+)"', first + second)
    assert len(set(found)) == len(found) == ROWS + 3


def test_one_person_over_all_channels(desk: Desk) -> None:
    contact = person(desk)
    saved = Fact(NOW, "saved", json.dumps({"name": "Beds", "value": 3, "category": "three"}))
    desk.talk("talk1", contact=contact, facts=(saved,), began=NOW - 10)
    desk.talk("talk2", contact=contact, channel="sms", began=NOW + 10)
    page = desk.get(f"/contacts/{contact}")
    assert page.index("talk2") < page.index("agreed") < page.index('/talk1"')
    assert "Beds" in page
    assert NUMBER not in page
    assert ("Olena", "read the contact", f"contact/{contact}") in desk.audits()


def test_addresses_are_shown_to_who_asks_and_that_is_written_down(desk: Desk) -> None:
    contact = person(desk)
    assert NUMBER in desk.post(f"/contacts/{contact}/addresses").text
    assert ("Olena", "saw the addresses", f"contact/{contact}") in desk.audits()
    assert NUMBER not in desk.get(f"/contacts/{contact}")


def test_a_merged_contact_leads_to_who_stands_for_it(desk: Desk) -> None:
    one, other = person(desk), person(desk, "+380500000000")
    assert desk.do(desk.store.merge, one, other)
    answer = desk.client.get(f"/operators/contacts/{one}")
    assert answer.headers["location"] == f"/operators/contacts/{other}"


def test_hostile_names_and_addresses_stay_text(desk: Desk) -> None:
    hostile = '"><script>alert(1)</script>'
    contact = person(desk, hostile, hostile)

    async def more() -> None:
        await desk.store.write_contact(
            identities=[Identity(hostile, hostile, contact, NOW)],
            attributes=[Attribute(contact, hostile, json.dumps({hostile: hostile}), NOW)],
            consents=[Consent(contact, hostile, hostile, False, hostile, hostile, NOW)],
        )

    desk.do(more)
    for page in (
        desk.get("/contacts"),
        desk.get(f"/contacts/{contact}"),
        desk.post(f"/contacts/{contact}/addresses").text,
        desk.get(f"/contacts/{contact}/erase"),
    ):
        assert "<script>alert" not in page


def test_an_export_has_all_of_the_person_and_no_secret_of_ours(desk: Desk) -> None:
    contact = person(desk)
    desk.talk(contact=contact, said=(("person", Line(kind="text", text="Є хліб?")),))
    answer = desk.post(f"/contacts/{contact}/export")
    assert answer.headers["content-disposition"] == f'attachment; filename="contact-{contact}.json"'
    found = answer.json()
    assert found["contact"]["identities"][0]["address"] == NUMBER
    assert found["conversations"][0]["messages"][0]["body"]["text"] == "Є хліб?"
    assert "hash of the secret" not in answer.text
    assert desk.audits()[-1] == ("Olena", "exported the contact", f"contact/{contact}")
