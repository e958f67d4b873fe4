from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import msgspec
import pytest
from starlette.testclient import WebSocketTestSession

from flowengine.desk import items
from flowengine.host.desk.masking import pseudonym
from flowengine.server.desk import board_socket, connection
from flowengine.server.socket import FORBIDDEN, NOT_UNDERSTOOD
from tests.server.desk.conftest import Office, opened_office
from tests.server.desk.station import ORIGIN
from tests.server.desk.test_board import waits


@pytest.fixture
def office(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Office]:
    """Pings and looks come fast here, so that nobody waits for them."""
    monkeypatch.setattr(connection, "PING", 0.02)
    monkeypatch.setattr(board_socket, "REST", 0.0)
    with opened_office(tmp_path) as found:
        yield found


@contextmanager
def watching(office: Office, name: str, query: str = "") -> Iterator[WebSocketTestSession]:
    office.become(name)
    path = f"/desk/board/socket{query}"
    with office.client.websocket_connect(path, headers=ORIGIN) as socket:
        socket.send_json({"type": "hello", "device": "board"})
        yield socket


def told(socket: WebSocketTestSession, kind: str) -> dict[str, Any]:
    """The next frame of this kind; pings are answered."""
    while True:
        frame: dict[str, Any] = socket.receive_json()
        if frame["type"] == "ping":
            socket.send_json({"type": "pong"})
        if frame["type"] == kind:
            return frame


def closed(socket: WebSocketTestSession) -> int:
    while (message := socket.receive())["type"] != "websocket.close":
        pass
    code: int = message["code"]
    return code


def test_a_board_is_told_whole_and_then_what_changes(office: Office) -> None:
    with watching(office, "sofia") as socket:
        first = told(socket, "snapshot")
        assert first["number"] == 1
        assert first["held"]["talks"] == {}
        assert first["held"]["queues"]["advice"]["waiting"] == "0"
        item = waits(office, priority=items.URGENT)
        office.do(_ring, office)
        change = told(socket, "change")
        assert change["number"] == 2
        assert change["put"]["talks"][item.id]["name"] == pseudonym(item)
        assert change["put"]["total"]["total"]["light"] == "red"
        socket.send_json({"type": "sync", "id": "s1"})
        assert told(socket, "took")["id"] == "s1"
        assert told(socket, "snapshot")["number"] > 2


async def _ring(office: Office) -> None:
    office.house.desk.bell.ring("desk")


def test_a_wall_is_told_no_name_of_anybody(office: Office) -> None:
    item = waits(office, brief="Iryna")
    with watching(office, "sofia", "?wall=1") as socket:
        frame = told(socket, "snapshot")
        assert set(frame["held"]) == {"total", "queues"}
        for name in (pseudonym(item), "Olena", "Iryna", item.id):
            assert name not in json.dumps(frame)


def test_another_supervisors_queues_are_not_told(office: Office) -> None:
    waits(office)
    with watching(office, "petra") as socket:
        held = told(socket, "snapshot")["held"]
        assert (held["queues"], held["talks"], held["agents"]) == ({}, {}, {})


def test_agents_are_told_nothing_and_nothing_is_done_over_it(office: Office) -> None:
    with watching(office, "olena") as socket:
        assert closed(socket) == FORBIDDEN
    with watching(office, "sofia") as socket:
        told(socket, "snapshot")
        socket.send_json({"type": "accept", "id": "a1", "token": "t"})
        assert closed(socket) == NOT_UNDERSTOOD


def test_who_is_no_supervisor_any_more_is_shown_nothing_more(office: Office) -> None:
    with watching(office, "sofia") as socket:
        told(socket, "snapshot")
        user = office.user("sofia")
        after = msgspec.structs.replace(user, disabled=True, version=user.version + 1)
        assert office.do(office.store.write_user, after)
        office.do(_ring, office)
        while (message := socket.receive())["type"] != "websocket.close":
            if "ping" in message.get("text", ""):
                socket.send_json({"type": "pong"})
        assert message["code"] == connection.SIGNED_OUT
