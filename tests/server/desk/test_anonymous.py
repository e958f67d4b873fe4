"""A person in an anonymous queue, and what our people are sent of them: no way to reach them."""

from __future__ import annotations

import logging
from pathlib import Path

import msgspec
import pytest

from flowengine.desk.people import SUPERVISOR, User
from flowengine.server.desk import socket as module
from tests.server.desk.conftest import opened_office
from tests.server.desk.station import Person, furnish, station

NUMBER, LETTERS = "+380501234567", "ann@example.org"
PIECES = ("50123", "123 45 67", "example.org")
PAGES = (
    "/desk",
    "/desk/board",
    "/desk/board/wall",
    "/desk/board/queues/legal",
    "/desk/board/agents/u2",
    "/desk/reports",
    "/desk/reports/table.csv",
    "/desk/reveal?item={item}",
    "/desk/board/items/{item}",
    "/desk/users",
)


def test_nothing_that_our_people_are_sent_says_where_to_reach_them(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG, "flowengine")
    monkeypatch.setattr(module, "REST", 0.0)
    (tmp_path / "flows").mkdir()
    furnish(tmp_path / "flows")
    with opened_office(tmp_path) as office:
        head = User(
            id="u9", name="head", shown="Head", roles=(SUPERVISOR,), queues=("legal",), version=1
        )
        assert office.do(office.store.write_user, head)
        with station(office, "ivan") as ivan:
            ivan.ready()
            sent: list[str] = []
            receive = ivan.socket.receive_json

            def kept() -> object:
                frame = receive()
                sent.append(msgspec.json.encode(frame).decode())
                return frame

            monkeypatch.setattr(ivan.socket, "receive_json", kept)
            office.client.cookies.clear()
            person = Person(office).says("3", f"I am at {NUMBER}, or 050 123 45 67")
            item = ivan.accepts()["id"]
            ivan.does("open", item=item)
            person.says(f"Or write to {LETTERS}")
            person.sends(f"{NUMBER}.txt", b"A note.")
            ivan.until(lambda: len(ivan.texts(item)) >= 5 and "txt" in str(ivan.lines))
            known = ivan.does("context", item=item)["context"]
            assert known["anonymous"]
            ivan.does("why", item=item)
            (file,) = [one for one in ivan.lines[item] if one.get("reference")]
            upload = file["reference"]["upload"]
            office.become("ivan")
            given = office.client.get(f"/desk/items/{item}/files/{upload}")
            assert given.status_code == 200
            sent.append(str(given.headers))
            office.become("head")
            sent += [office.get(page.format(item=item)) for page in PAGES]
            assert "Contact" in sent[-2]
            sent += [str(office.do(office.store.entries)), str(office.audits()), caplog.text]
            assert office.do(office.store.audit_head)
    found = [(piece, one[:300]) for one in sent for piece in PIECES if piece in one]
    assert found == []
