from __future__ import annotations

from typing import Any

import pytest

from tests.server.api.conftest import Program, Server

OLENA = {"gateway": "sms", "address": "+380501112233"}
EMAIL = {"gateway": "email", "address": "olena@example.org"}


@pytest.fixture
def olena(crm: Program) -> str:
    return str(crm.post("/contacts", **OLENA)["id"])


def refused(answer: Any) -> tuple[int, str]:
    return answer.status_code, answer.json()["code"]


def test_an_address_is_somebodys_once(crm: Program, olena: str) -> None:
    assert crm.post("/contacts", **OLENA)["id"] == olena
    assert crm.post("/contacts/find", **OLENA)["id"] == olena
    assert crm.get(f"/contacts/{olena}")["identities"][0]["address"] == OLENA["address"]


def test_looking_for_somebody_makes_nobody(crm: Program, operator: Program) -> None:
    assert refused(crm("POST", "/contacts/find", json=OLENA)) == (404, "unknown")
    assert operator.get("/contacts")["contacts"] == []


def test_what_is_known_is_set_and_forgotten(crm: Program, olena: str) -> None:
    change: dict[str, Any] = {
        "attributes": {"name": "Olena", "age": 41, "deaf": True, "score": 1.5},
        "tag": ["regular", "donor"],
        "identities": [EMAIL],
    }
    after = crm("PATCH", f"/contacts/{olena}", json=change).json()
    assert after["attributes"] == change["attributes"]
    assert after["tags"] == ["donor", "regular"]
    assert [one["gateway"] for one in after["identities"]] == ["sms", "email"]
    change = {"attributes": {"age": None}, "untag": ["donor"]}
    after = crm("PATCH", f"/contacts/{olena}", json=change).json()
    assert after["attributes"] == {"name": "Olena", "deaf": True, "score": 1.5}
    assert after["tags"] == ["regular"]


def test_an_address_of_another_is_not_taken_away(crm: Program, olena: str) -> None:
    other = crm.post("/contacts", **EMAIL)["id"]
    change = {"attributes": {"name": "Olena"}, "identities": [EMAIL]}
    assert refused(crm("PATCH", f"/contacts/{olena}", json=change)) == (409, "in-use")
    assert crm.get(f"/contacts/{olena}")["attributes"] == {}
    assert crm.post("/contacts/find", **EMAIL)["id"] == other


UNFIT = [{"attributes": {"": 1}}, {"attributes": {"a": [1]}}, {"attributes": {"a": "\x00"}},
         {"attributes": {"a\x00": 1}}, {"tag": [""]}, {"tag": "donor"}, {"tag": ["x" * 101]},
         {"identities": [{"gateway": "sms"}]}, {"psst": 1},
         {"attributes": {str(number): 1 for number in range(51)}}]  # fmt: skip


def test_what_is_not_fit_is_refused_whole(crm: Program, olena: str) -> None:
    for change in UNFIT:
        assert crm("PATCH", f"/contacts/{olena}", json=change).status_code == 400, change
    assert crm.get(f"/contacts/{olena}")["attributes"] == {}


def test_the_last_word_on_a_consent_counts_and_all_are_kept(
    server: Server, crm: Program, olena: str
) -> None:
    path = f"/contacts/{olena}/consents"
    crm.post(path, purpose="news", channel="sms", given=True, wording="v2", how="paper form 12")
    after = crm.post(path, purpose="news", channel="sms", given=False)
    (last,) = after["consents"]
    assert (last["given"], last["how"].startswith("token/")) == (False, True)
    assert len(server.run(server.house.store.consents, olena)) == 2


def test_a_conversation_remembers_whom_it_is_with(crm: Program, olena: str) -> None:
    assert crm.begin(contact=olena)["contact"] == olena
    assert crm.begin(channel="sms", **OLENA)["contact"] == olena


def test_one_stands_for_another_until_they_are_parted(
    crm: Program, operator: Program, olena: str
) -> None:
    other = crm.post("/contacts", **EMAIL)["id"]
    crm("PATCH", f"/contacts/{other}", json={"attributes": {"name": "Olena"}})
    merged = operator.post(f"/contacts/{other}/merge", into=olena)
    assert (merged["id"], merged["merged"], merged["attributes"]) == (
        olena, [other], {"name": "Olena"},
    )  # fmt: skip
    assert crm.get(f"/contacts/{other}")["id"] == olena
    for into in (olena, other):
        again = operator("POST", f"/contacts/{other}/merge", json={"into": into})
        assert refused(again) == (409, "in-use")
    assert operator.post(f"/contacts/{other}/part")["id"] == other
    assert crm.get(f"/contacts/{olena}")["attributes"] == {}
    assert refused(operator("POST", f"/contacts/{other}/part")) == (409, "in-use")
    unknown = operator("POST", f"/contacts/{other}/merge", json={"into": "nobody"})
    assert refused(unknown) == (404, "unknown")


def test_a_person_is_given_all_that_is_kept_and_then_nothing_is(
    server: Server, crm: Program, operator: Program, olena: str
) -> None:
    talk = crm.begin(contact=olena, entry="call_me")["id"]
    crm.tell(talk, "said", text="Olena Kovalenko")
    exported = operator("GET", f"/contacts/{olena}/export")
    assert exported.status_code == 200
    assert exported.text.count("Olena Kovalenko") >= 2
    assert OLENA["address"] in exported.text
    receipt = operator("DELETE", f"/contacts/{olena}").json()
    assert (receipt["contact"], receipt["conversations"]) == (olena, 1)
    assert refused(crm("GET", f"/contacts/{olena}")) == (404, "unknown")
    assert refused(crm("GET", f"/conversations/{talk}")) == (404, "unknown")
    did = [one.what for one in server.run(server.house.store.audits)]
    assert did[:2] == ["erased the contact over the API", "exported the contact over the API"]


def test_the_list_goes_on_with_its_cursor(crm: Program, operator: Program) -> None:
    made = [
        crm.post("/contacts", gateway="sms", address=f"+38050111223{digit}")["id"]
        for digit in range(5)
    ]
    found: list[str] = []
    cursor = ""
    for _ in range(3):
        page = operator.get("/contacts", cursor=cursor, limit=2)
        found += [one["id"] for one in page["contacts"]]
        cursor = page["next"]
    assert (sorted(found), cursor) == (sorted(made), "")


def test_no_address_is_logged(crm: Program, olena: str, caplog: pytest.LogCaptureFixture) -> None:
    crm.begin(channel="sms", **OLENA)
    assert OLENA["address"] not in caplog.text
