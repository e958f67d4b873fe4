from __future__ import annotations

import logging
from urllib.parse import quote

import pytest
from starlette.testclient import TestClient

from flowengine.host.access import API
from flowengine.host.tries import SENDER
from flowengine.server.operators import sessions
from flowengine.server.operators.guard import COOKIE, SIGN_IN, TOP
from tests.server.operators.conftest import ORIGIN, Desk


def test_who_shows_an_operators_token_is_let_in_and_it_is_written_down(stranger: Desk) -> None:
    token, secret = stranger.token("Olena <b>")
    answer = stranger.sign_in(secret)
    assert (answer.status_code, answer.headers["location"]) == (303, TOP)
    assert secret not in answer.headers["set-cookie"]
    assert "Olena &lt;b&gt;" in stranger.get("")
    assert ("Olena <b>", "signed in", f"token/{token.id}") in stranger.audits()


def test_the_cookie_is_for_this_room_and_no_script(stranger: Desk) -> None:
    _, secret = stranger.token()
    cookie = stranger.sign_in(secret).headers["set-cookie"].lower()
    assert f"path={TOP}" in cookie
    assert "httponly" in cookie
    assert "samesite=strict" in cookie
    assert f"max-age={sessions.HOURS * 3600}" in cookie
    assert "secure" not in cookie  # plain HTTP, or nobody could sign in on their own machine


def test_on_https_the_cookie_is_never_sent_in_the_clear(stranger: Desk) -> None:
    _, secret = stranger.token()
    secure = TestClient(stranger.client.app, base_url="https://testserver", follow_redirects=False)
    secure.portal = stranger.client.portal
    headers = {"origin": "https://testserver"}
    answer = secure.post(SIGN_IN, data={"token": secret}, headers=headers)
    assert "secure" in answer.headers["set-cookie"].lower()


def test_a_wrong_token_opens_nothing_and_stands_in_no_log(
    stranger: Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    _, program = stranger.token("A program", API)
    for wrong in ("", "x", "fe_" + "A" * 43, program, "\ud800".encode("utf-8", "surrogatepass")):
        answer = stranger.client.post(SIGN_IN, data={"token": wrong}, headers=ORIGIN)
        assert answer.status_code == 401
        assert "set-cookie" not in answer.headers
    assert program not in caplog.text
    assert stranger.client.get(TOP).status_code == 303


def test_a_session_is_no_token_to_sign_in_with(desk: Desk) -> None:
    """Else it could be made to last for ever."""
    assert desk.sign_in(desk.client.cookies[COOKIE]).status_code == 401


def test_a_form_of_another_site_signs_nobody_in(stranger: Desk) -> None:
    _, secret = stranger.token()
    for headers in ({"origin": "http://evil.example"}, {"sec-fetch-site": "cross-site"}, {}):
        answer = stranger.client.post(SIGN_IN, data={"token": secret}, headers=headers)
        assert answer.status_code == 403


def test_guessing_is_slowed_down(stranger: Desk) -> None:
    _, secret = stranger.token()
    for _ in range(int(SENDER.burst)):
        assert stranger.sign_in("fe_" + "B" * 43).status_code == 401
    answer = stranger.sign_in(secret)
    assert answer.status_code == 429
    assert "Wait half a minute" in answer.text
    assert 'id="token"' in answer.text  # the door still


def test_a_whole_office_can_sign_in_at_once(stranger: Desk) -> None:
    _, secret = stranger.token()
    for _ in range(int(SENDER.burst) + 5):
        assert stranger.sign_in(secret).status_code == 303


def test_signing_out_ends_the_session_for_every_copy_of_the_cookie(desk: Desk) -> None:
    cookie = desk.client.cookies[COOKIE]
    answer = desk.post("/sign-out")
    assert answer.headers["location"] == SIGN_IN
    assert COOKIE not in desk.client.cookies
    desk.client.cookies.set(COOKIE, cookie)
    assert desk.client.get(TOP).status_code == 303
    assert desk.audits()[-1][:2] == ("Olena", "signed out")


def test_after_signing_in_one_is_where_one_wanted_to_go(stranger: Desk) -> None:
    door = stranger.client.get(f"{TOP}/outbox?state=ambiguous").headers["location"]
    assert door == f"{SIGN_IN}?next={quote('/operators/outbox?state=ambiguous', safe='')}"
    assert 'value="/operators/outbox?state=ambiguous"' in stranger.client.get(door).text
    _, secret = stranger.token()
    data = {"token": secret, "next": "/operators/outbox?state=ambiguous"}
    answer = stranger.client.post(SIGN_IN, data=data, headers=ORIGIN)
    assert answer.headers["location"] == "/operators/outbox?state=ambiguous"


@pytest.mark.parametrize(
    "wanted",
    ["//evil.example", "https://evil.example", "/operators/../..//evil.example", "/chat/shop",
     "/operators/\\evil.example", "/operatorsevil", SIGN_IN, "javascript:alert(1)"],
)  # fmt: skip
def test_no_link_leads_elsewhere_after_signing_in(stranger: Desk, wanted: str) -> None:
    _, secret = stranger.token()
    data = {"token": secret, "next": wanted}
    answer = stranger.client.post(SIGN_IN, data=data, headers=ORIGIN)
    assert answer.headers["location"] == TOP
