"""A hotline that is called for real: the server in this process, its exchange beside it, and people
on both ends of WebSockets, each of whom hums a tone of their own."""

from __future__ import annotations

import asyncio
import json
import socket
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from pathlib import Path
from typing import Any

import numpy as np
import websockets

from flowengine.desk import moves
from flowengine.desk.items import Guest, Item
from flowengine.desk.people import SUPERVISOR, Presence, User
from flowengine.host.calls.opening import Speech
from flowengine.host.calls.recordings import Recordings
from flowengine.host.house import House
from flowengine.host.refusal import Refusal
from flowengine.host.wish import Wish
from flowengine.server import users
from flowengine.speech.sound.dtmf import Detector
from flowengine.speech.sound.pcm import FRAME_MS, frames
from flowengine.speech.sound.tones import tone
from flowengine.store.opening import opened
from tests.server.served import served

RATE = 16_000
WITHIN = 60.0  # seconds until what is waited for is a failure; the machine may be busy
KEY = "0123456789abcdef0123456789abcdef"
CALLER_HERTZ, OLENA_HERTZ, MARKO_HERTZ, SOFIA_HERTZ = 500.0, 700.0, 900.0, 1100.0
OLENA = User(id="u-olena", name="olena", shown="Olena", queues=("*",), version=1)
MARKO = User(id="u-marko", name="marko", shown="Marko", queues=("*",), version=1)
SOFIA = User(
    id="u-sofia", name="sofia", shown="Sofia", roles=(SUPERVISOR,), queues=("*",), version=1
)
LINE = """flow line "The line"
channels chat, voice

queue team{record}

start:
  say "Welcome."
  handoff team
    on nobody: say "Nobody is here." -> more
  say "Back with the machine."
  -> more

more:
  ask answer: text "Anything else?"
  end
"""


class Person:
    """Somebody at a page: hums `hertz` all the time, and hears the last of what came."""

    def __init__(self, address: str, hertz: float, cookie: str = "") -> None:
        self.address = address
        self.hertz = hertz
        self.told: list[dict[str, Any]] = []
        self.heard = bytearray()
        self.closed = False
        self.humming = True
        self.connection: socket.socket | None = None  # one that is there already
        self._cookie = cookie
        self._detector, self._listened, self._keys = Detector(RATE), 0, ""
        self._news = asyncio.Condition()
        self._beside: list[asyncio.Task[None]] = []

    async def call(self, token: str) -> None:
        headers = {"Cookie": f"{users.COOKIE}={self._cookie}"} if self._cookie else {}
        self._socket = await websockets.connect(
            self.address, sock=self.connection, additional_headers=headers
        )
        await self.send(type="hello", token=token)
        self._beside = [asyncio.create_task(one) for one in (self._hum(), self._listen())]

    async def send(self, **message: Any) -> None:
        await self._socket.send(json.dumps(message))

    async def leave(self) -> None:
        for task in self._beside:
            task.cancel()
        await self._socket.close()

    async def vanish(self) -> None:
        """The connection breaks: no goodbye."""
        for task in self._beside:
            task.cancel()
        self._socket.transport.abort()

    async def until(self, kind: str, **fields: Any) -> dict[str, Any]:
        """The first message of that kind, with these fields, also one that has come already."""

        def fits(one: dict[str, Any]) -> bool:
            return one["type"] == kind and all(one.get(k) == v for k, v in fields.items())

        try:
            async with asyncio.timeout(WITHIN), self._news:
                while not (found := next(filter(fits, self.told), None)):
                    assert not self.closed, self.told
                    await self._news.wait()
                return found
        except TimeoutError as error:
            raise AssertionError(self.told) from error

    async def until_over(self) -> None:
        async with asyncio.timeout(WITHIN), self._news:
            while not self.closed:
                await self._news.wait()

    async def hears(self, *hertz: float, nor: tuple[float, ...] = ()) -> None:
        """Until all of these are in what they hear, and none of the others."""
        found: set[float] = set()
        try:
            async with asyncio.timeout(WITHIN):
                while True:
                    found = self.tones((*hertz, *nor))
                    if found == set(hertz):
                        return
                    async with self._news:
                        await self._news.wait()
        except TimeoutError as error:
            raise AssertionError(f"{found} and not {hertz}: {self.told}") from error

    async def hears_keys(self, keys: str) -> None:
        """Until a telephone's detector has found these in all that they heard, and no others."""
        try:
            async with asyncio.timeout(WITHIN), self._news:
                while self.keys() != keys:
                    await self._news.wait()
        except TimeoutError as error:
            raise AssertionError(f"{self._keys} and not {keys}") from error

    def keys(self) -> str:
        size = RATE * FRAME_MS // 1000 * 2
        while self._listened + size <= len(self.heard):
            frame = bytes(self.heard[self._listened : self._listened + size])
            self._keys += self._detector.feed(frame) or ""
            self._listened += size
        return self._keys

    def tones(self, wanted: tuple[float, ...]) -> set[float]:
        """Which of these sound in the last 400 ms, by their power (Goertzel's sum as a product)."""
        size = 2 * RATE * 4 // 10
        if len(self.heard) < size:
            return {-1.0}
        samples = np.frombuffer(bytes(self.heard[-size:]), "<i2").astype(float)
        at = np.arange(len(samples)) / RATE
        window = np.hanning(len(samples))
        return {
            hertz
            for hertz in wanted
            if abs((window * np.exp(-2j * np.pi * hertz * at)) @ samples) / len(samples) > 60
        }

    async def _hum(self) -> None:
        hum = list(frames(tone((self.hertz,), 2.0, RATE, -22.0)))
        hum = hum[1:-1]  # without its soft ends
        loop = asyncio.get_running_loop()
        due, at = loop.time(), 0
        with suppress(websockets.ConnectionClosed):
            while True:
                await self._socket.send(hum[at % len(hum)] if self.humming else bytes(640))
                at += 1
                due = max(due + 0.02, loop.time() - 0.2)
                await asyncio.sleep(max(0.0, due - loop.time()))

    async def _listen(self) -> None:
        with suppress(websockets.ConnectionClosed):
            async for message in self._socket:
                async with self._news:
                    if isinstance(message, bytes):
                        self.heard += message
                    else:
                        self.told.append(json.loads(message))
                    self._news.notify_all()
        async with self._news:
            self.closed = True
            self._news.notify_all()


