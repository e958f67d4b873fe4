"""Two real nodes on one PostgreSQL, and one conversation that hops between them."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import Any

import httpx2
import pytest
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection, connect

from tests.nodes import Node, Service

pytestmark = pytest.mark.slow

FLOW = """flow hop "Hop"
channels chat

service stock "{address}"
  timeout 30s

start:
  say "Welcome."
  -> first

first:
  ask name: text "Your name?"
  ask town: text "Your town?"
  fetch found from stock "/bread?town={{{{ town }}}}"
    on error: say "The shop does not answer."
  say "{{{{ name }}}}, there are {{{{ found.loaves }}}} loaves."
  ask more: text "Anything else?"
  say "Goodbye, {{{{ name }}}}."
  end
"""


@pytest.fixture
def service() -> Iterator[Service]:
    with Service() as running:
        yield running


@pytest.fixture
def flows(tmp_path: Path, service: Service) -> Path:
    folder = tmp_path / "flows"
    folder.mkdir()
    (folder / "hop.flow").write_text(FLOW.format(address=service.address))
    return folder


@pytest.fixture
def nodes(flows: Path, postgresql: str) -> Iterator[tuple[Node, Node]]:
    one, other = Node(flows, postgresql), Node(flows, postgresql)
    with one, other:
        yield one, other


class Talk:
    """A page without a browser; each request can go to another node."""

    def __init__(self, node: Node) -> None:
        # Each request is a connection of its own, as through a proxy that goes round.
        limits = httpx2.Limits(max_keepalive_connections=0)
        self._http = httpx2.Client(timeout=60, limits=limits)
        answer = self._http.post(f"{node.address}/api/chat/hop", json={})
        assert answer.status_code == 200
        self.opened: dict[str, Any] = answer.json()
        self.lines = [line["text"] for line in self.opened["lines"]]
        self.since = self._last(self.opened)
        self._said = 0

    def __enter__(self) -> Talk:
        return self

    def __exit__(self, *_trouble: object) -> None:
        self._http.close()

    def _last(self, news: dict[str, Any]) -> int:
        return max((line["number"] for line in news["lines"]), default=0)

    @property
    def headers(self) -> dict[str, str]:
        return {"authorization": f"Bearer {self.opened['token']}"}

    def path(self, node: Node) -> str:
        return f"{node.address}/api/conversations/{self.opened['conversation']}/lines"

    def say(self, node: Node, text: str) -> None:
        self._said += 1
        body = {"type": "say", "id": f"m{self._said}", "text": text}
        answer = self._http.post(
            self.path(node), json=body, headers=self.headers, params={"since": self.since}
        )
        assert answer.status_code == 200, answer.text
        self._take(answer.json())

    def listen(self, node: Node, until: str) -> None:
        """Long polls until a line begins so."""
        while not any(line.startswith(until) for line in self.lines):
            answer = self._http.get(
                self.path(node), headers=self.headers, params={"since": self.since, "wait": 20}
            )
            assert answer.status_code == 200, answer.text
            self._take(answer.json())

    def _take(self, news: dict[str, Any]) -> None:
        self.lines += [line["text"] for line in news["lines"]]
        self.since = max(self.since, self._last(news))

    @contextmanager
    def page(self, node: Node) -> Iterator[ClientConnection]:
        """A WebSocket that has said hello."""
        address = node.address.replace("http", "ws", 1)
        with connect(f"{address}/ws/{self.opened['conversation']}") as page:
            page.send(json.dumps({"type": "hello", "token": self.opened["token"], "since": 0}))
            yield page


Begin = Callable[[Node], Talk]


def until(socket: ClientConnection, text: str) -> None:
    """Read frames until one has a line that begins so."""
    while True:
        frame = json.loads(socket.recv(timeout=30))
        if any(line["text"].startswith(text) for line in frame.get("lines", ())):
            return


@pytest.fixture
def begin() -> Iterator[Begin]:
    with ExitStack() as talks:
        yield lambda node: talks.enter_context(Talk(node))


def test_each_request_can_come_to_another_node(
    nodes: tuple[Node, Node], service: Service, begin: Begin
) -> None:
    here, there = nodes
    talk = begin(here)
    with talk.page(there) as page:
        until(page, "Your name?")
        talk.say(here, "Olena")
        until(page, "Your town?")  # what was said here is told there
        page.send(json.dumps({"type": "say", "id": "w1", "text": "Podil"}))
        assert service.asked.get(timeout=30) == "/bread?town=Podil"
        service.answer.put(b'{"loaves": 7}')
        talk.listen(here, "Olena, there are 7 loaves.")
    talk.say(there, "No")
    talk.listen(here, "Goodbye, Olena.")
    assert talk.lines == [
        "Welcome.", "Your name?", "Olena", "Your town?", "Podil", "Olena, there are 7 loaves.",
        "Anything else?", "No", "Goodbye, Olena.", "end",
    ]  # fmt: skip


def test_a_node_that_is_killed_while_it_fetches_leaves_nobody_waiting(
    nodes: tuple[Node, Node], service: Service, begin: Begin
) -> None:
    here, there = nodes
    talk = begin(here)
    talk.say(here, "Olena")
    talk.say(here, "Podil")
    service.asked.get(timeout=30)
    here.kill()
    service.answer.put(b'{"loaves": 1}')  # nobody hears it
    assert service.asked.get(timeout=60) == "/bread?town=Podil"  # the other node asks again
    service.answer.put(b'{"loaves": 7}')
    talk.listen(there, "Olena, there are 7 loaves.")
    talk.say(there, "No")
    talk.listen(there, "Goodbye, Olena.")
    assert talk.lines.count("Olena, there are 7 loaves.") == 1


def test_a_node_that_ends_sends_its_pages_to_another(
    nodes: tuple[Node, Node], begin: Begin
) -> None:
    here, there = nodes
    talk = begin(here)
    with talk.page(here) as page:
        until(page, "Your name?")
        assert here.stop() == 0
        with pytest.raises(ConnectionClosed, match="1012"):
            page.recv(timeout=30)
    with talk.page(there) as page:
        until(page, "Your name?")
    talk.say(there, "Olena")
    assert talk.lines[-1] == "Your town?"


def test_several_workers_are_one_server(flows: Path, postgresql: str, begin: Begin) -> None:
    with Node(flows, postgresql, "--workers", "3") as server:
        server.tells("info serving", times=3)
        talk = begin(server)
        with ExitStack() as opened:
            pages = [opened.enter_context(talk.page(server)) for _ in range(6)]
            for page in pages:
                until(page, "Your name?")
            talk.say(server, "Olena")
            for page in pages:
                until(page, "Your town?")
        shown = httpx2.get(f"{server.address}/metrics", timeout=60).text
        assert "flowengine_nodes 3.0" in shown
        assert "flowengine_turns_total 2.0" in shown
        assert server.stop() == 0
