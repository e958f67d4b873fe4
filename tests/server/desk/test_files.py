"""Files of agents, sent as the console sends them."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from flowengine.server.protect import UPLOAD
from flowengine.server.rates import Rate
from tests.host.media import samples
from tests.server.desk.conftest import ORIGIN, Office, opened_office
from tests.server.desk.station import Person, Station, furnish, station

PHOTO = samples.ALL["jpg"]
SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>'


@pytest.fixture
def line(tmp_path: Path) -> Iterator[Office]:
    (tmp_path / "flows").mkdir()
    furnish(tmp_path / "flows")
    with opened_office(tmp_path) as found:
        yield found


@pytest.fixture
def talk(line: Office) -> Iterator[tuple[Office, Person, str]]:
    """Olena talks with somebody; the id of the item."""
    with station(line, "olena") as page:
        page.ready()
        person = asking(line)
        yield line, person, accepted(page)


def asking(office: Office) -> Person:
    person = Person(office)
    person.says("a person", "a form")
    return person


def accepted(page: Station) -> str:
    item: str = page.accepts()["id"]
    return item


def put(office: Office, item: str, body: Any = PHOTO, **how: Any) -> Any:
    name, number = how.get("name", "map.jpg"), how.get("number", "f1")
    return office.client.put(
        f"/desk/items/{item}/files/{number}",
        content=body,
        params={"name": name},
        headers=how.get("headers", ORIGIN),
    )


def lines_of(person: Person) -> list[dict[str, Any]]:
    return [one for one in person.lines() if one["side"] == "agent"]


def test_the_person_gets_it_freed_of_its_place_and_nobody_else(
    talk: tuple[Office, Person, str],
) -> None:
    office, person, item = talk
    assert put(office, item).status_code == 204
    assert put(office, item).status_code == 204  # the answer was lost, the file was not
    (line,) = lines_of(person)
    assert (line["kind"], line["text"], line["by"]) == ("photo", "map.jpg", "Olena")
    upload = line["reference"]["upload"]
    answer = person.file(upload)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/jpeg")
    assert "attachment" in answer.headers["content-disposition"]
    assert "sandbox" in answer.headers["content-security-policy"]
    assert samples.SECRET in PHOTO
    assert samples.SECRET not in answer.content
    own = office.client.get(f"/desk/items/{item}/files/{upload}")
    assert own.content == answer.content
    office.become("ivan")
    assert put(office, item, number="f2").status_code == 403
    assert len(lines_of(person)) == 1


@pytest.mark.parametrize(
    ("name", "body", "code"),
    [
        ("plan.svg", SVG, "wrong-type"),
        ("plan.jpg", SVG, "wrong-type"),
        ("photo.jpg", b"MZ\x90\x00" + bytes(64), "wrong-type"),
        ("page.html", b"<html><script>alert(1)</script></html>", "wrong-type"),
        ("paper.pdf", PHOTO + b"%PDF-1.4", "wrong-type"),
        ("nothing.txt", b"", "wrong-type"),
        ("half.jpg", PHOTO[:40], "wrong-type"),
    ],
)
def test_what_it_is_decides_and_not_what_it_is_called(
    talk: tuple[Office, Person, str], name: str, body: bytes, code: str
) -> None:
    office, person, item = talk
    answer = put(office, item, body, name=name)
    assert (answer.status_code, answer.json()["code"]) == (415, code)
    assert lines_of(person) == []


def test_what_hides_behind_a_picture_is_cut_off(talk: tuple[Office, Person, str]) -> None:
    office, person, item = talk
    assert put(office, item, PHOTO + b"PK\x03\x04" + SVG).status_code == 204
    (line,) = lines_of(person)
    assert SVG not in person.file(line["reference"]["upload"]).content


def test_too_large_is_told_whatever_length_is_announced(talk: tuple[Office, Person, str]) -> None:
    office, person, item = talk

    def pieces() -> Iterator[bytes]:
        for _ in range(UPLOAD // 65_536 + 1):
            yield bytes(65_536)

    for body in (bytes(UPLOAD + 1), pieces()):
        answer = put(office, item, body)
        assert (answer.status_code, answer.json()["code"]) == (413, "too-large")
    assert lines_of(person) == []


@pytest.mark.parametrize(
    "headers", [{}, {"origin": "http://evil.example"}, {**ORIGIN, "sec-fetch-site": "cross-site"}]
)
def test_no_other_page_sends_in_somebodys_name(
    talk: tuple[Office, Person, str], headers: dict[str, str]
) -> None:
    office, person, item = talk
    answer = put(office, item, headers=headers)
    assert answer.status_code == 403
    assert lines_of(person) == []


def test_what_cannot_be_is_told_in_one_sentence(talk: tuple[Office, Person, str]) -> None:
    office, _, item = talk
    assert put(office, "no-such-item").status_code == 404
    assert put(office, item, number="n" * 65).json()["code"] == "not-understood"
    assert put(office, item, name="n" * 256).json()["code"] == "not-understood"
    state: Any = office.client.app.state  # type: ignore[attr-defined]
    state.uploads = Rate(burst=0, per_second=0.001)
    answer = put(office, item, number="f9")
    assert (answer.status_code, answer.json()["code"]) == (429, "too-fast")
    office.client.cookies.clear()
    assert put(office, item).status_code == 303
