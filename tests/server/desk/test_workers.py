"""The desk of a server with two workers: whoever is accepted by whichever, all see one desk, and a
call is joined at the worker that carries it, at the first try."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.sync.client import ClientConnection, connect

from flowengine.desk.people import SUPERVISOR, User
from flowengine.server import users
from flowengine.store.opening import opened
from tests.nodes import Node
from tests.server.desk.calling import CALLER_HERTZ, LINE, OLENA_HERTZ, SOFIA_HERTZ, Person
from tests.server.desk.station import Station
from tests.server.desk.workers import PATIENCE, Beside, Workers

pytestmark = pytest.mark.slow

MUSIC = 523.0
OLENA = User(id="u-olena", name="olena", shown="Olena", queues=("*",), caps={"chat": 1}, version=1)
MARKO = User(id="u-marko", name="marko", shown="Marko", queues=("*",), caps={"chat": 1}, version=1)
SOFIA = User(
    id="u-sofia", name="sofia", shown="Sofia", roles=(SUPERVISOR,), queues=("*",), version=1
)


class Page:
    """A WebSocket as `Station` reads it."""

    def __init__(self, connection: ClientConnection) -> None:
        self.connection = connection

    def send_json(self, message: dict[str, Any]) -> None:
        self.connection.send(json.dumps(message))

    def receive_json(self) -> dict[str, Any]:
        found: dict[str, Any] = json.loads(self.connection.recv(timeout=PATIENCE))
        return found


class House:
    """A server with two workers, who have been signed in already, and whoever comes."""

    def __init__(self, node: Node, cookies: dict[str, str], open_: ExitStack) -> None:
        self.node = node
        self.workers = Workers(node)
        self.beside = open_.enter_context(Beside())
        self._cookies = cookies
        self._open = open_

    def begun(self, channel: str) -> dict[str, Any]:
        answer = httpx2.post(
            f"{self.node.address}/api/chat/line", json={"channel": channel}, timeout=PATIENCE
        )
        assert answer.status_code == 200, (answer.text, self.node.told)
        found: dict[str, Any] = answer.json()
        return found

    def page(self, path: str, worker: int, name: str = "") -> ClientConnection:
        """At this worker; `name` is who has signed in."""
        return self._open.enter_context(
            connect(
                self._address(path),
                sock=self.workers.accepted(worker),
                additional_headers=self._cookie(name),
            )
        )

    def console(self, user: User, worker: int, path: str = "/desk/socket") -> Station:
        socket: Any = Page(self.page(path, worker, user.name))
        return Station(socket).hello(f"{user.name} {path}")

    def person(self, path: str, hertz: float, worker: int, name: str = "") -> Person:
        found = Person(self._address(f"/call/{path}"), hertz, self._cookies.get(name, ""))
        found.connection = self.workers.accepted(worker)
        self._open.callback(lambda: self.beside.does(found.leave()))
        return found

    def joined(self, agent: Station, name: str, item: str, worker: int) -> Person:
        """The agent's leg, at this worker. The caller may need a moment to hear of them."""
        until = time.monotonic() + PATIENCE
        while True:
            leg = self.person(f"desk/{item}", OLENA_HERTZ, worker, name)
            self.does(leg.call(agent.does("ticket", item=item)["ticket"]))
            try:
                self.does(leg.until("answered"))
            except AssertionError:  # the page of an agent tries again too
                if time.monotonic() > until:
                    raise
            else:
                return leg

    def does(self, *what: Any) -> None:
        for one in what:
            self.beside.does(one)

    def _address(self, path: str) -> str:
        return f"ws://127.0.0.1:{self.node.port}{path}"

    def _cookie(self, name: str) -> dict[str, str]:
        return {"Cookie": f"{users.COOKIE}={self._cookies[name]}"} if name else {}


async def _signed_in(address: str) -> dict[str, str]:
    store = opened(address)
    await store.start()
    try:
        for user in (OLENA, MARKO, SOFIA):
            assert await store.write_user(user)
        return {
            user.name: (await users.begin(store, user, time.time()))[0]
            for user in (OLENA, MARKO, SOFIA)
        }
    finally:
        await store.close()


