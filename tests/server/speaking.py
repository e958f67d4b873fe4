"""A caller who speaks and presses, for tests: a page's WebSocket, with sound at its own pace."""

from __future__ import annotations

import asyncio
import json
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import websockets

from flowengine.speech.sound.pcm import Sound, frames

RATE = 16_000
SILENCE = bytes(640)
WITHIN = 60.0  # seconds until what a call waits for is a failure; the machine may be busy


class Caller:
    """The page of one conversation, calling: it speaks and presses, and reads the captions."""

    def __init__(self, address: str, begun: dict[str, Any]) -> None:
        self.address = address
        self.begun = begun
        self.told: list[dict[str, Any]] = []
        self.heard = bytearray()
        self.closed = False
        self._saying: list[bytes] = []
        self._news = asyncio.Condition()

    async def call(self, scene: Callable[[Caller], Awaitable[None]]) -> None:
        address = f"{self.address.replace('http', 'ws')}/call/{self.begun['conversation']}"
        async with asyncio.timeout(10 * WITHIN), websockets.connect(address) as self._socket:
            await self.send(type="hello", token=self.begun["token"])
            beside = [asyncio.create_task(one) for one in (self._speak(), self._listen())]
            try:
                await scene(self)
            finally:
                for task in beside:
                    task.cancel()

    async def send(self, **message: Any) -> None:
        await self._socket.send(json.dumps(message))

    def says(self, sound: Sound) -> None:
        self._saying += frames(sound.at(RATE))

    async def presses(self, keys: str) -> None:
        for key in keys:
            await self.send(type="key", key=key)

    async def until(self, told: Callable[[dict[str, Any]], bool], since: int = 0) -> dict[str, Any]:
        """The first message like that from the `since`-th on, also one that has come already."""
        try:
            async with asyncio.timeout(WITHIN), self._news:
                while not (found := next(filter(told, self.told[since:]), None)):
                    assert not self.closed, self.told
                    await self._news.wait()
                return found
        except TimeoutError as error:
            raise AssertionError(self.told) from error

    async def until_said(self, *texts: str, since: int = 0) -> str:
        """The first caption of the flow that has one of these in it."""
        found = await self.until(
            lambda one: one.get("side") == "flow" and any(text in one["text"] for text in texts),
            since,
        )
        return str(found["text"])

    async def _speak(self) -> None:
        """A frame each 20 ms, whoever is listening."""
        loop = asyncio.get_running_loop()
        due = loop.time()
        with suppress(websockets.ConnectionClosed):
            while True:
                await self._socket.send(self._saying.pop(0) if self._saying else SILENCE)
                due = max(due + 0.02, loop.time() - 0.2)
                await asyncio.sleep(max(0.0, due - loop.time()))

    async def _listen(self) -> None:
        with suppress(websockets.ConnectionClosed):
            async for message in self._socket:
                if isinstance(message, bytes):
                    self.heard += message
                    continue
                async with self._news:
                    self.told.append(json.loads(message))
                    self._news.notify_all()
        async with self._news:
            self.closed = True
            self._news.notify_all()
