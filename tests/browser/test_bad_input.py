"""Bad input over real sockets: refused in words or cut off, while everybody else goes on."""

from __future__ import annotations

import json
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.browser.conftest import Server

pytestmark = pytest.mark.slow


def begin(server: Server) -> dict[str, Any]:
    opened = httpx2.post(f"{server.address}/api/chat/food_bank", json={}, timeout=60)
    found: dict[str, Any] = opened.json()
    return found


@contextmanager
def open_socket(server: Server, opened: dict[str, Any]) -> Iterator[ClientConnection]:
    address = server.address.replace("http", "ws")
    with connect(f"{address}/ws/{opened['conversation']}", proxy=None) as connection:
        connection.send(json.dumps({"type": "hello", "token": opened["token"], "since": 99}))
        assert json.loads(connection.recv())["type"] == "news"
        yield connection


def answered(connection: ClientConnection, text: str) -> bool:
    """True when the flow answers to these words."""
    connection.send(json.dumps({"type": "say", "id": os.urandom(4).hex(), "text": text}))
    frames = [json.loads(connection.recv()) for _ in range(2)]
    return {frame["type"] for frame in frames} == {"news", "took"}


def a_megabyte_of_json(server: Server) -> str:
    with open_socket(server, begin(server)) as connection:
        connection.send('{"type":"say","id":"m","text":"' + "x" * 1_000_000 + '"}')
        with pytest.raises(ConnectionClosed) as closed:
            connection.recv()
        assert closed.value.rcvd is not None
        return closed.value.rcvd.reason


def ten_megabytes_of_text(server: Server) -> str:
    answer = httpx2.post(
        f"{server.address}/api/chat/food_bank",
        content=b"x" * 10_000_000,
        headers={"content-type": "application/json"},
        timeout=60,
    )
    assert answer.status_code == 413
    text: str = answer.json()["text"]
    return text


def control_characters(server: Server) -> str:
    with open_socket(server, begin(server)) as connection:
        connection.send(json.dumps({"type": "say", "id": "m", "text": "\x00\x1b[2J"}))
        text: str = json.loads(connection.recv())["text"]
        return text


def a_forged_token(server: Server) -> str:
    opened = begin(server)
    answer = httpx2.get(
        f"{server.address}/api/conversations/{opened['conversation']}/lines",
        headers={"authorization": "Bearer forged"},
        timeout=60,
    )
    assert answer.status_code == 403
    text: str = answer.json()["text"]
    return text


def bytes_that_are_no_http(server: Server) -> str:
    host, port = server.address.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port))) as raw:
        raw.sendall(b"\x16\x03\x01\x00\xff" * 100 + b"\r\n\r\n")
        raw.settimeout(60)
        return raw.recv(1_000).decode("latin-1")


@pytest.mark.parametrize(
    ("attack", "told"),
    [
        (a_megabyte_of_json, "exceeds limit"),
        (ten_megabytes_of_text, "too large"),
        (control_characters, "cannot be read"),
        (a_forged_token, "not yours"),
        (bytes_that_are_no_http, "400 Bad Request"),
    ],
)
def test_bad_input_is_refused_and_others_are_not_touched(
    server: Server, attack: Callable[[Server], str], told: str
) -> None:
    with open_socket(server, begin(server)) as neighbour:
        assert answered(neighbour, "opening hours")
        assert told in attack(server)
        assert answered(neighbour, "yes")


def test_a_flow_that_breaks_while_it_is_served_goes_on_as_it_was(
    server: Server,
) -> None:
    """Nothing half-loaded is served; here the folder is our own copy of the examples."""
    flow = server.flows / "food_bank.flow"
    good = flow.read_text(encoding="utf-8")
    with open_socket(server, begin(server)) as neighbour:
        flow.write_text(good.replace("menu main", "menu 'main"), encoding="utf-8")
        server.tells("Not taken: food_bank has mistakes")
        assert answered(neighbour, "opening hours")
        assert begin(server)["lines"][0]["text"].startswith("Hello, this is the Podil Food Bank.")
        flow.write_text(good.replace("Hello, this is", "Welcome to"), encoding="utf-8")
        server.tells("Serving food_bank")
        assert begin(server)["lines"][0]["text"].startswith("Welcome to")
        assert answered(neighbour, "yes")
