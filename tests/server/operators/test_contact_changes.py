from __future__ import annotations

import pytest

from flowengine.store.records import Known
from tests.server.operators.conftest import Desk
from tests.server.operators.test_contacts import person


@pytest.fixture
def two(desk: Desk) -> tuple[str, str]:
    return person(desk), person(desk, "+380500000000", "Olha")


def known(desk: Desk, contact: str) -> Known | None:
    return desk.do(desk.store.known, contact)


def test_merging_is_asked_done_and_taken_back(desk: Desk, two: tuple[str, str]) -> None:
    one, other = two
    asked = desk.get(f"/contacts/{one}/merge?into={other}")
    assert one in asked
    assert f"{other} (Olha)" in asked
    answer = desk.post(f"/contacts/{one}/merge", into=other)
    assert answer.headers["location"] == f"/operators/contacts/{other}?notice=merged"
    both = known(desk, one)
    assert both is not None
    assert both.contact.id == other
    assert len(both.identities) == 2

    again = desk.post(f"/contacts/{one}/merge", into=other)
    assert again.headers["location"].endswith("notice=not_merged")

    answer = desk.post(f"/contacts/{other}/part", contact=one)
    assert answer.headers["location"] == f"/operators/contacts/{other}?notice=parted"
    alone = known(desk, one)
    assert alone is not None
    assert alone.contact.id == one
    done = [what for _, what, _ in desk.audits()]
    assert f"merged into {other}" in done
    assert f"parted {one}" in done


def test_the_address_of_a_page_names_its_contact_too(desk: Desk, two: tuple[str, str]) -> None:
    one, other = two
    page = f"https://chat.example.org/operators/contacts/{other}/"
    assert f'name="into" value="{other}"' in desk.get(f"/contacts/{one}/merge?into={page}")


@pytest.mark.parametrize("into", ["", "nobody", "itself"])
def test_nobody_is_merged_with_nobody(desk: Desk, two: tuple[str, str], into: str) -> None:
    name = two[0] if into == "itself" else into
    assert "no other contact" in desk.get(f"/contacts/{two[0]}/merge?into={name}", 409)


def test_who_was_never_merged_cannot_be_parted(desk: Desk, two: tuple[str, str]) -> None:
    assert desk.post(f"/contacts/{two[0]}/part", contact=two[1]).status_code == 404


def test_erasing_is_asked_done_and_has_a_receipt(desk: Desk, two: tuple[str, str]) -> None:
    contact, other = two
    desk.talk("talk1", contact=contact)
    desk.talk("talk2", contact=contact, ended=True)
    desk.talk("talk3", contact=other)
    asked = desk.get(f"/contacts/{contact}/erase")
    assert "<dd><bdi>2</bdi></dd>" in asked
    assert known(desk, contact) is not None
    receipt = desk.post(f"/contacts/{contact}/erase")
    assert receipt.status_code == 200
    assert contact in receipt.text
    assert "<dd>2</dd>" in receipt.text
    assert known(desk, contact) is None
    assert known(desk, other) is not None
    desk.get("/conversations/talk1", 404)
    desk.get("/conversations/talk3")
    assert ("Olena", "erased: 2 conversations", f"contact/{contact}") in desk.audits()


def test_erasing_twice_finds_nobody(desk: Desk, two: tuple[str, str]) -> None:
    desk.post(f"/contacts/{two[0]}/erase")
    assert desk.post(f"/contacts/{two[0]}/erase").status_code == 404
