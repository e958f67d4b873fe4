"""Those who seek help: in a page with a WebSocket, in one that polls, and by SMS.

A message is brought again, with its id, until it is known what became of it. `accepted` are those
that were taken, `doubtful` those of which nobody ever said so.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any, Protocol

import httpx2
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from flowengine.host.gateways import signing
from tests.desk_chaos import scene
from tests.desk_chaos.world import AGAIN, Gone, World

NEVER = ("ended", "forbidden", "unknown-conversation")  # refusals that no patience changes
_TROUBLE = (OSError, TimeoutError, httpx2.HTTPError, WebSocketException)


@dataclass
class Person:
    """`read` are the lines of their conversation as they were told, by number."""

    world: World
    name: str
    local: str
    accepted: list[str] = field(default_factory=list)
    doubtful: list[str] = field(default_factory=list)
    read: dict[int, tuple[str, str]] = field(default_factory=dict)
    conversation: str = ""
    left: bool = False
    since: float = field(default_factory=time.time)
    ended: asyncio.Event = field(default_factory=asyncio.Event)
    agent: asyncio.Event = field(default_factory=asyncio.Event)
    asked: str = ""  # what the flow wants to know and has not been told
    served: bool = False  # the hand-off is answered, what comes now is the flow again
    here: bool = True
    welcomed: int = 0  # conversations that greeted them, and that came to their end
    bidden: int = 0
    command: str = ""  # by which they left the queue

    def __post_init__(self) -> None:
        self.numbers = itertools.count(1)

    @property
    def phone(self) -> str:
        """Of the place they come from, so that one number is promised again and again."""
        return f"05012300{int(self.local.rpartition('.')[2]):02}"

    def take(self, lines: list[dict[str, Any]]) -> None:
        for line in lines:
            number, told = int(line["number"]), (str(line["side"]), str(line.get("text", "")))
            if number not in self.read and told[0] == "flow":
                self.hear(told[1])
            if self.read.setdefault(number, told) != told:
                self.world.odd.append(f"line {number} of {self.name} was told in two ways")
            if told[0] == "agent":
                self.agent.set()

    def hear(self, text: str) -> None:
        """What the flow says; by SMS several lines at once."""
        self.served = self.served or scene.AFTER in text
        for question in (scene.WHICH_NUMBER, scene.OPINION, scene.REMARK):
            if any(words in text for words in question):
                self.asked = question[0]
        self.welcomed += any(words in text for words in scene.WELCOME)
        self.bidden += scene.OVER in text
        if self.bidden and self.bidden >= self.welcomed:
            self.ended.set()
        elif self.ended.is_set():  # words that came as one ended have begun another, by SMS
            self.ended.clear()
            self.served, self.command = False, ""
            self.agent.clear()

    def words(self) -> str:
        return f"{self.name}-{next(self.numbers)}"


class Line(Protocol):
    """How a page speaks with a server. Raises Gone."""

    async def say(self, text: str, key: str) -> str:
        """The code of the refusal; nothing when it was taken. `key` is the message's own name."""

    async def leave(self) -> str: ...


async def page(person: Person, *, polls: bool) -> None:
    """A whole conversation of somebody who writes on a page of ours."""
    _, token = await begun(person)
    listens = _poll if polls else _listen
    lines: list[Line] = []
    listening = asyncio.create_task(listens(person, token, lines))
    try:
        await _behave(person, lines)
    finally:
        listening.cancel()
        await asyncio.gather(listening, return_exceptions=True)


async def begun(person: Person, flow: str = scene.FLOW, channel: str = "chat") -> tuple[str, str]:
    """The node that has begun a conversation, and what opens it."""
    language = person.world.chance.choice(("en", "uk"))
    asks = {"language": language, "keep": False, "channel": channel}
    while True:
        address = await person.world.node()
        with suppress(*_TROUBLE):
            async with _http(person, address) as http:
                answer = await http.post(f"/api/chat/{flow}", json=asks)
            if answer.status_code == 200:
                found = answer.json()
                person.conversation = found["conversation"]
                person.take(found["lines"])
                return address, str(found["token"])
            person.world.counts[f"beginning refused: {answer.status_code}"] += 1
        await asyncio.sleep(AGAIN)


def _http(person: Person, address: str) -> httpx2.AsyncClient:
    transport = httpx2.AsyncHTTPTransport(local_address=person.local)
    return httpx2.AsyncClient(transport=transport, base_url=address, timeout=40)


