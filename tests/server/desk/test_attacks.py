"""What an attacker sends over a page of their own: nothing breaks, and nobody else notices."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from flowengine.server.desk import connection
from flowengine.server.desk import socket as module
from flowengine.server.socket import FORBIDDEN, NOT_UNDERSTOOD
from flowengine.server.wire import FRAME
from tests.server.desk.conftest import Office, opened_office
from tests.server.desk.station import Person, connected, furnish, station

# Control characters that PostgreSQL does not keep, that turn a line round, or end one.
HOSTILE = ("a\x00b", "\x1b[2J", "a\r\nSet-Cookie: x", "\u202eevil", "{{ 7 * 7 }}", "<b>&")


@pytest.fixture(params=["sqlite", pytest.param("postgresql", marks=pytest.mark.slow)])
def office(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Office]:
    monkeypatch.setattr(module, "REST", 0.0)
    kind = request.param
    (tmp_path / "flows").mkdir()
    furnish(tmp_path / "flows")
    address = "" if kind == "sqlite" else request.getfixturevalue("postgresql")
    with opened_office(tmp_path, address=address) as found:
        yield found


def test_whatever_an_agent_writes_is_kept_or_refused_and_the_page_goes_on(office: Office) -> None:
    with station(office, "olena") as page:
        page.ready()
        person = Person(office).says("1", "rent")
        item = page.accepts()["id"]
        for text in HOSTILE:
            for kind in ("say", "remark"):
                answer = page.ask(kind, item=item, text=text)
                assert answer.get("code", "") not in ("busy", "failed"), (kind, text)
        assert "<b>&" in person.heard()
        assert not [one for one in person.heard() if "\x00" in one]
        page.does("finish", item=item)
        answer = page.ask("close", item=item, outcome="Test", note="a\x00b")
        assert answer.get("code", "") not in ("busy", "failed")


@pytest.mark.parametrize(
    "frame",
    [
        '{"type":"say","id":"m","item":"i","text":"' + "x" * FRAME + '"}',
        '{"type":"say","id":"m","item":"i\\u0000","text":"x"}',
        '{"type":"say","id":"m","item":"i","text":"\\ud800"}',
        "[" * 10_000,
        '{"type":"raise","id":"m","item":"i","priority":1e999}',
        '{"type":"callback","id":"m","item":"i","result":"x","when":NaN}',
        '{"type":"say","id":"m","item":"i","text":"x","by":"u3"}',
    ],
    ids=["long", "nul", "surrogate", "deep", "infinite", "nan", "more fields"],
)
def test_what_is_no_message_of_a_page_ends_it(office: Office, frame: str) -> None:
    with station(office, "olena") as page:
        page.socket.send_text(frame)
        assert page.closed() == NOT_UNDERSTOOD


def test_pages_that_never_say_hello_count_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(connection, "PAGES", 1)
    office.become("olena")
    with connected(office) as silent:
        for _ in range(3):
            with connected(office) as page:
                assert page.closed() == 1013
        silent.socket.send_json({"type": "hello", "device": "d"})
        silent.until(lambda: silent.number)


@pytest.mark.parametrize("path", ["/desk/socket", "/desk/board/socket"])
def test_a_page_says_nothing_before_hello_whatever_it_sends(office: Office, path: str) -> None:
    office.become("sofia")
    for first in ('{"type":"sync","id":"m"}', '{"type":"hello","device":"d","user":"u1"}', "\x00"):
        with office.client.websocket_connect(
            path, headers={"origin": "http://testserver"}
        ) as socket:
            socket.send_text(first)
            told = socket.receive_json()
            assert (told["type"], told["code"]) == ("refused", "not-understood")
            assert socket.receive()["code"] in (NOT_UNDERSTOOD, FORBIDDEN)
