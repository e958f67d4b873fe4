from __future__ import annotations

import re
import time

import pyotp

from flowengine.host.second import SECONDS
from flowengine.server.desk.me import drawn
from tests.server.desk.conftest import GOOD, Office, opened_office

OTHER = "staple and other words"


def test_ones_own_password_is_changed_and_other_pages_are_signed_out(office: Office) -> None:
    office.with_password("olena")
    other = office.become("olena")
    office.become("olena")
    for given, told in (
        ({"old": "wrong", "password": OTHER, "again": OTHER}, "old password is not right"),
        ({"old": GOOD, "password": OTHER, "again": "x"}, "not the same"),
        ({"old": GOOD, "password": "short", "again": "short"}, "12 to 200"),
    ):
        answer = office.post("/desk/me/password", **given)
        assert answer.status_code == 400
        assert told in answer.text
        # Where the page is long the trouble is out of sight: the field has the focus, and says it.
        field = answer.text.partition('id="old"')[2].partition(">")[0]
        assert field.endswith('autofocus aria-invalid="true" aria-describedby="wrong"')
        assert answer.text.count('id="wrong"') == answer.text.count("autofocus") == 1
    answer = office.post("/desk/me/password", old=GOOD, password=OTHER, again=OTHER)
    assert answer.headers["location"] == "/desk/me?notice=password_changed"
    assert "signed out everywhere else" in office.get(answer.headers["location"])
    office.client.cookies.clear()
    office.client.cookies.set("desk", other)
    assert office.client.get("/desk/me").status_code == 303
    assert office.sign_in("olena", OTHER).status_code == 303


def test_a_page_that_was_left_open_is_not_enough_for_another_second_factor(office: Office) -> None:
    """Whoever sits down at it would else lock its owner out, and come back by a code of theirs."""
    user = office.with_password("olena")
    address, pending = office.house.credentials.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    office.do(office.house.credentials.confirm_second, user, pending, app.now())
    office.become("olena")
    page = office.post("/desk/me/second", password=GOOD)
    found = re.search(r'name="pending" value="([^"]+)"', page.text)
    assert found
    code = app_of(page.text).now()
    answer = office.post("/desk/me/second/confirm", pending=found[1], code=code)
    assert answer.status_code == 409
    assert "by a code of it" in answer.text
    kept = office.user("olena")
    assert office.house.credentials.second.secret(kept, kept.second) == app.secret


def test_a_page_that_was_left_open_is_not_enough_to_guess_the_password(office: Office) -> None:
    office.with_password("olena")
    office.become("olena")
    given = {"old": "wrong", "password": OTHER, "again": OTHER}
    codes = [office.post("/desk/me/password", **given).status_code for _ in range(11)]
    assert codes == [400] * 10 + [429]


def test_wrong_passwords_of_others_beside_them_keep_nobody_from_their_own_page(
    office: Office,
) -> None:
    office.with_password("olena")
    assert [office.sign_in("ivan", "wrong").status_code for _ in range(11)][-1] == 429
    office.become("olena")
    answer = office.post("/desk/me/password", old=GOOD, password=OTHER, again=OTHER)
    assert answer.status_code == 303


def app_of(page: str) -> pyotp.TOTP:
    secret = re.search(r'<code dir="ltr">([A-Z2-7 ]+)</code>', page)
    assert secret
    return pyotp.TOTP(secret[1].replace(" ", ""))


def test_a_second_factor_is_set_up_by_a_code_and_taken_off_by_one(office: Office) -> None:
    office.with_password("olena")
    office.become("olena")
    for wrong in ("", "not this one, no"):
        refused = office.post("/desk/me/second", password=wrong)
        assert refused.status_code == 400
        assert "This password is not right." in refused.text
        assert "<svg" not in refused.text
    page = office.post("/desk/me/second", password=GOOD).text
    assert "<svg" in page
    app = app_of(page)
    pending = re.search(r'name="pending" value="([^"]+)"', page)
    assert pending
    answer = office.post("/desk/me/second/confirm", pending=pending[1], code="000")
    assert answer.status_code == 400
    assert app_of(answer.text).secret == app.secret  # the same picture, to try again
    began = int(time.time())
    code = app.at(began)
    assert office.post("/desk/me/second/confirm", pending=pending[1], code=code).status_code == 303
    assert "asked for a code" in office.get("/desk/me")
    assert office.post("/desk/me/second/off", code="000").status_code == 400
    later = app.at(max(int(time.time()), began + SECONDS))  # one that was not used yet
    assert office.post("/desk/me/second/off", code=later).status_code == 303
    assert not office.user("olena").second
    assert office.post("/desk/me/second/off", code="").status_code == 303  # there is none


def test_what_is_sent_back_must_be_what_was_sealed_for_them(office: Office) -> None:
    office.with_password("olena")
    office.become("olena")
    page = office.post("/desk/me/second", password=GOOD).text
    pending = re.search(r'name="pending" value="([^"]+)"', page)
    assert pending
    office.become("ivan")
    answers = [
        office.post("/desk/me/second/confirm", pending=given, code="123456").status_code
        for given in (pending[1], "", "x", "ż", "AAAA")
    ]
    assert set(answers) <= {400, 409}
    assert not office.user("ivan").second


def test_without_a_key_it_is_said_who_can_help(tmp_path_factory: object) -> None:
    path = tmp_path_factory.mktemp("keyless")  # type: ignore[attr-defined]
    with opened_office(path, desk_key="") as office:
        office.become("olena")
        assert "FLOWENGINE_DESK_KEY" in office.get("/desk/me")
        assert office.post("/desk/me/second").status_code == 409


def test_the_picture_is_drawn_without_anything_that_a_page_could_run() -> None:
    picture = drawn('otpauth://totp/x?secret=ABC&issuer="><script>')
    assert picture.startswith("<svg")
    assert "script" not in picture
    assert "style=" not in picture


def test_the_language_of_the_pages_is_kept_with_the_user_and_by_the_browser(
    office: Office,
) -> None:
    office.become("olena")
    answer = office.post("/desk/me/language", language="en")
    assert "desk-language=en" in answer.headers["set-cookie"]
    assert "path=/;" in answer.headers["set-cookie"].lower()
    assert office.user("olena").reads == "en"
    answer = office.post("/desk/me/language", language="<x>")
    assert "Max-Age=0" in answer.headers["set-cookie"]
    assert office.user("olena").reads == ""
    assert not [what for who, what, _ in office.audits() if who.endswith("olena")]