@pytest.fixture
def house(tmp_path: Path, postgresql: str) -> Iterator[House]:
    (tmp_path / "line.flow").write_text(LINE.replace("{record}", ""), encoding="utf-8")
    cookies = asyncio.run(_signed_in(postgresql))
    with ExitStack() as open_:
        node = open_.enter_context(Node(tmp_path, postgresql, "--workers", "2", calls={}))
        yield House(node, cookies, open_)


def _heard(page: ClientConnection, text: str) -> None:
    """Read until somebody has said so."""
    while True:
        frame = json.loads(page.recv(timeout=PATIENCE))
        if any(line["text"] == text for line in frame.get("lines", ())):
            return


def test_chats_and_calls_go_on_whichever_worker_has_which_page(house: House) -> None:
    olena, marko = house.console(OLENA, 0), house.console(MARKO, 1)
    board = house.console(SOFIA, 1, "/desk/board/socket")
    for agent in (olena, marko):
        agent.ready()
    for worker in (0, 1):
        _a_chat(house, worker, (olena, marko)[1 - worker], (marko, olena)[1 - worker])
    _seen(board)
    marko.does("status", status="break")
    for worker in (0, 1):
        _a_call(house, worker, olena)
        marko.does("sync")  # his page answers pings when it reads
    marko.ready()
    olena.does("status", status="break")
    _a_call_whose_worker_is_killed(house, marko)


def _a_chat(house: House, worker: int, agent: Station, other: Station) -> None:
    """The person at one worker, the agent at the other: whoever else is there is busy."""
    other.does("status", status="break")
    begun = house.begun("chat")
    page = house.page(f"/ws/{begun['conversation']}", worker)
    page.send(json.dumps({"type": "hello", "token": begun["token"], "since": 0}))
    item = agent.accepts()["id"]
    agent.does("open", item=item)
    agent.does("say", item=item, text="Good evening.")
    _heard(page, "Good evening.")
    page.send(json.dumps({"type": "say", "id": "m1", "text": "I need advice."}))
    agent.until(lambda: "I need advice." in agent.texts(item))
    agent.does("close", item=item, outcome="helped")
    agent.until(lambda: not agent.items("active"))
    other.ready()


def _a_call_whose_worker_is_killed(house: House, agent: Station) -> None:
    """Both come back at the other one, and the talk goes on as the same item."""
    begun = house.begun("voice")
    caller = house.person(begun["conversation"], CALLER_HERTZ, 0)
    house.does(caller.call(begun["token"]), caller.until("answered"))
    item = agent.accepts()["id"]
    leg = house.joined(agent, "marko", item, 1)
    house.does(leg.hears(CALLER_HERTZ))
    house.workers.kill(0)
    house.does(caller.until_over(), leg.until_over())
    caller = house.person(begun["conversation"], CALLER_HERTZ, 1)
    house.does(caller.call(begun["token"]), caller.until("answered"))
    leg = house.joined(agent, "marko", item, 1)
    house.does(leg.hears(CALLER_HERTZ), caller.hears(OLENA_HERTZ))
    assert [one["id"] for one in agent.items("active")] == [item]


def _seen(board: Station) -> None:
    def shown() -> str:
        return json.dumps(board.held)

    board.until(lambda: "Olena" in shown() and "Marko" in shown())


def _a_call(house: House, worker: int, agent: Station) -> None:
    begun = house.begun("voice")
    caller = house.person(begun["conversation"], CALLER_HERTZ, worker)
    house.does(caller.call(begun["token"]), caller.until("answered"))
    item = agent.accepts()["id"]
    leg = house.joined(agent, "olena", item, 1 - worker)
    house.does(caller.hears(OLENA_HERTZ, nor=(CALLER_HERTZ, MUSIC)), leg.hears(CALLER_HERTZ))
    # A caller whose line breaks comes back, wherever they are accepted, to the same call.
    house.does(caller.vanish())
    again = house.person(begun["conversation"], SOFIA_HERTZ, 1 - worker)
    house.does(again.call(begun["token"]), again.hears(OLENA_HERTZ), leg.hears(SOFIA_HERTZ))
    house.does(again.send(type="hang_up"), leg.until_over())
    agent.until(lambda: not agent.items("active"))
    agent.does("close", item=item, outcome="helped")
