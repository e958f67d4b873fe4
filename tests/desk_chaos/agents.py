"""Those who answer: over the console's socket, with a page that is cut off without a word, comes
back at once or much too late, lets offers pass, passes people on and is always in a hurry.
"""

from __future__ import annotations

import asyncio
import itertools
import json
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.desk_chaos import scene
from tests.desk_chaos.world import AGAIN, Gone, World

_TROUBLE = (OSError, TimeoutError, WebSocketException)
# Refusals after which the same thing is tried again.
AGAIN_CODES = ("busy", "too-fast", "failed")


@dataclass
class Agent:
    """`said` are the words that were taken, by conversation's item; `doubtful` those of which
    nobody said so, and that were refused when they were brought again elsewhere."""

    world: World
    user: str
    secret: str
    device: str
    said: dict[str, str] = field(default_factory=dict)
    doubtful: dict[str, str] = field(default_factory=dict)
    read: defaultdict[str, dict[int, tuple[str, str]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    away: float = 0.0  # seconds to stay away after the next break
    accepted: list[str] = field(default_factory=list)
    socket: ClientConnection | None = None
    there: asyncio.Event = field(default_factory=asyncio.Event)  # has been ready once

    def __post_init__(self) -> None:
        self.numbers = itertools.count(1)
        self.held: dict[str, dict[str, dict[str, Any]]] = {}
        self.wishes: dict[str, int] = {}  # by item: words still to be said
        self.waits: dict[str, asyncio.Future[dict[str, Any]]] = {}
        self.number = 0
        self.opened: set[str] = set()
        self.busy: set[str] = set()

    def cut(self, away: float) -> None:
        """Their connection breaks without a close frame."""
        if self.socket is not None:
            self.away = away
            self.socket.transport.abort()

    def shows(self) -> list[str]:
        """The items on their page, while there is one."""
        if self.socket is None:
            return []
        return [key for section in ("items", "waiting") for key in self.held.get(section, {})]

    async def work(self) -> None:
        """Until the shift is over."""
        while not self.world.over.is_set():
            address = (await self.world.node()).replace("http", "ws", 1)
            with suppress(*_TROUBLE, Gone):
                await self._page(address)
            self.socket = None
            for wait in self.waits.values():
                if not wait.done():
                    wait.set_exception(Gone())
                    wait.exception()
            self.waits.clear()
            away, self.away = self.away, 0.0
            with suppress(TimeoutError):
                async with asyncio.timeout(away + AGAIN):
                    await self.world.over.wait()

    async def _page(self, address: str) -> None:
        async with connect(
            f"{address}/desk/socket",
            additional_headers={"Cookie": f"desk={self.secret}"},
            proxy=None,
            close_timeout=1,
        ) as socket:
            self.socket, self.number = socket, 0
            self.held, self.opened, self.busy = {}, set(), set()
            await socket.send(json.dumps({"type": "hello", "device": self.device}))
            tasks: set[asyncio.Task[None]] = {asyncio.create_task(self._act())}
            over = asyncio.create_task(self.world.over.wait())
            hears = asyncio.create_task(self._hear(socket))
            try:
                await asyncio.wait([over, hears, *tasks], return_when=asyncio.FIRST_COMPLETED)
            finally:
                every = [over, hears, *tasks]
                for task in every:
                    task.cancel()
                await asyncio.gather(*every, return_exceptions=True)

    # ------------------------------------------------------------ hearing

    async def _hear(self, socket: ClientConnection) -> None:
        async for raw in socket:
            frame = json.loads(raw)
            match frame["type"]:
                case "ping":
                    await socket.send('{"type":"pong"}')
                case "snapshot" | "change":
                    self._told(frame)
                case "lines":
                    self._lines(frame)
                case "gone":
                    self.opened.discard(frame["item"])
                case "took" | "refused":
                    wait = self.waits.pop(frame["id"], None)
                    if wait is not None and not wait.done():
                        wait.set_result(frame)

    def _told(self, frame: dict[str, Any]) -> None:
        self.number += 1
        if frame["number"] != self.number:
            self.world.odd.append(f"{self.user} was told {frame['number']}, not {self.number}")
        if frame["type"] == "snapshot":
            self.held = frame["held"]
            return
        for section, table in frame.get("put", {}).items():
            self.held.setdefault(section, {}).update(table)
        for section, keys in frame.get("drop", {}).items():
            for key in keys:
                self.held[section].pop(key, None)

    def _lines(self, frame: dict[str, Any]) -> None:
        known = self.read[frame["item"]]
        for line in frame["lines"]:
            told = (str(line["side"]), str(line.get("text", "")))
            if known.setdefault(line["number"], told) != told:
                self.world.odd.append(f"{self.user} was told a line in two ways")

    # ------------------------------------------------------------ acting

    async def _ask(self, kind: str, key: str = "", **fields: Any) -> dict[str, Any]:
        """The answer. Raises Gone."""
        socket = self.socket
        key = key or f"{self.device}-{next(self.numbers)}"
        while True:
            if socket is None:
                raise Gone
            wait = self.waits[key] = asyncio.get_running_loop().create_future()
            try:
                await socket.send(json.dumps({"type": kind, "id": key, **fields}))
                async with asyncio.timeout(30):
                    answer: dict[str, Any] = await wait
            except _TROUBLE as trouble:
                raise Gone from trouble
            if answer["type"] == "took" or answer["code"] not in AGAIN_CODES:
                return answer
            self.world.counts[f"agent refused: {answer['code']}"] += 1
            await asyncio.sleep(AGAIN * 2)

    async def _act(self) -> None:
        """What there is to do just now, one thing after the other."""
        while True:
            await self.world.pause(0.2, 1.0)
            me = self.held.get("me", {}).get("me")
            if me is None:
                continue
            if me["status"] not in ("ready", "wrap-up"):
                await self._ask("status", status="ready")
            self.there.set()
            for item in list(self.held.get("items", {}).values()):
                if item["mine"]:
                    await self._do(item)

    async def _do(self, item: dict[str, Any]) -> None:
        if item["token"]:
            await self._offered(item)
        elif item["state"] == "active":
            await self._talks(item)
        elif item["state"] == "wrap-up" and self.world.chance.random() < 0.7:
            await self._ask("close", item=item["id"], outcome=scene.OUTCOME)

    async def _offered(self, item: dict[str, Any]) -> None:
        fate = self.world.chance.random()
        if fate < 0.06:
            await self._ask("refuse", token=item["token"])
        elif fate > 0.3:  # or they think about it, perhaps for too long
            answer = await self._ask("accept", token=item["token"])
            if answer["type"] == "took":
                self.accepted.append(item["id"])
            else:
                self.world.counts[f"accept refused: {answer['code']}"] += 1

    async def _talks(self, item: dict[str, Any]) -> None:
        key = item["id"]
        if key not in self.opened:
            since = max(self.read[key], default=0)
            if (await self._ask("open", item=key, since=since))["type"] == "took":
                self.opened.add(key)
        left = self.wishes.setdefault(key, self.world.chance.randint(1, 6))
        if left > 0:
            await self._says(key)
            return
        fate = self.world.chance.random()
        if fate < 0.05:
            queue = self.world.chance.choice(scene.QUEUES)
            await self._ask("transfer", item=key, queue=queue)
            self.wishes[key] = 1
        elif fate < 0.8:
            await self._ask("finish", item=key)
        else:
            await self._ask("close", item=key, outcome=scene.OUTCOME)

    async def _says(self, key: str) -> None:
        words = next((one for one, item in self.doubtful.items() if item == key), "")
        words = words or f"{self.user} says {self.device} {next(self.numbers)}"
        self.doubtful[words] = key
        answer = await self._ask("say", words.replace(" ", "."), item=key, text=words)
        if answer["type"] == "took":
            del self.doubtful[words]
            self.said[words] = key
            self.wishes[key] -= 1
            self.world.counts["words of agents"] += 1
        else:
            # It is somebody else's meanwhile; a try before it may have been written down.
            self.world.counts[f"say refused: {answer['code']}"] += 1
            self.wishes.pop(key, None)
            self.doubtful[words] = f"{key} refused"
