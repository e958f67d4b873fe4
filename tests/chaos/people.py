"""People who write and, like pages and providers, bring each message again until it is taken."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from random import Random

from tests.chaos import scene
from tests.chaos.nodes import Gone, Node

AGAIN = 0.1  # seconds until a message is brought again

Anybody = Callable[[], Awaitable[Node]]


@dataclass
class Person:
    """`name` is an address of the bridge, or where `page` is true that of their conversation.

    `said` is what was taken, in bursts: what is in one was written at the same time.
    """

    name: str
    page: bool
    chance: Random
    anybody: Anybody
    said: list[tuple[str, ...]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    again: int = 0
    _count: int = 0

    async def talk(self, done: asyncio.Event) -> None:
        if self.page:
            await self._until_taken("begin")
        else:
            await self._burst(scene.HELLO, scene.HELLO)
        while not done.is_set():
            kinds = [self.chance.choice(scene.KINDS) for _ in range(self.chance.choice((1, 1, 2)))]
            await self._burst(*kinds)
            if not self.page and self.chance.random() < 0.1:
                await self._burst(scene.BYE)
                await self._burst(scene.HELLO, scene.HELLO)

    async def _burst(self, *kinds: str) -> None:
        """Several messages at once."""
        texts = []
        for kind in kinds:
            self._count += 1
            texts.append(f"{kind} {self.name}-{self._count}")
        await asyncio.gather(*map(self._write, texts))
        self.said.append(tuple(texts))

    async def _write(self, text: str) -> None:
        name = text.partition(" ")[2]
        await self._until_taken("say" if self.page else "arrive", text=text, id=name)

    async def _until_taken(self, do: str, **more: str) -> None:
        while True:
            try:
                became = await (await self.anybody()).ask(do, key=self.name, **more)
            except Gone:
                self.again += 1
                continue
            if became in ("taken", "known"):
                return
            self.refused.add(became)
            await asyncio.sleep(AGAIN)
