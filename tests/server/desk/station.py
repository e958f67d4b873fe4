"""An agent's page without a browser: it answers pings, and keeps what the server tells it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from starlette.testclient import WebSocketTestSession
from starlette.websockets import WebSocketDisconnect

from tests.server.desk.conftest import Office

ORIGIN = {"origin": "http://testserver"}  # as the test client calls the server of a WebSocket
FRAMES = 10_000  # that come before what is waited for; pings go on, so no test hangs
LINE = """flow desk_line "The line"
channels chat, voice
languages en, uk
written in en

slots
  topic: text
  number: phone

queue advice
  offer for 60s
  wrap up 60s
  script intake
  reply "Hello"
    "Hello there."
    uk: "Вітаю."

queue legal
  anonymous

start:
  -> main

menu main "What would you like?"
  1 "A person" -> person
  2 "Call me" -> phone
  3 "The law" -> law

person:
  ask topic: text "What is it about?"
  handoff advice
    brief "It is about {{ topic }}."
    on nobody: say "Nobody is here." -> main
  say "Back with the machine."
  -> main

law:
  handoff legal
    on nobody: say "Nobody is here." -> main
  -> main

phone:
  set number = "+380441234567"
  send callback to number "Please call."
    for advice
  end
"""
INTAKE = """flow intake "Intake"
channels agent

start:
  ask age: number "How old are they?"
  save "Age" = age
  end
"""


class Station:
    """`held` is what the page shows, by section and key; `lines` those of open conversations."""

    def __init__(self, socket: WebSocketTestSession, *, answers: bool = True) -> None:
        self.socket = socket
        self.answers = answers
        self.number = 0
        self.held: dict[str, dict[str, Any]] = {}
        self.lines: dict[str, list[dict[str, Any]]] = {}
        self.signs: dict[str, Any] = {}
        self.gone: dict[str, str] = {}
        self.told: list[str] = []  # types of frames, in their order
        self._answers: dict[str, dict[str, Any]] = {}
        self._count = 0

    def hello(self, device: str = "d1") -> Station:
        self.socket.send_json({"type": "hello", "device": device})
        self.until(lambda: self.number)
        return self

    def take(self) -> None:
        frame = self.socket.receive_json()
        kind = frame["type"]
        self.told.append(kind)
        if kind == "ping" and self.answers:
            self.socket.send_json({"type": "pong"})
        elif kind == "snapshot":
            self.number, self.held = frame["number"], frame["held"]
        elif kind == "change":
            assert frame["number"] == self.number + 1, "a number is missing"
            self.number = frame["number"]
            self._change(frame)
        elif kind == "lines":
            self.lines.setdefault(frame["item"], []).extend(frame["lines"])
            self.signs[frame["item"]] = frame["signs"]
        elif kind == "gone":
            self.gone[frame["item"]] = frame["code"]
        elif kind in ("took", "refused"):
            self._answers[frame["id"]] = frame

    def _change(self, frame: dict[str, Any]) -> None:
        for section, keys in frame["drop"].items():
            for key in keys:
                del self.held[section][key]
        for section, table in frame["put"].items():
            self.held[section].update(table)

    def until(self, what: Callable[[], Any]) -> Any:
        """Read on until it is so; gives what it gave."""
        for _ in range(FRAMES):
            if found := what():
                return found
            self.take()
        raise AssertionError(f"it never was so; what is held: {self.held}")

    def closed(self) -> int:
        """Read until the server ends it; the code of its end."""
        try:
            self.until(lambda: False)
        except WebSocketDisconnect as over:
            return over.code
        raise AssertionError("it went on")  # never: `until` says so

    def send(self, kind: str, **fields: Any) -> str:
        """A message that is answered; its id."""
        self._count += 1
        key = str(fields.pop("id", f"m{self._count}"))
        self.socket.send_json({"type": kind, "id": key, **fields})
        return key

    def types(self, item: str) -> None:
        """A sign that nobody answers."""
        self.socket.send_json({"type": "typing", "item": item})

    def answered(self, key: str) -> dict[str, Any]:
        """The answer to the message of this id."""
        found: dict[str, Any] = self.until(lambda: self._answers.pop(key, None))
        return found

    def ask(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The answer: `took`, or `refused` with its code."""
        return self.answered(self.send(kind, **fields))

    def does(self, kind: str, **fields: Any) -> dict[str, Any]:
        answer = self.ask(kind, **fields)
        assert answer["type"] == "took", answer
        return answer

    # ------------------------------------------------------------ what is seen

    @property
    def me(self) -> dict[str, Any]:
        found: dict[str, Any] = self.held["me"]["me"]
        return found

    def items(self, state: str) -> list[dict[str, Any]]:
        return [one for one in self.held["items"].values() if one["state"] == state]

    def offered(self) -> dict[str, Any]:
        found: dict[str, Any] = self.until(lambda: self.items("offered"))[0]
        return found

    def ready(self) -> Station:
        self.does("status", status="ready")
        self.until(lambda: self.me["status"] == "ready")
        return self

    def accepts(self) -> dict[str, Any]:
        """The item of the next offer, in hand."""
        self.does("accept", token=self.offered()["token"])
        found: dict[str, Any] = self.until(lambda: self.items("active"))[0]
        return found

    def texts(self, item: str) -> list[str]:
        return [one["text"] for one in self.lines.get(item, ())]


@contextmanager
def station(
    office: Office, name: str, *, device: str = "", answers: bool = True
) -> Iterator[Station]:
    """The page of somebody who has just signed in; its end is one without a word."""
    office.become(name)
    with connected(office, answers=answers) as page:
        yield page.hello(device or name)


@contextmanager
def connected(office: Office, *, answers: bool = True) -> Iterator[Station]:
    """Before it has said anything."""
    with office.client.websocket_connect("/desk/socket", headers=ORIGIN) as socket:
        yield Station(socket, answers=answers)


class Person:
    """Somebody in the chat, by requests."""

    def __init__(self, office: Office, language: str = "en") -> None:
        self._office = office
        self._count = 0
        asked = {"language": language}
        opened = office.client.post("/api/chat/desk_line", json=asked).json()
        self.conversation = str(opened["conversation"])
        self._headers = {"authorization": f"Bearer {opened['token']}"}

    def says(self, *texts: str) -> Person:
        for text in texts:
            self._count += 1
            answer = self._office.client.post(
                f"/api/conversations/{self.conversation}/lines",
                json={"type": "say", "id": f"p{self._count}", "text": text},
                headers=self._headers,
            )
            assert answer.status_code == 200, answer.text
        return self

    def sends(self, name: str, body: bytes) -> None:
        answer = self._office.client.post(
            f"/api/conversations/{self.conversation}/uploads",
            params={"name": name, "id": name},
            content=body,
            headers=self._headers,
        )
        assert answer.status_code == 200, answer.text

    def lines(self) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self._get("lines").json()["lines"]
        return found

    def heard(self) -> list[str]:
        return [str(one["text"]) for one in self.lines()]

    def file(self, upload: str) -> Any:
        """What they get who ask for a file of the talk."""
        return self._get(f"uploads/{upload}")

    def _get(self, what: str) -> Any:
        address = f"/api/conversations/{self.conversation}/{what}"
        return self._office.client.get(address, headers=self._headers)


def furnish(folder: Path) -> None:
    """The hotline of these tests, in a folder that is served."""
    (folder / "desk_line.flow").write_text(LINE, encoding="utf-8")
    (folder / "intake.flow").write_text(INTAKE, encoding="utf-8")
