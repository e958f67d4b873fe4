"""Nobody sees or does anything here who has not signed in, or whose form came from elsewhere."""

from __future__ import annotations

import time
from typing import Any

import pytest

from flowengine.server.operators import sessions
from flowengine.server.operators.guard import COOKIE, SIGN_IN, TOP
from flowengine.server.operators.routes import OPERATORS
from flowengine.store.verbs import StoreError
from tests.server.operators.conftest import ORIGIN, Desk

FILLED = {"conversation": "talk1", "upload": "file1", "flow": "shop", "contact": "person1"}


def filled(path: str) -> str:
    for name, value in FILLED.items():
        path = path.replace(f"{{{name}}}", value)
    assert "{" not in path
    return path


PAGES = [filled(path) for method, path, _ in OPERATORS if method == "GET"]
ACTIONS = [filled(path) for method, path, _ in OPERATORS if method == "POST"]


@pytest.mark.parametrize("address", PAGES)
def test_no_page_is_shown_to_a_stranger(stranger: Desk, address: str) -> None:
    for cookie in ("", "forged", "fe_" + "A" * 43):
        stranger.client.cookies.set(COOKIE, cookie)
        answer = stranger.client.get(address)
        assert answer.status_code == 303
        assert answer.headers["location"].startswith(SIGN_IN)


@pytest.mark.parametrize("address", ACTIONS)
def test_no_action_is_done_for_a_stranger(stranger: Desk, address: str) -> None:
    answer = stranger.client.post(address, data={"form": "0" * 64}, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, SIGN_IN)
    assert stranger.calls == []


FOREIGN: list[dict[str, str]] = [
    {},
    {"origin": "null"},
    {"origin": "http://evil.example"},
    {"origin": "http://testserver.evil.example"},
    {"sec-fetch-site": "cross-site", **ORIGIN},
    {"sec-fetch-site": "same-site", **ORIGIN},
    {"sec-fetch-site": "none", **ORIGIN},
]


@pytest.mark.parametrize("address", ACTIONS)
def test_no_action_is_done_for_a_form_of_another_site(desk: Desk, address: str) -> None:
    desk.talk()
    for headers in FOREIGN:
        answer = desk.client.post(address, data={"form": desk.form()}, headers=headers)
        assert answer.status_code == 403, headers
    assert desk.calls == []


@pytest.mark.parametrize("address", ACTIONS)
def test_no_action_is_done_without_the_proof_of_the_session(desk: Desk, address: str) -> None:
    desk.talk()
    for form in ({}, {"form": ""}, {"form": "0" * 64}, {"form": "ż" * 64}):
        answer = desk.client.post(address, data=form, headers=ORIGIN)
        assert answer.status_code in (400, 403), form  # an empty body is no form at all
    assert desk.calls == []
    assert [what for _, what, _ in desk.audits()][-1] == "signed in"


def test_a_form_that_is_json_is_refused(desk: Desk) -> None:
    answer = desk.client.post(f"{TOP}/sign-out", json={"form": desk.form()}, headers=ORIGIN)
    assert answer.status_code == 400


def test_a_browser_that_says_where_a_form_comes_from_needs_no_origin(desk: Desk) -> None:
    form = {"form": desk.form()}
    headers = {"sec-fetch-site": "same-origin"}
    answer = desk.client.post(f"{TOP}/sign-out", data=form, headers=headers)
    assert answer.headers["location"] == SIGN_IN


def test_revoking_the_token_ends_its_sessions_at_once(stranger: Desk) -> None:
    token, secret = stranger.token()
    stranger.sign_in(secret)
    assert stranger.client.get(TOP).status_code == 200
    assert stranger.do(stranger.house.access.revoke, token.id)
    assert stranger.client.get(TOP).status_code == 303


def test_a_session_ends_after_half_a_day(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    now = time.time()
    for hours, status in ((sessions.HOURS - 0.1, 200), (sessions.HOURS + 0.1, 303)):
        monkeypatch.setattr(time, "time", lambda hours=hours: now + hours * 3600)
        assert desk.client.get(TOP).status_code == status


def test_every_answer_is_kept_by_no_cache_and_runs_nothing_foreign(desk: Desk) -> None:
    for address in (TOP, SIGN_IN, f"{TOP}/conversations/nobody", f"{TOP}/audit"):
        headers = desk.client.get(address).headers
        assert headers["cache-control"] == "no-store"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"
        # With `no-referrer` browsers send `Origin: null` with a form on plain HTTP.
        assert headers["referrer-policy"] == "same-origin"


@pytest.mark.parametrize(
    "address", ["/conversations/no", "/contacts/no", "/message?key=no", "/versions/no/roll-back"]
)
def test_what_is_not_there_is_said_on_a_page(desk: Desk, address: str) -> None:
    page = desk.get(address, 404)
    assert "There is nothing here." in page
    assert 'action="/operators/sign-out"' in page  # and the way around is still there


def test_a_store_that_fails_is_no_trace_on_the_page(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_values: Any, **_more: Any) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(desk.store, "search", fails)
    shown = desk.get("/conversations", 503)
    assert "The store does not answer" in shown
    assert "disk" not in shown


def test_too_many_requests_of_one_neighbourhood_wait(desk: Desk) -> None:
    desk.client.app.state.requests._burst = 0  # type: ignore[attr-defined]
    desk.client.app.state.requests._senders.clear()  # type: ignore[attr-defined]
    page = desk.get("/audit", 429)
    assert "too fast" in page
    assert "Not just now." in page  # nothing was to be done
