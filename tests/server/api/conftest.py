"""The API on a small desk with a real store, and programs that ask it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx2
import pytest
from starlette.testclient import TestClient

from flowengine.host.access import API, OPERATOR
from flowengine.host.gateways.setting import Setting
from flowengine.host.house import House
from flowengine.server.api.routes import TOP
from flowengine.server.app import application
from flowengine.store.opening import opened

SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"
DESK = """flow desk "The desk"
channels chat, sms

entry call_me "Call me back" -> name

slots
  campus: text, from page
  phone: phone

queue people

start:
  say "Welcome, {{ campus or 'stranger' }}."
  -> main

menu main "What would you like?"
  1 "Leave a name" -> name
  2 "A person" -> person
  3 "Nothing" -> bye
  4 "A text" -> text

name:
  ask name: text "Your name?"
  save "Name" = name
  tag conversation "named"
  say "Thank you, {{ name }}."
  -> main

person:
  handoff people
    on nobody: say "Nobody is here." -> main
  end

text:
  ask phone "Your phone number?"
  send sms to phone "You were here."
  -> main

bye:
  say "Goodbye."
  end
"""


@dataclass
class Program:
    """A program with its token."""

    client: TestClient
    secret: str

    def __call__(self, method: str, path: str, **more: Any) -> httpx2.Response:
        headers = {"authorization": f"Bearer {self.secret}", **more.pop("headers", {})}
        return self.client.request(method, TOP + path, headers=headers, **more)

    def get(self, path: str, **query: Any) -> Any:
        answer = self("GET", path, params=query)
        assert answer.status_code == 200, answer.text
        return answer.json()

    def post(self, path: str, *, status: Any = 200, key: Any = "", **body: Any) -> Any:
        headers = {"idempotency-key": key} if key else {}
        answer = self("POST", path, json=body, headers=headers)
        assert answer.status_code == status, answer.text
        return answer.json()

    def begin(self, **wanted: Any) -> Any:
        return self.post("/conversations", **{"status": 201, "flow": "desk", **wanted})

    def tell(self, conversation: str, event: str, *, key: str = "", **about: Any) -> Any:
        return self.post(f"/conversations/{conversation}/events", key=key, event=event, **about)


@dataclass
class Server:
    client: TestClient
    house: House

    def run(self, verb: Any, *arguments: Any, **named: Any) -> Any:
        """Await something of the host in the server's own loop."""
        assert self.client.portal is not None
        return self.client.portal.call(lambda: verb(*arguments, **named))

    def program(self, name: str = "crm", role: str = API, days: int = 0) -> Program:
        _, secret = self.run(self.house.access.issue, name, role, days)
        return Program(self.client, secret)


@pytest.fixture
def server(tmp_path: Path) -> Iterator[Server]:
    flows = tmp_path / "flows"
    flows.mkdir()
    (flows / "desk.flow").write_text(DESK, encoding="utf-8")
    house = House(
        flows,
        opened(tmp_path / "store.db"),
        secrets={"webhook_crm": SECRET},
        private=frozenset(("crm.local",)),
        gateways=[Setting("sms", "webhook", "https://sms.example.org/", "sms", secret="crm")],
    )
    house.read()
    app = application(house, watch=False)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield Server(client, house)


@pytest.fixture
def crm(server: Server) -> Program:
    return server.program()


@pytest.fixture
def operator(server: Server) -> Program:
    return server.program("olena", OPERATOR)
