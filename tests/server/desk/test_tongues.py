"""No word of a page stands outside the catalogue: in a language that nobody speaks none is left."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.desk.people import ADMINISTRATOR, SUPERVISOR
from flowengine.server import wording
from flowengine.server.desk import pages, words
from tests.server.desk.conftest import GOOD, PEOPLE, Office, opened_office
from tests.server.desk.test_board import pulled, waits
from tests.server.marking import foreign, marked, unmarked, wide

# Names of people, queues, flows and zones; addresses that are typed; what is called so everywhere.
KNOWN = (
    *(one.shown for one in PEOPLE), *(one.name for one in PEOPLE),
    "advice legal help Help more UTC CSAT ASA AHT SL Erlang CSV PDF QR nobody Nina nina",
    "Jan Feb Mar Apr May Jun Jul Aug Sep Sept Oct Nov Dec",  # as its tables have them
)  # fmt: skip
PAGES = (
    "/desk", "/desk/board", "/desk/board/wall", "/desk/board/queues/advice",
    "/desk/board/agents/u1", "/desk/board/items/i1", "/desk/board/items/i2", "/desk/users",
    "/desk/users/olena", "/desk/new-user", "/desk/me", "/desk/reveal", "/desk/reports",
    "/desk/reports?by=agent", "/desk/reports?by=channel", "/desk/reports/flows",
    "/desk/reports/staffing?queue=advice&calls=12&aht=300",
    "/desk/reports/staffing?queue=advice&calls=12&aht=300&try=yes",
    "/desk/reports/staffing?queue=advice&day=2026-11-23",
)  # fmt: skip


@pytest.fixture(scope="module")
def strange(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with somebody who waits, somebody who is talked with, and one who may all."""
    found = marked("flowengine.server.desk")
    with pytest.MonkeyPatch.context() as patch:
        folder: Path = tmp_path_factory.mktemp("strange")
        with opened_office(folder) as office:
            by = {"by": "test", "queues": ("*",)}
            roles = (SUPERVISOR, ADMINISTRATOR)
            office.do(office.house.people.add, "nina", shown="Nina", roles=roles, **by)
            office.with_password("nina")
            pulled(office, waits(office, "i1"), "olena")
            waits(office, "i2", "legal", priority=3)
            patch.setattr(words, "spoken", lambda: found)
            patch.setattr(pages, "spoken", lambda: found)
            patch.setattr(wording, "sentences", foreign)
            yield office


@pytest.mark.parametrize("address", PAGES)
def test_no_word_of_a_page_is_outside_the_catalogue(strange: Office, address: str) -> None:
    strange.become("nina")
    answer = strange.client.get(address)
    assert answer.status_code == 200, answer.text
    assert unmarked(answer.text, KNOWN) == set()


def test_nor_of_those_that_nobody_has_signed_in_for(strange: Office) -> None:
    strange.client.cookies.clear()
    assert unmarked(strange.get("/desk/sign-in"), KNOWN) == set()
    secret = strange.do(strange.house.credentials.invite, strange.user("olena"), by="test")
    assert unmarked(strange.get(f"/desk/welcome/{secret}"), KNOWN) == set()
    assert unmarked(strange.get("/desk/welcome/none", 409), KNOWN) == set()


def test_nor_of_answers_to_forms(strange: Office) -> None:
    strange.become("nina")
    for address, fields in (
        ("/desk/new-user", {"name": "olena", "role": "agent"}),
        ("/desk/new-user", {"name": "O O", "role": "agent"}),
        ("/desk/me/second", {"password": "no"}),
        ("/desk/me/second", {"password": GOOD}),
        ("/desk/users/olena/invite", {}),
        ("/desk/reveal", {"item": "i9", "reason": "1"}),
        ("/desk/board/queues/advice/switch", {"kind": "surge", "words": ""}),
        ("/desk/me/password", {"old": "1", "password": "2", "again": "3"}),
    ):
        answer = strange.post(address, **fields)
        known = (*KNOWN, "olena koval localhost")
        assert unmarked(answer.text, known) == set(), address


@pytest.mark.parametrize(
    ("page", "left"),
    [
        ("<p>Hello</p>", {"Hello"}),
        (f"<p>{wide('Hello')} <b>you</b></p>", {"you"}),
        ('<p title="Hello">1</p><input aria-label="Name">', {"Hello", "Name"}),
        ('<script>var no</script><option lang="hr">hrvatski</option><p>in</p>', {"in"}),
    ],
)
def test_a_word_outside_is_found(page: str, left: set[str]) -> None:
    assert unmarked(page) == left
