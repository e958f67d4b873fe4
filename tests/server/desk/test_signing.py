from __future__ import annotations

import logging
import re
import time

import pyotp
import pytest

from flowengine.host.second import SECONDS
from flowengine.server.users import COOKIE
from tests.server.desk.conftest import GOOD, ORIGIN, Office


def test_who_knows_the_password_is_let_in_and_it_is_written_down(office: Office) -> None:
    office.with_password("sofia")
    answer = office.sign_in("Sofia", GOOD)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk/board")
    cookie = answer.headers["set-cookie"].lower()
    assert cookie.startswith(f"{COOKIE}=")
    for part in ("httponly", "samesite=strict", "path=/;"):
        assert part in cookie
    assert office.client.get("/desk/me").status_code == 200
    assert ("user/sofia", "signed in", "user/sofia") in office.audits()


def test_on_a_secure_connection_the_cookie_is_for_secure_ones_only(office: Office) -> None:
    office.with_password("sofia")
    form = {"name": "sofia", "password": GOOD}
    headers = {"origin": "https://localhost"}
    answer = office.client.post("https://localhost/desk/sign-in", data=form, headers=headers)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_whatever_is_wrong_the_answer_is_the_same(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.with_password("sofia")
    office.with_password("ivan")
    office.do(office.house.people.disable, office.user("ivan"), by="test")
    caplog.set_level(logging.DEBUG)
    told = set()
    for name, password in (
        ("sofia", "not this one, no"),
        ("nobody", GOOD),
        ("olena", GOOD),  # has none yet
        ("olena", ""),
        ("ivan", GOOD),  # disabled
        ("sofia'--", GOOD),
        ("\ud800", GOOD),
    ):
        answer = office.client.post(
            "/desk/sign-in",
            content=f"name={name}&password={password}".encode("utf-8", "surrogatepass"),
            headers={**ORIGIN, "content-type": "application/x-www-form-urlencoded"},
        )
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
        told.add(re.sub('(id="name".*) value="[^"]*"', r"\1", answer.text))  # but what they typed
    assert len(told) == 1
    assert "sofia" not in caplog.text
    assert GOOD not in caplog.text


def test_tries_are_few_and_what_turns_out_well_is_none(office: Office) -> None:
    office.with_password("sofia")
    for _ in range(12):
        assert office.sign_in("sofia", GOOD).status_code == 303
    office.client.cookies.clear()
    found = [office.sign_in("sofia", "not this one, no").status_code for _ in range(11)]
    assert found == [401] * 10 + [429]
    answer = office.sign_in("Sofia", GOOD, next="/desk/reports")  # nor with the right one
    assert answer.status_code == 429
    # It is the door still, with what was wanted, and says how long: nobody looks for it anew.
    assert "Wait half a minute" in answer.text
    for kept in ('value="Sofia"', 'name="next" value="/desk/reports"', 'action="/desk/sign-in"'):
        assert kept in answer.text
    assert "aria-invalid" not in answer.text


def test_who_tries_again_has_only_the_rest_to_type(office: Office) -> None:
    page = office.sign_in("<Sofia>", "not this one, no").text
    name, password = (
        next(one for one in page.split("<input") if f'id="{key}"' in one)
        for key in ("name", "password")
    )
    assert 'value="&lt;Sofia&gt;"' in name
    assert "autofocus" not in name
    assert "autofocus" in password
    assert "value=" not in password


def test_the_name_that_is_tried_counts_from_wherever_it_is(office: Office) -> None:
    from starlette.testclient import TestClient

    office.with_password("sofia")
    assert office.sign_in("sofia", GOOD).status_code == 303
    codes = []
    for number in range(4):
        other = TestClient(
            office.client.app,
            base_url="http://localhost",
            client=(f"192.0.2.{number}", 1),
            follow_redirects=False,
        )
        other.portal = office.client.portal
        for _ in range(8):
            form = {"name": "sofia", "password": "not this one, no"}
            codes.append(other.post("/desk/sign-in", data=form, headers=ORIGIN).status_code)
    assert codes == [401] * 30 + [429] * 2
    # Where she has signed in before she is not kept out, nor may anybody guess on from there.
    assert office.sign_in("sofia", GOOD).status_code == 303
    found = [office.sign_in("sofia", "not this one, no").status_code for _ in range(11)]
    assert found == [401] * 10 + [429]


def test_a_form_of_another_site_is_no_try(office: Office) -> None:
    for headers in ({}, {"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}):
        answer = office.client.post("/desk/sign-in", data={"name": "x"}, headers=headers)
        assert answer.status_code == 403


WANTED = {
    "/desk/users?x=1": "/desk/users?x=1",
    "/operators/audit": "/operators/audit",
    "": "/desk/users",
    "//evil.example": "/desk/users",
    "/desk//evil.example": "/desk/users",
    "/desk/\\evil": "/desk/users",
    "https://evil.example/desk/": "/desk/users",
    "/desk/sign-in": "/desk/users",
}


def test_after_it_one_is_where_one_wanted_to_be(office: Office) -> None:
    office.with_password("ada")
    leads = {one: office.sign_in("ada", GOOD, next=one).headers["location"] for one in WANTED}
    assert leads == WANTED


def test_who_only_wants_to_look_comes_back_after_signing_in(office: Office) -> None:
    answer = office.client.get("/desk/users/ada?a=1")
    assert answer.headers["location"] == "/desk/sign-in?next=%2Fdesk%2Fusers%2Fada%3Fa%3D1"
    assert 'value="/desk/users/ada?a=1"' in office.get(answer.headers["location"])
    assert office.client.get("/desk").headers["location"] == "/desk/sign-in"


def test_signing_out_ends_this_session_for_ever(office: Office) -> None:
    other = office.become("sofia")
    secret = office.become("sofia")
    answer = office.post("/desk/sign-out")
    assert answer.headers["location"] == "/desk/sign-in"
    assert answer.headers["clear-site-data"] == '"cache"'
    for shown, status in ((secret, 303), (other, 200)):
        office.client.cookies.clear()
        office.client.cookies.set(COOKIE, shown)
        assert office.client.get("/desk/me").status_code == status


def following(app: pyotp.TOTP, used: int) -> str:
    """A code that is good now and was not used then, wherever the half minutes end meanwhile."""
    return app.at(max(int(time.time()), used + SECONDS))


def test_with_a_second_factor_a_code_is_asked_for(office: Office) -> None:
    user = office.with_password("sofia")
    credentials = office.house.credentials
    address, pending = credentials.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    began = int(time.time())
    office.do(credentials.confirm_second, user, pending, app.at(began))
    assert office.sign_in("sofia", GOOD).status_code == 401
    code = following(app, began)
    assert office.sign_in("sofia", GOOD, code).status_code == 303
    assert office.sign_in("sofia", GOOD, code).status_code == 401  # once


def test_a_link_lets_somebody_choose_a_password_once(office: Office) -> None:
    secret = office.do(office.house.credentials.invite, office.user("olena"), by="test")
    address = f"/desk/welcome/{secret}"
    assert "olena" in office.get(address)
    for form, told in (
        ({"password": "short", "again": "short"}, "12 to 200 characters"),
        ({"password": GOOD, "again": GOOD + "x"}, "not the same"),
        ({}, "12 to 200"),
    ):
        answer = office.client.post(address, data=form or {"x": "y"}, headers=ORIGIN)
        assert answer.status_code == 400
        assert told in answer.text
    good = {"password": GOOD, "again": GOOD}
    assert office.client.post(address, data=good).status_code == 403  # no page of ours
    answer = office.client.post(address, data=good, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    assert office.client.get("/desk/me").status_code == 200
    assert office.client.post(address, data=good, headers=ORIGIN).status_code == 409
    assert "used already" in office.get(address, 409)


def test_a_link_is_no_way_around_a_second_factor(office: Office) -> None:
    user = office.with_password("sofia")
    credentials = office.house.credentials
    address, pending = credentials.second.begun(user)
    app = pyotp.parse_uri(address)
    assert isinstance(app, pyotp.TOTP)
    began = int(time.time())
    office.do(credentials.confirm_second, user, pending, app.at(began))
    secret = office.do(credentials.invite, office.user("sofia"), by="test")
    other = "another horse and battery"
    answer = office.client.post(
        f"/desk/welcome/{secret}", data={"password": other, "again": other}, headers=ORIGIN
    )
    assert answer.headers["location"] == "/desk/sign-in"
    assert office.client.get("/desk/me").status_code == 303
    assert office.sign_in("sofia", other).status_code == 401
    assert office.sign_in("sofia", other, following(app, began)).status_code == 303


def test_links_cannot_be_tried_out(office: Office) -> None:
    form = {"password": GOOD, "again": GOOD}
    codes = [
        office.client.post(f"/desk/welcome/{number}", data=form, headers=ORIGIN).status_code
        for number in range(12)
    ]
    assert codes == [409] * 10 + [429] * 2
