"""Nodes as the people outside see them: one answers, is gone in the middle of a word, is back."""

from __future__ import annotations

import asyncio
import itertools
import json
import multiprocessing
import socket
from typing import TYPE_CHECKING, Any

from tests.chaos import worker

if TYPE_CHECKING:
    from pathlib import Path

# One process has imported all and is made into each node: so a life begins within milliseconds.
_context = multiprocessing.get_context("forkserver")
_context.set_forkserver_preload(["tests.chaos.worker"])


class Gone(Exception):
    """It died before it answered; nobody knows what it has done."""


class Node:
    """`ready` is set once it serves, `over` when it is no more; `answers` counts what it took.

    `taken` is set each time that it took something.
    """

    def __init__(self, address: str, folder: Path, port: int) -> None:
        self._ours, theirs = socket.socketpair()
        self.process = _context.Process(
            target=worker.live, args=(address, str(folder), port, theirs), daemon=True
        )
        self.process.start()
        theirs.close()
        self.ready = asyncio.Event()
        self.over = asyncio.Event()
        self.taken = asyncio.Event()
        self.answers = 0
        self._numbers = itertools.count()
        self._asked: dict[int, asyncio.Future[str]] = {}
        self._writer: asyncio.StreamWriter
        self._listening = asyncio.create_task(self._listen())

    async def _listen(self) -> None:
        reader, self._writer = await asyncio.open_connection(sock=self._ours)
        try:
            if await reader.readline() == b"ready\n":
                self.ready.set()
            while line := await reader.readline():
                number, became = json.loads(line)
                self.answers += became == "taken"
                self.taken.set()
                self._asked.pop(number).set_result(became)
        except (OSError, ValueError):
            pass  # it died in the middle of a line
        await asyncio.to_thread(self.process.join)
        self._writer.close()
        self.over.set()
        self.taken.set()
        self.ready.clear()
        for waiting in self._asked.values():
            waiting.set_exception(Gone())

    async def ask(self, do: str, **more: Any) -> str:
        """What became of it: taken, known, or why not. Raises Gone."""
        if not self.ready.is_set():
            raise Gone
        number = next(self._numbers)
        answer: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._asked[number] = answer
        self._writer.write(json.dumps({"n": number, "do": do, **more}).encode() + b"\n")
        return await answer

    async def works(self, count: int) -> None:
        """Until it has taken so much, or is dead."""
        while self.answers < count and not self.over.is_set():
            self.taken.clear()
            await self.taken.wait()

    async def kill(self) -> None:
        """As a power cut does it."""
        self.process.kill()
        await self._listening

    async def stop(self) -> None:
        """In good order: it hears that nobody will ask any more."""
        if self.ready.is_set():
            self._writer.write_eof()
        await self._listening
