"""What somebody tries who wants to be let in as somebody else, at the door and after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from argon2 import PasswordHasher
from starlette.testclient import TestClient
from uvicorn.middleware.proxy_headers import ProxyHeadersMiddleware

from flowengine.host.access import OPERATOR
from flowengine.host.passwords import Passwords
from flowengine.server.desk import signing
from flowengine.server.operators import signing as operators
from flowengine.server.uploads import saved
from flowengine.server.users import COOKIE
from tests.server.desk.conftest import GOOD, ORIGIN, Office, opened_office
from tests.server.desk.test_matrix import EXPECTED, filled

WRONG = "not this one, no"
PAGES = sorted(
    kind_path.partition(" ")[2]
    for kind_path, let_in in EXPECTED.items()
    if kind_path.startswith("GET /desk") and let_in is not None
)


@pytest.fixture(scope="module")
def shared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """With somebody who may everything; for tests that change nothing."""
    with opened_office(tmp_path_factory.mktemp("intruder")) as office:
        roles = ("agent", "supervisor", "administrator", "auditor")
        office.do(office.house.people.add, "nina", roles=roles, queues=("*",), by="test")
        yield office


def other(office: Office, address: str, app: Any = None) -> TestClient:
    """A browser elsewhere, without any cookie."""
    found = TestClient(
        app or office.client.app,
        base_url="http://localhost",
        client=(address, 1),
        follow_redirects=False,
    )
    found.portal = office.client.portal
    return found


def behind_proxy(office: Office) -> Any:
    """The desk with a proxy on its own machine; the two name the same shapes differently."""
    app: Any = office.client.app
    return ProxyHeadersMiddleware(app, "127.0.0.1")


def tries(client: TestClient, name: str = "sofia", **headers: str) -> int:
    form = {"name": name, "password": WRONG}
    return client.post("/desk/sign-in", data=form, headers={**ORIGIN, **headers}).status_code


def test_a_session_that_was_planted_is_never_taken_over(office: Office) -> None:
    office.with_password("sofia")
    office.client.cookies.set(COOKIE, "planted")
    answer = office.sign_in("sofia", GOOD)
    given = answer.cookies[COOKIE]
    assert given != "planted"
    assert len(given) >= 43  # 256 bits
    again = office.sign_in("sofia", GOOD).cookies[COOKIE]
    assert again != given
    office.client.cookies.clear()
    office.client.cookies.set(COOKIE, "planted")
    assert office.client.get("/desk/me").status_code == 303


@pytest.mark.parametrize("room", ["desk", "operators"])
def test_no_cookie_of_a_session_is_read_by_a_script_or_sent_from_elsewhere(
    office: Office, room: str
) -> None:
    office.with_password("ada")
    _, token = office.do(office.house.access.issue, "Vera", OPERATOR)
    form = {"name": "ada", "password": GOOD, "token": token}
    for site, secure in (("http://localhost", False), ("https://localhost", True)):
        answer = office.client.post(f"{site}/{room}/sign-in", data=form, headers={"origin": site})
        assert answer.status_code == 303
        cookie = answer.headers["set-cookie"].lower()
        assert "httponly" in cookie
        assert "samesite=strict" in cookie
        assert "domain=" not in cookie
        assert ("secure" in cookie) is secure


def test_whether_there_is_somebody_of_that_name_takes_no_time_to_tell(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each wrong try costs one comparison of the same costs, whoever it is about."""
    costs: list[str] = []

    class Counting(PasswordHasher):
        def verify(self, hash: Any, password: Any) -> Any:  # noqa: A002 - the library's name
            costs.append(str(hash).split("$")[3])
            return super().verify(hash, password)

    hashes = Passwords(Counting(time_cost=1, memory_cost=8, parallelism=1))
    monkeypatch.setattr(office.house.credentials, "_passwords", hashes)
    office.with_password("sofia")
    office.with_password("ivan")
    office.do(office.house.people.disable, office.user("ivan"), by="test")
    for name in ("sofia", "ivan", "olena", "nobody", "", "' or 1=1 --"):
        costs.clear()
        assert tries(office.client, name) == 401
        assert costs == ["m=8,t=1,p=1"], name