class Hotline:
    """The house, its address, and who called."""

    def __init__(self, house: House, port: int) -> None:
        self.house = house
        self.port = port
        self.people: list[Person] = []

    @property
    def desk(self) -> Any:
        return self.house.desk

    def person(self, path: str, hertz: float, cookie: str = "") -> Person:
        found = Person(f"ws://127.0.0.1:{self.port}/call/{path}", hertz, cookie)
        self.people.append(found)
        return found

    async def called(self, channel: str = "voice") -> tuple[Person, Item]:
        """Somebody calls and waits in the queue."""
        begun = await self.house.conversations.begin("line", channel=channel, wish=Wish("en"))
        key = begun.conversation.id
        caller = self.person(key, CALLER_HERTZ)
        if channel == "voice":
            await caller.call(begun.token)
            await caller.until("answered")
        self.token = begun.token
        return caller, await self.item(key, "waiting", "offered")

    async def item(self, conversation: str, *states: str) -> Item:
        """When it is in one of these."""
        with self.desk.bell.listening("desk") as bell:
            async with asyncio.timeout(WITHIN):
                while True:
                    for one in await self.house.store.items(conversation=conversation):
                        if one.state in states:
                            return one
                    with suppress(TimeoutError):
                        await asyncio.wait_for(bell.wait(), 0.2)
                    bell.clear()

    async def takes(self, user: User, item: Item) -> Item:
        """The agent takes what they are offered, or fetches it by hand."""
        async with asyncio.timeout(WITHIN):
            while True:
                fresh = await self.fresh(item)
                with suppress(Refusal):
                    taken: Item = (
                        await self.desk.accept(user, fresh.token)
                        if fresh.agent == user.id
                        else await self.desk.pull(user, item.id)
                    )
                    return taken
                await asyncio.sleep(0.01)

    async def make(self, item: Item, move: Callable[[Item], Any]) -> None:
        """Whoever was quicker at the item: it is made again of what they left."""
        async with asyncio.timeout(WITHIN):
            while await self.desk.make(move(await self.fresh(item))) != ("moved",):
                await asyncio.sleep(0.01)

    async def invited(self, item: Item, user: User, mode: str) -> None:
        now = self.house.conversations.clock()
        await self.make(item, lambda one: moves.guest(one, Guest(user.id, mode), now))

    async def fresh(self, item: Item) -> Item:
        found = await self.house.store.item(item.id)
        assert found is not None
        return found

    async def joins(self, user: User, item: Item, hertz: float) -> Person:
        """Their page, in the call."""
        secret, _ = await users.begin(self.house.store, user, self.house.conversations.clock())
        found = self.person(f"desk/{item.id}", hertz, secret)
        await found.call(await self.desk.calls.ticket(user, item.id))
        await found.until("answered")
        return found


async def _beats(house: House, pages: list[Presence]) -> None:
    """Their pages are there, as long as it takes."""
    while True:
        await asyncio.sleep(5)
        for one in pages:
            await house.desk.beat(one)


@asynccontextmanager
async def serving(folder: Path, *, record: bool = False) -> AsyncIterator[Hotline]:
    flows = folder / "flows"
    flows.mkdir(exist_ok=True)
    text = LINE.replace("{record}", "\n  record calls" if record else "")
    (flows / "line.flow").write_text(text, encoding="utf-8")
    house = House(
        flows,
        opened(folder / "store.db"),
        speech=Speech(folder / "cache"),
        recordings=Recordings(KEY),
    )
    house.read()
    async with served(house) as port:
        await asyncio.wait_for(house.exchange.wait(), WITHIN)  # type: ignore[union-attr]
        hotline = Hotline(house, port)
        pages = []
        for user in (OLENA, MARKO, SOFIA):
            await house.store.write_user(user)
            pages.append(await house.desk.arrive(user.id, "d1"))
        await house.desk.set_status(OLENA, "ready")
        beating = asyncio.create_task(_beats(house, pages))
        try:
            yield hotline
        finally:
            beating.cancel()
            for person in hotline.people:
                with suppress(AttributeError):
                    await person.leave()


def played(
    folder: Path, scene: Callable[[Hotline], Awaitable[None]], *, record: bool = False
) -> None:
    async def whole() -> None:
        async with serving(folder, record=record) as hotline:
            await scene(hotline)

    asyncio.run(whole())
