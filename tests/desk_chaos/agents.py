"""Those who answer: over the console's socket, with a page that is cut off without a word, comes
back at once or much too late, lets offers pass, passes people on and is always in a hurry.
"""

from __future__ import annotations

import asyncio
import itertools
import json
import time
from collections import defaultdict
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import WebSocketException

from tests.desk_chaos import calling, scene
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
                await (self._do(item) if item["mine"] else self._visits(item))
            await self._fetches()

    async def _do(self, item: dict[str, Any]) -> None:
        if item["token"]:
            await self._offered(item)
        elif item["state"] == "active" and item["kind"] == "callback":
            await self._phones(item)
        elif item["state"] == "active" and item["kind"] == "message":
            await self._ask("close", item=item["id"], outcome=scene.OUTCOME)
        elif item["state"] == "active" and item["media"] == "voice":
            await self._calls(item)
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
        if fate < 0.1:
            await self._passes(key)
        elif fate < 0.2:
            await self._invites(key)
        elif fate < 0.8:
            await self._ask("finish", item=key)
        else:
            await self._ask("close", item=key, outcome=scene.OUTCOME)

    async def _passes(self, key: str) -> None:
        """To a queue, or to a colleague, who may not be there or be full."""
        if self.world.chance.random() < 0.5:
            queue = self.world.chance.choice(scene.QUEUES)
            answer = await self._ask("transfer", item=key, queue=queue)
        elif colleague := self._colleague():
            answer = await self._ask("transfer", item=key, agent=colleague)
        else:
            return
        self._count("transfer", answer)
        self.wishes[key] = 1

    async def _invites(self, key: str) -> None:
        """A colleague, who may leave again or be sent."""
        if colleague := self._colleague():
            mode = self.world.chance.choice(("consult", "talk"))
            answer = await self._ask("invite", item=key, agent=colleague, mode=mode)
            self._count(f"invite to {mode}", answer)
            self.wishes[key] = 1
            if self.world.chance.random() < 0.3:
                await self._ask("uninvite", item=key, agent=colleague)

    def _colleague(self) -> str:
        colleagues: list[str] = [*self.held.get("colleagues", ()), ""]
        return self.world.chance.choice(colleagues)

    async def _visits(self, item: dict[str, Any]) -> None:
        """Somebody else's talk: whoever is only consulted says nothing to the person."""
        key, fate = item["id"], self.world.chance.random()
        mode = next((one["mode"] for one in item["guests"] if one["agent"] == self.user), "")
        if mode == "talk" and fate < 0.4:
            await self._says(key)
        elif mode == "consult" and fate < 0.2:
            words = f"{self.user} is only consulted {self.device} {next(self.numbers)}"
            self.doubtful[words] = f"{key} consulted"
            answer = await self._ask("say", words.replace(" ", "."), item=key, text=words)
            if answer["type"] == "took" and not self._talks_now(key):
                self.world.odd.append(f"{self.user} was consulted in {key} and was heard")
        elif mode and fate > 0.8:
            await self._ask("uninvite", item=key, agent=self.user)

    def _talks_now(self, key: str) -> bool:
        """It may have become theirs, or they may have been invited to talk, meanwhile."""
        item = self.held.get("items", {}).get(key)
        if item is None:
            return False
        return item["mine"] or {"agent": self.user, "mode": "talk"} in item["guests"]

    async def _calls(self, item: dict[str, Any]) -> None:
        """In the caller's call, where it still is one; sometimes without a microphone."""
        key = item["id"]
        if self.world.chance.random() < 0.1:
            return
        answer = await self._ask("ticket", item=key)
        if answer["type"] == "took":
            number = int(self.user[-1])
            await calling.talks(self.world, self.secret, key, answer["ticket"], number)
        self._count("finished a call", await self._ask("finish", item=key))

    async def _phones(self, item: dict[str, Any]) -> None:
        """Calls with a telephone of their own, and says what came of it."""
        await self.world.pause(0.2, 1.0)
        fate, when = self.world.chance.random(), 0.0
        if not item["phone"]:
            self.world.odd.append(f"{self.user} was not told whom to phone in {item['id']}")
        if fate < 0.5:
            result = "reached"
        elif fate < 0.6:
            result, when = "not now", time.time() + self.world.chance.uniform(2, 8)
        else:
            result = self.world.chance.choice(
                ("no answer", "no answer", "busy", "voicemail left", "wrong number", "do not call")
            )
        answer = await self._ask("callback", item=item["id"], result=result, when=when)
        self._count(f"phoned, {result}", answer)

    async def _fetches(self) -> None:
        """Somebody who waits, by hand; a promise before its moment too."""
        waiting = list(self.held.get("waiting", ()))
        if waiting and self.world.chance.random() < 0.05:
            answer = await self._ask("pull", item=self.world.chance.choice(waiting))
            self._count("fetched", answer)

    def _count(self, what: str, answer: dict[str, Any]) -> None:
        took = answer["type"] == "took"
        self.world.counts[f"{what}" if took else f"{what}, refused: {answer['code']}"] += 1

    async def _says(self, key: str) -> None:
        words = next((one for one, item in self.doubtful.items() if item == key), "")
        words = words or f"{self.user} says {self.device} {next(self.numbers)}"
        self.doubtful[words] = key
        answer = await self._ask("say", words.replace(" ", "."), item=key, text=words)
        if answer["type"] == "took":
            del self.doubtful[words]
            self.said[words] = key
            self.wishes[key] = self.wishes.get(key, 1) - 1
            self.world.counts["words of agents"] += 1
        else:
            # It is somebody else's meanwhile; a try before it may have been written down.
            self.world.counts[f"say refused: {answer['code']}"] += 1
            self.wishes.pop(key, None)
            self.doubtful[words] = f"{key} refused"