def test_names_that_nobody_has_are_slowed_as_others_are(office: Office) -> None:
    codes = [tries(other(office, f"192.0.2.{number}"), "nobody") for number in range(31)]
    assert codes == [401] * 30 + [429]


@pytest.mark.parametrize("name", ["x-forwarded-for", "forwarded", "x-real-ip", "client-ip"])
def test_no_header_makes_somebody_another_sender(office: Office, name: str) -> None:
    stranger = other(office, "198.51.100.7", behind_proxy(office))
    codes = [
        tries(stranger, f"name{number}", **{name: f"203.0.113.{number}"}) for number in range(11)
    ]
    assert codes == [401] * 10 + [429]


def test_behind_a_proxy_the_one_that_the_proxy_saw_counts(office: Office) -> None:
    """Whatever stands before it in the header, the sender may have written."""
    behind = other(office, "127.0.0.1", behind_proxy(office))
    told = [f"203.0.113.{number}, 198.51.100.7" for number in range(11)]
    codes = [
        tries(behind, f"name{number}", **{"x-forwarded-for": one})
        for number, one in enumerate(told)
    ]
    assert codes == [401] * 10 + [429]
    assert tries(behind, "olena", **{"x-forwarded-for": "198.51.100.8"}) == 401


@pytest.mark.parametrize(
    "wanted",
    [
        "//evil.example", "https://evil.example", "javascript:alert(1)", "/\\evil.example",
        "/desk\\@evil.example", "/desk/\\evil", "/desk//evil.example", "/%2f%2fevil.example",
        "\t//evil.example", " //evil.example", "/desk.evil.example", "/chat/help", "/desk/sign-in",
        "/operators//evil.example", "/operators/\\evil", "@evil.example",
    ],
)  # fmt: skip
def test_after_it_nobody_is_led_to_another_site(wanted: str) -> None:
    assert signing._wanted(wanted) == ""
    assert operators._wanted(wanted) == ""


@pytest.mark.parametrize("address", PAGES)
def test_no_page_of_somebody_is_kept_by_a_cache(shared: Office, address: str) -> None:
    shared.become("nina")
    answer = shared.client.get(filled(address))
    assert answer.headers["cache-control"] == "no-store"
    assert "set-cookie" not in answer.headers


def test_after_signing_out_the_browser_shows_nothing_of_it_again(shared: Office) -> None:
    for room in ("desk", "operators"):
        shared.become("nina")
        answer = shared.post(f"/{room}/sign-out")
        assert answer.headers["clear-site-data"] == '"cache"'
        assert "Max-Age=0" in answer.headers["set-cookie"]


@pytest.mark.parametrize(
    "name",
    ["../../etc/passwd.txt", "a\r\nSet-Cookie: x=1.txt", '"; filename="evil.exe.txt',
     "\u202etxt.exe.txt", "con.txt", "=cmd|' /C calc'!A0.txt", "-rf.txt", "a" * 5_000, "\x00.txt",
     "кіт.txt", "گزارش\u200cها.txt"],
)  # fmt: skip
def test_whatever_a_file_is_called_its_name_is_one_harmless_name(name: str) -> None:
    from flowengine.host.media.names import fit_name

    kept = fit_name(name, ("txt",))
    assert len(kept) <= 104
    assert kept.isprintable() or "\u200c" in kept
    assert not set(kept) & set('/\\:*?"<>|')
    head = saved(kept, "text/plain", b"").headers["content-disposition"]
    assert head.isascii()
    assert head.isprintable()
    assert head.count('"') == 2
    assert head.startswith("attachment; ")


def test_a_link_that_is_old_or_used_says_the_same_as_none(office: Office) -> None:
    credentials = office.house.credentials
    used = office.do(credentials.invite, office.user("olena"), by="test")
    form = {"password": GOOD, "again": GOOD}
    address = f"/desk/welcome/{used}"
    assert office.client.post(address, data=form, headers=ORIGIN).status_code == 303
    office.client.cookies.clear()
    replaced = office.do(credentials.invite, office.user("ivan"), by="test")
    office.do(credentials.invite, office.user("ivan"), by="test")
    told = {office.get(f"/desk/welcome/{one}", 409) for one in (used, replaced, "none", "x" * 43)}
    assert len(told) == 1
