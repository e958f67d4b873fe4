from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from flowengine.server.desk.demo import own
from tests.server.desk.conftest import ORIGIN, Office, opened_office


@pytest.fixture
def shown(tmp_path: Path) -> Iterator[Office]:
    """A server of a demonstration."""
    with opened_office(tmp_path, demo=True) as office:
        yield office


def test_a_newcomer_comes_from_the_first_page_to_the_console_by_two_clicks(shown: Office) -> None:
    assert 'href="/desk"' in shown.get("/")
    door = shown.client.get("/desk").headers["location"]
    page = shown.get(door)
    for name in ("olena", "marko", "sofia"):
        assert f'name="user" value="{name}"' in page
    assert "Demonstration." in page
    answer = shown.client.post("/desk/demo", data={"user": "olena"}, headers=ORIGIN)
    assert (answer.status_code, answer.headers["location"]) == (303, "/desk")
    for address in ("/desk", "/desk/me"):
        assert 'class="demo"' in shown.get(address)
    assert ("user/olena", "signed in", "user/olena") in shown.audits()


def test_an_agent_is_ready_at_once_and_no_break_is_ended_by_it(shown: Office) -> None:
    def enters(name: str) -> str:
        shown.client.post("/desk/demo", data={"user": name}, headers=ORIGIN)
        found = shown.do(shown.house.store.standings)
        return next((one.status for one in found if one.agent == f"demo-{name}"), "")

    assert enters("olena") == "ready"
    assert enters("sofia") == ""
    user = next(one for one in shown.do(shown.house.store.users) if one.name == "olena")
    shown.do(shown.house.desk.set_status, user, "break")
    assert enters("olena") == "break"


ELSEWHERE: list[tuple[tuple[str, int], str, dict[str, str]]] = [
    (("192.0.2.1", 1), "localhost", {}),
    (("127.0.0.1", 1), "hotline.example.org", {}),
    (("127.0.0.1", 1), "192.0.2.7", {}),
    (("127.0.0.1", 1), "localhost", {"x-forwarded-for": "127.0.0.1"}),
    (("127.0.0.1", 1), "localhost", {"forwarded": "for=192.0.2.1"}),
    (("127.0.0.1", 1), "localhost", {"via": "1.1 proxy"}),
]


def browser(office: Office, host: str, client: tuple[str, int]) -> TestClient:
    found = TestClient(
        office.client.app, base_url=f"http://{host}", client=client, follow_redirects=False
    )
    found.portal = office.client.portal
    return found


def test_nobody_from_elsewhere_is_let_in(shown: Office) -> None:
    """Nor through a proxy, nor by a name that leads to this machine (DNS rebinding)."""
    for client, host, headers in ELSEWHERE:
        given = {"origin": f"http://{host}", **headers}
        other = browser(shown, host, client)
        answer = other.post("/desk/demo", data={"user": "sofia"}, headers=given)
        assert answer.status_code == 403, (client, host, headers)
        assert "set-cookie" not in answer.headers


def test_on_this_machine_it_is_open_by_each_of_its_names(shown: Office) -> None:
    for host in ("localhost", "127.0.0.1", "[::1]"):
        other = browser(shown, f"{host}:8000", ("::1", 1))
        given = {"origin": f"http://{host}:8000"}
        assert other.post("/desk/demo", data={"user": "marko"}, headers=given).status_code == 303


def test_only_users_of_the_demonstration_are_let_in_so(shown: Office) -> None:
    shown.do(shown.house.people.add, "ada", by="test", roles=("administrator",))
    shown.do(shown.house.people.disable, shown.user("marko"), by="test")
    for name in ("ada", "nobody", "", "marko"):
        assert (
            shown.client.post("/desk/demo", data={"user": name}, headers=ORIGIN).status_code == 404
        )
    for headers in ({}, {"origin": "http://evil.example"}):
        answer = shown.client.post("/desk/demo", data={"user": "olena"}, headers=headers)
        assert answer.status_code == 403


def test_another_server_has_no_such_door(office: Office) -> None:
    assert 'href="/desk"' not in office.get("/")
    assert "/desk/demo" not in office.get("/desk/sign-in")
    answer = office.client.post("/desk/demo", data={"user": "olena"}, headers=ORIGIN)
    assert answer.status_code == 404


@pytest.mark.parametrize(
    ("address", "found"),
    [
        ("127.0.0.1", True),
        ("127.1.2.3", True),
        ("::1", True),
        ("[::1]", True),
        ("10.0.0.1", False),
        ("0.0.0.0", False),  # noqa: S104 - compared
        ("localhost", False),  # a name is not an address
        ("", False),
    ],
)
def test_an_address_of_this_machine_is_one_no_other_reaches(address: str, found: bool) -> None:
    assert own(address) is found