async def _behave(person: Person, lines: list[Line], *, may_leave: bool = True) -> None:
    """Words now and then, a command or a quick exit sometimes, until the flow is at its end."""
    world, chance = person.world, person.world.chance
    fate = chance.random()
    hasty = 0.04 < fate < 0.35  # who rather leaves the queue by a command
    patience = chance.uniform(0, 6) if hasty else chance.uniform(2, 20)
    while not person.ended.is_set():
        with suppress(TimeoutError):
            async with asyncio.timeout(chance.uniform(0.1, 1) if hasty else chance.uniform(0.5, 3)):
                await person.ended.wait()
        waited = time.time() - person.since
        if person.ended.is_set():
            return
        if fate < 0.04 and waited > patience and may_leave:
            await _leaves(person, lines)
            return
        if person.asked:
            await _answers(person, lines)
        elif person.served:
            continue
        elif hasty and waited > patience and not (person.agent.is_set() or person.command):
            person.command = chance.choice(scene.COMMANDS)
            await _says(person, lines, person.command)
            world.counts[f"people said: {person.command}"] += 1
        elif person.agent.is_set() or chance.random() < 0.15:
            await _says(person, lines, person.words())
            world.counts["words of people"] += 1


async def _answers(person: Person, lines: list[Line]) -> None:
    """What the flow asks; most people are patient with it."""
    question, person.asked = person.asked, ""
    fate = person.world.chance.random()
    if question == scene.WHICH_NUMBER[0]:
        await _says(person, lines, person.phone)
    elif fate < 0.2:
        await _says(person, lines, scene.SKIP)
    elif question == scene.OPINION[0] and fate < 0.8:
        await _says(person, lines, scene.MARK)
    else:
        await _says(person, lines, person.words())


def common(text: str) -> bool:
    """Whether several people say it, so that it is not looked for."""
    return text in (*scene.COMMANDS, scene.SKIP) or text.isdecimal()


async def _says(person: Person, lines: list[Line], text: str) -> None:
    """Until it is known what became of it."""
    key = f"{person.name} {text} {next(person.numbers)}" if common(text) else text
    while not person.ended.is_set():
        with suppress(Gone, IndexError):
            code = await lines[-1].say(text, key)
            if not code:
                if not common(text):
                    person.accepted.append(text)
                return
            if code in NEVER:
                return
            person.world.counts[f"person refused: {code}"] += 1
        await asyncio.sleep(AGAIN)
    if not common(text):
        person.doubtful.append(text)


async def _leaves(person: Person, lines: list[Line]) -> None:
    """Quick exit: all that was kept is deleted, and nobody waits any more."""
    person.left = True
    while not person.ended.is_set():
        with suppress(Gone, IndexError):
            code = await lines[-1].leave()
            if not code or code in NEVER:
                person.world.counts[f"quick exits {code}"] += 1
                return
        await asyncio.sleep(AGAIN)


# ---------------------------------------------------------------- over a WebSocket


class Socket:
    def __init__(self, socket: ClientConnection) -> None:
        self.socket = socket
        self._waits: dict[str, asyncio.Future[str]] = {}

    async def say(self, text: str, key: str) -> str:
        return await self._ask({"type": "say", "id": key, "text": text})

    async def leave(self) -> str:
        return await self._ask({"type": "leave", "id": "leave"})

    async def _ask(self, message: dict[str, Any]) -> str:
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._waits[message["id"]] = answer
        try:
            await self.socket.send(json.dumps(message))
            async with asyncio.timeout(20):
                return await answer
        except _TROUBLE as trouble:
            raise Gone from trouble

    def hear(self, frame: dict[str, Any]) -> None:
        wait = self._waits.pop(frame.get("id", ""), None)
        if wait is not None and not wait.done():
            wait.set_result("" if frame["type"] == "took" else frame["code"])

    def broken(self) -> None:
        for wait in self._waits.values():
            if not wait.done():
                wait.set_exception(Gone())
                wait.exception()


async def _listen(person: Person, token: str, lines: list[Line]) -> None:
    """Connected, and again after each break."""
    while True:
        address = (await person.world.node()).replace("http", "ws", 1)
        with suppress(*_TROUBLE):
            async with connect(
                f"{address}/ws/{person.conversation}",
                local_addr=(person.local, 0),
                proxy=None,
                close_timeout=1,
            ) as socket:
                line = Socket(socket)
                since = max(person.read, default=0)
                await socket.send(json.dumps({"type": "hello", "token": token, "since": since}))
                lines.append(line)
                person.world.sockets.add(socket)
                try:
                    async for raw in socket:
                        frame = json.loads(raw)
                        line.hear(frame)
                        person.take(frame.get("lines", []))
                finally:
                    person.world.sockets.discard(socket)
                    line.broken()
        await asyncio.sleep(AGAIN)


