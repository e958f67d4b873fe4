"""From a turn to a subscriber: a real server is posted to, and checks who it was.

On PostgreSQL too: what the API relies on of a store (one conversation for one key, rows in their
order, pages) is asked of both.
"""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from starlette.testclient import TestClient

from flowengine.host.gateways import signing
from flowengine.host.house import House
from flowengine.server.app import application
from flowengine.store.opening import opened
from tests.server.api.conftest import DESK, SECRET, Server

pytestmark = pytest.mark.slow


@dataclass
class Crm:
    """A program's server: what it was posted, and how often it says that it is busy first."""

    url: str = ""
    busy: int = 0
    posted: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    enough: threading.Semaphore = field(default_factory=lambda: threading.Semaphore(0))

    def heard(self, count: int) -> list[dict[str, Any]]:
        """The events of so many posts, each of which proved whose it is."""
        for _ in range(count):
            assert self.enough.acquire(timeout=120), "nobody was told"
        for headers, body in self.posted:
            signing.proved(headers, body, (SECRET,), time.time())
        return [json.loads(body) for _, body in self.posted]


@pytest.fixture
def subscriber() -> Iterator[Crm]:
    crm = Crm()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            crm.busy -= 1
            self.send_response(503 if crm.busy >= 0 else 204)
            self.end_headers()
            if crm.busy < 0:
                crm.posted.append(({k.lower(): v for k, v in self.headers.items()}, body))
                crm.enough.release()

        def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - its name
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    crm.url = f"http://127.0.0.1:{server.server_port}/hook"
    yield crm
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.fixture(params=["sqlite", "postgresql"])
def both(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Server]:
    address = tmp_path / "store.db"
    if request.param == "postgresql":
        address = request.getfixturevalue("postgresql")
    (tmp_path / "flows").mkdir()
    (tmp_path / "flows" / "desk.flow").write_text(DESK, encoding="utf-8")
    house = House(
        tmp_path / "flows",
        opened(address),
        secrets={"webhook_crm": SECRET},
        private=frozenset(("127.0.0.1",)),
    )
    house.read()
    with TestClient(application(house, watch=False)) as client:
        yield Server(client, house)


def test_a_subscriber_is_told_and_can_prove_by_whom(both: Server, subscriber: Crm) -> None:
    crm = both.program()
    events = ["conversation.began", "result.saved", "conversation.ended"]
    crm.post("/subscriptions", status=201, url=subscriber.url, events=events, secret="webhook_crm")
    talk = crm.begin(entry="call_me")["id"]
    crm.tell(talk, "said", text="Olena")
    crm.post(f"/conversations/{talk}/end")
    heard = subscriber.heard(3)
    assert {one["type"] for one in heard} == set(events)
    assert {one["data"]["conversation"] for one in heard} == {talk}
    assert len({headers["webhook-id"] for headers, _ in subscriber.posted}) == 3


def test_one_that_is_busy_is_told_later_by_the_same_name(both: Server, subscriber: Crm) -> None:
    crm = both.program()
    subscriber.busy = 1
    crm.post(
        "/subscriptions", status=201, url=subscriber.url, events=["conversation.began"],
        secret="webhook_crm",
    )  # fmt: skip
    talk = crm.begin()["id"]
    (event,) = subscriber.heard(1)
    assert (event["type"], event["data"]["conversation"]) == ("conversation.began", talk)


def test_both_stores_keep_what_the_api_promises(both: Server) -> None:
    crm, operator = both.program(), both.program("olena", "operator")
    headers = {"idempotency-key": "order-7"}
    with ThreadPoolExecutor(6) as pool:
        asked = [
            pool.submit(crm, "POST", "/conversations", json={"flow": "desk"}, headers=headers)
            for _ in range(6)
        ]
        answers = [one.result() for one in asked]
    assert sorted(one.status_code for one in answers) == [200] * 5 + [201]
    talks = [answers[0].json()["id"], *(crm.begin()["id"] for _ in range(4))]
    for talk in talks:
        crm.tell(talk, "said", key="m1", text="1")
        crm.tell(talk, "said", key="m2", text=f"Name of {talk}")
        assert crm.tell(talk, "said", key="m2", text="x")["replayed"]
    first = crm.get("/flows/desk/results", limit=3)
    rest = crm.get("/flows/desk/results", limit=3, cursor=first["next"])
    found = [one["conversation"] for one in first["facts"] + rest["facts"]]
    assert (found, rest["more"]) == (talks, False)
    pages = [operator.get("/conversations", limit=3)]
    pages.append(operator.get("/conversations", limit=3, cursor=pages[0]["next"]))
    listed = [one["id"] for page in pages for one in page["conversations"]]
    assert sorted(listed) == sorted(talks)
    contact = crm.post("/contacts", gateway="sms", address="+380501112233")["id"]
    crm("PATCH", f"/contacts/{contact}", json={"attributes": {"age": 41}, "tag": ["a"]})
    assert crm.get(f"/contacts/{contact}")["attributes"] == {"age": 41}
    assert operator("DELETE", f"/contacts/{contact}").json()["conversations"] == 0
