"""Somebody who calls from a page, in real time: frames go out every 20 ms, what comes is noted.

A person's voice (Piper's) on a line with a little noise; with `echo` the prompt comes back by the
microphone, 20 dB weaker and 120 ms late, as from a loudspeaker in the same room.
"""

from __future__ import annotations

import asyncio
import json
import time
import urllib.request
from collections import deque
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Any

import numpy as np
from websockets.asyncio.client import ClientConnection, connect
from websockets.exceptions import ConnectionClosed

from flowengine.speech.sound.pcm import Sound

RATE = 16_000
FRAME = 320  # samples
PERIOD = 0.02  # seconds
LOUD = 200  # of 32,768: what is played, and no silence
NOISE = 10.0
ECHO, ECHO_LATE = 0.1, 6  # -20 dB, in frames


@dataclass
class Heard:
    """When each frame came and whether anything was in it; when each message came."""

    sound: list[tuple[float, bool]] = field(default_factory=list)
    messages: list[tuple[float, dict[str, Any]]] = field(default_factory=list)


class Caller:
    """One call. Times are of `time.perf_counter`."""

    def __init__(self, connection: ClientConnection, *, echo: bool = False) -> None:
        self._connection = connection
        self._echo: deque[Any] | None = deque([np.zeros(FRAME)] * ECHO_LATE) if echo else None
        self._chance = np.random.default_rng(7)
        self._saying: deque[tuple[Any, asyncio.Future[float] | None]] = deque()
        self._changed = asyncio.Event()
        self._tasks = [asyncio.create_task(self._talk()), asyncio.create_task(self._listen())]
        self.heard = Heard()

    # ------------------------------------------------------------ what they do

    async def say(self, sound: Sound) -> float:
        """When the last of it went out. Raises ConnectionError where the call is over."""
        if self._tasks[0].done():
            raise ConnectionError
        samples = sound.samples
        frames = [samples[at : at + FRAME] for at in range(0, len(samples), FRAME)]
        done: asyncio.Future[float] = asyncio.get_running_loop().create_future()
        for number, frame in enumerate(frames):
            self._saying.append((frame, done if number == len(frames) - 1 else None))
        return await done

    async def press(self, key: str) -> float:
        await self._connection.send(json.dumps({"type": "key", "key": key}))
        return time.perf_counter()

    async def until_message(self, kind: str, since: float = 0.0) -> float:
        """When the first of that kind came after this moment."""
        while True:
            for at, message in self.heard.messages:
                if at > since and message["type"] == kind:
                    return at
            await self._change()

    async def until_sound(self, since: float) -> float:
        """When something was heard that began after a silence after this moment."""
        while True:
            for at, loud in self.heard.sound:
                if at > since and loud:
                    return at
            await self._change()

    async def until_quiet(self, seconds: float = 0.6) -> None:
        """The prompt is over."""
        frames = round(seconds / PERIOD)
        while True:
            last = self.heard.sound[-frames:]
            loud = any(loud for _, loud in last)
            spoken = any(loud for _, loud in self.heard.sound)
            if spoken and len(last) == frames and not loud:
                return
            await self._change()

    async def leave(self) -> None:
        with suppress(ConnectionClosed):
            await self._connection.send(json.dumps({"type": "hang_up"}))
        await self._connection.close()
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    # ------------------------------------------------------------ the line

    async def _change(self) -> None:
        self._changed.clear()
        async with asyncio.timeout(30):
            await self._changed.wait()

    async def _talk(self) -> None:
        try:
            await self._stream()
        except ConnectionClosed:
            for _, done in self._saying:
                if done is not None:
                    done.set_exception(ConnectionError())

    async def _stream(self) -> None:
        due = time.perf_counter()
        while True:
            due += PERIOD
            await asyncio.sleep(max(0.0, due - time.perf_counter()))
            frame, done = self._saying[0] if self._saying else (None, None)
            await self._connection.send(self._line(frame))
            if self._saying:
                self._saying.popleft()
            if done is not None:
                done.set_result(time.perf_counter())

    def _line(self, frame: Any) -> bytes:
        samples = self._chance.normal(0, NOISE, FRAME)
        if frame is not None:
            samples[: len(frame)] += frame
        if self._echo:
            samples += ECHO * self._echo[0]
        return samples.clip(-32_768, 32_767).astype("<i2").tobytes()

    async def _listen(self) -> None:
        async for message in self._connection:
            now = time.perf_counter()
            if isinstance(message, str):
                self.heard.messages.append((now, json.loads(message)))
            else:
                samples = np.frombuffer(message, "<i2").astype(np.int32)
                self.heard.sound.append((now, bool(np.abs(samples).max() > LOUD)))
                if self._echo:
                    self._echo.append(samples)
                    self._echo.popleft()
            self._changed.set()


async def called(address: str, flow: str, *, echo: bool = False) -> Caller:
    """A new conversation by voice, answered."""
    opened = await asyncio.to_thread(_begun, f"{address}/api/chat/{flow}")
    where = address.replace("http", "ws", 1) + f"/call/{opened['conversation']}"
    connection = await connect(where, compression=None, max_queue=None)
    await connection.send(json.dumps({"type": "hello", "token": opened["token"]}))
    caller = Caller(connection, echo=echo)
    await caller.until_message("answered")
    return caller


def _begun(address: str) -> dict[str, str]:
    asked = urllib.request.Request(  # noqa: S310 - our own server
        address, json.dumps({"channel": "voice"}).encode(), {"content-type": "application/json"}
    )
    with urllib.request.urlopen(asked) as answer:  # noqa: S310
        found: dict[str, str] = json.load(answer)
        return found
