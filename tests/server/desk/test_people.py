from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowengine.desk.people import AGENT, SUPERVISOR
from tests.server.desk.conftest import GOOD, ORIGIN, Office, opened_office

FILLED = {
    "shown": "Olena K.",
    "role": ["agent", "supervisor"],
    "queue": ["advice", "*"],
    "language__en": "0",
    "language__fa": "4",
    "skills": "legal:3, trauma",
    "cap__voice": "1",
    "cap__chat": "2",
    "cap__async": "0",
}


def test_the_list_says_who_there_is_and_how_they_get_in(office: Office) -> None:
    office.with_password("sofia")
    office.do(office.house.people.disable, office.user("ivan"), by="test")
    office.become("ada")
    page = office.get("/desk/users")
    assert "Ada &lt;b&gt;" in page
    assert page.count("no password yet") == 4
    assert page.count("disabled</span>") == 1
    assert page.count("can sign in") == 1
    assert "all queues" in page
    assert 'href="/desk/new-user"' in page
    office.become("sofia")
    assert 'href="/desk/new-user"' not in office.get("/desk/users")


def test_somebody_is_added_and_changed_by_the_same_form(office: Office) -> None:
    office.become("ada")
    assert "advice" in office.get("/desk/new-user")
    answer = office.post("/desk/new-user", name="New.One", **FILLED)
    assert answer.headers["location"] == "/desk/users/new.one?notice=user_added"
    user = office.user("new.one")
    assert (user.shown, user.roles, user.queues) == (
        "Olena K.",
        (AGENT, SUPERVISOR),
        ("advice", "*"),
    )
    assert (user.languages, user.skills) == ({"fa": 4}, {"legal": 3, "trauma": 5})
    assert user.caps == {"voice": 1, "chat": 2, "async": 0}
    page = office.get(answer.headers["location"])
    assert "They need a link" in page
    assert 'value="legal:3, trauma:5"' in page
    assert re.search(r'value="4" selected', page)
    changed = {**FILLED, "shown": "<i>", "queue": "advice", "version": "1"}
    assert office.post("/desk/users/new.one", **changed).status_code == 303
    assert office.user("new.one").queues == ("advice",)
    assert "&lt;i&gt;" in office.get("/desk/users/new.one")
    assert ("user/ada", "user changed: shown <i>, queues advice", "user/new.one") in office.audits()


MISTAKES: list[tuple[dict[str, object], str]] = [
    ({"name": "Ол"}, "small letters"),
    ({"name": "olena"}, "already"),
    ({"name": "new", "role": []}, "one or more of the roles"),
    ({"name": "new", "role": "king"}, "one or more of the roles"),
    ({"name": "new", "queue": "a b"}, "no name of a queue"),
    ({"name": "new", "skills": "legal:x"}, "no name with a number"),
    ({"name": "new", "cap__chat": "99"}, "no number of conversations"),
    ({"name": "new", "language__en": "9"}, "no language with a level"),
]


def test_what_makes_no_sense_is_told_and_what_was_typed_stays(office: Office) -> None:
    office.become("ada")
    for changed, told in MISTAKES:
        answer = office.post("/desk/new-user", **{**FILLED, **changed})
        assert answer.status_code == 400, changed
        assert told in answer.text
        assert 'value="Olena K."' in answer.text
    names = {one.name for one in office.do(office.house.people.all)}
    assert names == {"olena", "ivan", "sofia", "petra", "ada", "august"}


def test_nobody_writes_over_what_somebody_else_has_changed(office: Office) -> None:
    office.become("ada")
    assert office.post("/desk/users/olena", **FILLED, version="1").status_code == 303
    answer = office.post("/desk/users/olena", **{**FILLED, "shown": "Late"}, version="1")
    assert answer.status_code == 400
    assert "meanwhile" in answer.text
    assert "Late" not in answer.text
    assert office.user("olena").shown == "Olena K."


def test_a_link_is_shown_once_to_who_made_it_and_works(office: Office) -> None:
    office.become("ada")
    page = office.post("/desk/users/olena/invite")
    assert page.headers["cache-control"] == "no-store"
    link = re.search(r'value="(http://localhost/desk/welcome/[\w-]{43})"', page.text)
    assert link
    office.client.cookies.clear()
    form = {"password": GOOD, "again": GOOD}
    assert office.client.post(link[1], data=form, headers=ORIGIN).status_code == 303
    assert office.sign_in("olena", GOOD).status_code == 303


def test_who_is_disabled_is_signed_out_and_can_be_let_in_again(office: Office) -> None:
    secret = office.become("olena")
    office.become("ada")
    assert office.post("/desk/users/olena/able", disabled="yes").status_code == 303
    office.client.cookies.clear()
    office.client.cookies.set("desk", secret)
    assert office.client.get("/desk/me").status_code == 303
    office.become("ada")
    assert "Enable again" in office.get("/desk/users/olena")
    assert office.post("/desk/users/olena/able", disabled="no").status_code == 303
    assert not office.user("olena").disabled
    answer = office.post("/desk/users/ada/able", disabled="yes")
    assert answer.status_code == 409
    assert "last administrator" in answer.text


def test_a_second_factor_is_taken_off_by_an_administrator(office: Office) -> None:
    import msgspec

    user = msgspec.structs.replace(office.user("olena"), second=b"x", version=2)
    office.do(office.store.write_user, user)
    office.become("ada")
    assert "second-off" in office.get("/desk/users/olena")
    assert office.post("/desk/users/olena/second-off").status_code == 303
    assert not office.user("olena").second


def test_supervisors_look_and_change_nothing(office: Office) -> None:
    office.become("sofia")
    page = office.get("/desk/users/olena")
    assert "disabled>" in page
    assert "<button>Keep" not in page
    office.become("ada")
    for name in ("nobody", "%00", "ada%2F"):
        assert office.client.get(f"/desk/users/{name}").status_code == 404


def test_a_supervisor_sees_who_answers_a_queue_of_theirs(office: Office) -> None:
    office.become("petra")
    page = office.get("/desk/users")
    assert [name for name in ("Ivan", "Petra", "Sofia") if name not in page] == []
    assert [name for name in ("Olena", "Ada", "August") if name in page] == []
    assert "Ivan" in office.get("/desk/users/ivan")
    for name in ("olena", "ada", "august"):
        assert "not allowed" in office.get(f"/desk/users/{name}", 403)
    office.become("ada")
    assert "Olena" in office.get("/desk/users")


def test_a_house_can_take_away_what_its_roles_may(office: Office) -> None:
    from flowengine.desk.permissions import read

    office.house.permissions = read("user.read = []\nuser.write = []")
    office.become("ada")
    for address in ("/desk/users", "/desk/users/olena", "/desk/new-user"):
        assert "not allowed" in office.get(address, 403)
    for address in ("/desk/new-user", "/desk/users/olena", "/desk/users/olena/invite"):
        assert office.post(address, **FILLED).status_code == 403


@pytest.mark.slow
def test_people_are_managed_on_postgresql_too(tmp_path: Path, postgresql: str) -> None:
    with opened_office(tmp_path, address=postgresql) as office:
        office.become("ada")
        assert office.post("/desk/new-user", name="new", **FILLED).status_code == 303
        assert office.post("/desk/users/olena", **FILLED, version="1").status_code == 303
        assert office.post("/desk/users/olena", **FILLED, version="1").status_code == 400
        assert office.post("/desk/users/new/able", disabled="yes").status_code == 303
        office.with_password("sofia")
        assert office.sign_in("sofia", GOOD).status_code == 303
        assert office.do(office.store.verify) == ()
