from __future__ import annotations

from typing import Any

import pytest

from flowengine.server.desk.guard import SIGN_IN
from flowengine.server.rates import Rate
from flowengine.store.verbs import StoreError
from tests.server.desk.conftest import ORIGIN, Office


def test_every_answer_is_kept_by_no_cache_and_runs_nothing_foreign(office: Office) -> None:
    office.become("ada")
    for address in (SIGN_IN, "/desk/me", "/desk/users", "/desk/users/nobody", "/desk"):
        headers = office.client.get(address).headers
        assert headers["cache-control"] == "no-store"
        assert headers["referrer-policy"] == "same-origin"
        assert headers["content-security-policy"].startswith("default-src 'none'")
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-frame-options"] == "DENY"


def test_what_is_not_for_a_role_is_said_on_a_page_with_a_way_on(office: Office) -> None:
    office.become("august")
    page = office.get("/desk/users", 403)
    assert "not for your role" in page
    assert 'href="/operators/audit"' in page
    assert 'action="/desk/sign-out"' in page


def test_the_way_around_has_what_is_ones_own(office: Office) -> None:
    ways = {
        "olena": ["/desk"],
        "sofia": ["/desk", "/desk/board", "/desk/reports", "/desk/users", "/desk/reveal"],
        "ada": ["/desk/users", "/operators"],
        "august": ["/desk/reports", "/operators/audit"],
    }
    for name, wanted in ways.items():
        office.become(name)
        nav = office.get("/desk/me").partition("<nav")[2].partition("</nav>")[0]
        assert [part.partition('"')[0] for part in nav.split('href="')[1:]] == wanted
        assert all(office.client.get(address).status_code == 200 for address in wanted)


def test_a_form_of_a_session_before_is_refused_in_words(office: Office) -> None:
    office.become("olena")
    old = office.form
    office.become("olena")
    answer = office.client.post("/desk/sign-out", data={"form": old}, headers=ORIGIN)
    assert answer.status_code == 403
    assert "older than your sign-in" in answer.text


BACK = {
    "http://localhost/desk/users/ada?notice=user_added": "/desk/users/ada",
    "http://localhost/desk/reveal?item=i1": "/desk/reveal?item=i1",
    "http://localhost/desk/me/password": "/desk/me",  # nothing is to be looked at there
    "http://localhost/desk/nowhere/at/all": "",
    "http://localhost/operators": "",
    "http://localhost//evil.example/desk/me": "",
    "http://evil.example/desk/me": "",
    "": "",
}


def test_who_is_refused_goes_on_where_they_were(office: Office) -> None:
    office.become("ada")
    ways = {}
    for came in BACK:
        sent = {**ORIGIN, "referer": came}
        answer = office.client.post("/desk/sign-out", data={"form": "x"}, headers=sent)
        assert answer.status_code == 403
        way = answer.text.partition('<a class="talk" href="')[2].partition("</a>")[0]
        ways[came] = "" if way == '/desk/users">Go on' else way.removesuffix('">Back')
    assert ways == BACK


def test_what_is_too_much_is_not_now_and_nothing_was_to_be_done(office: Office) -> None:
    office.become("olena")
    office.client.app.state.requests = Rate(burst=0, per_second=0.001)  # type: ignore[attr-defined]
    page = office.get("/desk/me", 429)
    assert "Not just now." in page
    assert "too fast" in page


def test_a_store_that_fails_is_no_trace_on_the_page(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fails(*_values: Any, **_more: Any) -> None:
        raise StoreError("the disk is full")

    office.become("ada")
    monkeypatch.setattr(office.store, "users", fails)
    page = office.get("/desk/users", 503)
    assert "The store does not answer" in page
    assert "disk" not in page


def test_an_auditor_reads_who_did_what_and_leaves(office: Office) -> None:
    office.become("august")
    page = office.get("/operators/audit")
    nav = page.partition("<nav")[2].partition("</nav>")[0]
    assert nav.count("href=") == 1
    assert "user/august" in page
    office.get("/operators/conversations", 403)
    answer = office.client.post("/operators/sign-out", data={"form": office.form}, headers=ORIGIN)
    assert answer.status_code == 303
    assert office.client.get("/desk/me").status_code == 303


def test_what_an_administrator_does_among_the_operators_is_written_down_as_theirs(
    office: Office,
) -> None:
    office.become("ada")
    assert 'href="/desk/me"' in office.get("/operators")
    office.get("/operators/contacts")
    assert ("user/ada", "looked through contacts", "") in office.audits()