# ---------------------------------------------------------------- by polling


class Polls:
    def __init__(self, person: Person, token: str) -> None:
        self._person = person
        self.headers = {"authorization": f"Bearer {token}"}
        self.path = f"/api/conversations/{person.conversation}/lines"

    async def say(self, text: str, key: str) -> str:
        return await self._post({"type": "say", "id": key, "text": text})

    async def leave(self) -> str:
        return await self._post({"type": "leave", "id": "leave"})

    async def _post(self, message: dict[str, Any]) -> str:
        address = await self._person.world.node()
        try:
            async with _http(self._person, address) as http:
                since = {"since": max(self._person.read, default=0)}
                answer = await http.post(
                    self.path, json=message, headers=self.headers, params=since
                )
        except _TROUBLE as trouble:
            raise Gone from trouble
        if answer.headers.get("content-type") != "application/json":
            return str(answer.status_code)  # a sentence of the server's, for people
        found = answer.json()
        if answer.status_code != 200:
            return str(found.get("code", answer.status_code))
        self._person.take(found.get("lines", []))
        return ""

    async def look(self) -> None:
        address = await self._person.world.node()
        async with _http(self._person, address) as http:
            params: dict[str, Any] = {"since": max(self._person.read, default=0), "wait": 5}
            answer = await http.get(self.path, headers=self.headers, params=params)
        if answer.status_code == 200:
            self._person.take(answer.json()["lines"])


async def _poll(person: Person, token: str, lines: list[Line]) -> None:
    line = Polls(person, token)
    lines.append(line)
    while True:
        with suppress(*_TROUBLE):
            await line.look()
        await asyncio.sleep(AGAIN)


# ---------------------------------------------------------------- by SMS


@dataclass
class Provider:
    """What a provider of SMS was given, by address and by our id. `again` is what those do who had
    laid their telephone aside, and are written to once more."""

    texts: dict[str, dict[str, str]] = field(default_factory=dict)
    people: dict[str, Person] = field(default_factory=dict)
    aside: set[str] = field(default_factory=set)
    again: set[asyncio.Task[None]] = field(default_factory=set)

    def took(self, body: dict[str, Any]) -> None:
        known = self.texts.setdefault(body["to"], {})
        again = body["id"] in known
        if known.setdefault(body["id"], body["text"]) != body["text"]:
            known[body["id"]] += " | another text"
        person = self.people.get(body["to"])
        if person is None or again:
            return
        if " says " in body["text"]:
            person.agent.set()
        else:
            person.hear(body["text"])
        if body["to"] in self.aside and not person.ended.is_set():
            self.aside.discard(body["to"])
            person.world.counts["SMS begun anew by late words"] += 1
            task = asyncio.create_task(_texts(person, self, body["to"]))
            self.again.add(task)
            task.add_done_callback(self.again.discard)


async def texter(person: Person, provider: Provider, address: str) -> None:
    """A whole conversation by SMS; the first message begins it."""
    provider.people[address] = person
    await _says(person, [Texts(person, address)], person.words())
    await _texts(person, provider, address)


async def _texts(person: Person, provider: Provider, address: str) -> None:
    """Until the end; nothing is waited for between seeing it and laying the telephone aside."""
    while not person.ended.is_set():
        await _behave(person, [Texts(person, address)], may_leave=False)
    provider.aside.add(address)


class Texts:
    def __init__(self, person: Person, address: str) -> None:
        self._person = person
        self._address = address

    async def say(self, text: str, key: str) -> str:
        message = {"id": key, "from": self._address, "text": text}
        body = json.dumps(message).encode()
        node = await self._person.world.node()
        try:
            async with _http(self._person, node) as http:
                proof = signing.signed(key, time.time(), body, [scene.SECRET])
                answer = await http.post(f"/gateways/{scene.SMS}", content=body, headers=proof)
        except _TROUBLE as trouble:
            raise Gone from trouble
        return "" if answer.status_code in (200, 202) else str(answer.status_code)

    async def leave(self) -> str:
        raise NotImplementedError("Who writes by SMS has no page to leave.")
