"""A hotline with a queue, a person who waits in it, and two of us who may answer."""

from __future__ import annotations

import asyncio
import dataclasses
from collections.abc import Awaitable, Callable, Mapping
from pathlib import Path
from typing import Any

import httpx2

from flowengine.desk import moves
from flowengine.desk.items import Item
from flowengine.desk.moves import Move
from flowengine.desk.people import User
from flowengine.desk.permissions import STANDARD
from flowengine.host.conversations import Conversations
from flowengine.host.desk.acting import Acting
from flowengine.host.desk.moving import Moving
from flowengine.host.desk.talk import Talk
from flowengine.host.editions import Editions
from flowengine.host.errands import Errands
from flowengine.host.fetch import Fetcher
from flowengine.host.library import Library
from flowengine.language.program import Queue
from flowengine.store.opening import opened

LINE = """flow line "The line"
channels chat, sms, voice, email

slots
  topic: text
  pin: text, secret

queue people

start:
  ask topic: text "What is it about?"
  ask pin "Your PIN?"
  save "Topic" = topic
  handoff people
    brief "About {{ topic }}"
    on nobody: say "Nobody is here." -> more
  say "You are back with the machine."
  -> more

more:
  ask answer: text "Anything else?"
  say "Noted."
  end
"""
SCRIPT = """flow intake "Intake"
channels agent

slots
  topic: text, from page

start:
  say "It is about {{ topic | default("something") }}."
  ask age: number "How old are they?"
  save "Age" = age
  end
"""

OLENA = User(id="u1", name="olena", shown="Olena", queues=("*",), version=1)
MARKO = User(id="u2", name="marko", shown="Marko", queues=("*",), version=1)


class Bureau:
    """The desk as a talk knows it, without router and without presence."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self.queues: dict[str, Queue] = {"people": Queue(hours="", most=0)}
        self.moving = Moving(
            office.store, lambda: office.conversations.node, office.errands.perform
        )
        self.acting = Acting(office.store, self.moving, lambda: office.now, STANDARD)
        self.bell = self.moving.bell
        self.done: list[tuple[str, ...]] = []

    async def users(self) -> Mapping[str, User]:
        return {one.id: one for one in await self._office.store.users()}

    async def make(self, *made: Move) -> tuple[str, ...]:
        return await self.moving.move(*made)

    async def act(
        self, user: User, item_id: str, action: str, make: Callable[[Item, float], Move]
    ) -> Item:
        return await self.acting.act(user, item_id, action, make)

    async def finish(self, user: User, item_id: str, *, place: str = "") -> Item:
        def made(item: Item, at: float) -> Move:
            return moves.finished(item, at + 60, at, place=place)

        return await self.act(user, item_id, "item.close", made)

    async def close(self, user: User, item_id: str, outcome: str, note: str = "") -> Item:
        self.done.append(("close", outcome, note))
        return await self.act(
            user, item_id, "item.close", lambda item, at: moves.closed(item, at, outcome)
        )

    async def tried(self, user: User, item_id: str, result: str, when: float = 0.0) -> Item:
        self.done.append(("tried", result))
        return await self.act(
            user,
            item_id,
            "item.callback",
            lambda item, at: moves.tried(item, result, when or at + 1800, at),
        )


_READ: dict[str, Library] = {}  # by the text of the line: to compile it takes longer than a scene


def read(folder: Path, line: str) -> Library:
    """A library of that line and the script, read once for all scenes."""
    found = _READ.get(line)
    if found is None:
        folder.mkdir(exist_ok=True)
        (folder / "line.flow").write_text(line, encoding="utf-8")
        (folder / "intake.flow").write_text(SCRIPT, encoding="utf-8")
        found = _READ[line] = Library(folder)
        found.refresh()
    return found


class Office:
    """`queue` changes the terms of the queue "people"."""

    def __init__(self, address: str | Path, folder: Path) -> None:
        self.folder = folder
        self.now = 1_000_000.0
        self.store = opened(address)

    async def open(self) -> None:
        await self.store.start()
        self.library = read(self.folder, LINE)
        self.conversations = Conversations(
            Editions(self.library, self.store), self.store, clock=lambda: self.now
        )
        nobody = httpx2.MockTransport(lambda _: httpx2.Response(404))  # no certificates to read
        self.fetcher = Fetcher(secrets={}, transport=nobody)
        self.errands = Errands(self.conversations, self.fetcher)
        self.bureau = Bureau(self)
        self.talk = Talk(self.conversations, self.store, self.bureau)
        for user in (OLENA, MARKO):
            await self.store.write_user(user)

    async def close(self) -> None:
        await self.errands.idle()
        await self.conversations.idle()
        await self.errands.let_go()
        await self.fetcher.close()
        await self.store.close()

    def serves(self, line: str) -> None:
        """Another text of the line, from now on."""
        self.library = read(self.folder, line)
        self.conversations.editions.library = self.library

    def queue(self, **terms: Any) -> None:
        self.bureau.queues["people"] = dataclasses.replace(self.bureau.queues["people"], **terms)

    async def waits(self, *said: str, **beginning: Any) -> Item:
        """Somebody begins, says this (a topic and a PIN) and waits."""
        beginning.setdefault("channel", "chat")
        opened_ = await self.conversations.begin("line", **beginning)
        key = opened_.conversation.id
        for words in said or ("a form", "4711"):
            self.now += 1
            await self.conversations.say(key, words)
        (item,) = await self.store.items(conversation=key)
        return item

    async def talks(self, user: User = OLENA, *said: str, **beginning: Any) -> Item:
        """The same, and the user has accepted."""
        return await self.accepted(await self.waits(*said, **beginning), user)

    async def accepted(self, item: Item, user: User) -> Item:
        move = moves.pulled(item, user.id, self.now)
        assert await self.bureau.make(move) == ("moved",)
        await self.errands.idle()
        return move.after

    async def move(self, move: Move) -> Item:
        assert await self.bureau.make(move) == ("moved",)
        await self.errands.idle()
        return move.after

    async def said(self, key: str) -> list[tuple[str, str]]:
        """Side and text of every line."""
        return [(side, line.text) for _, side, line in await self.conversations.read(key, 0)]


def played(address: str | Path, folder: Path, scene: Callable[[Office], Awaitable[Any]]) -> None:
    async def whole() -> None:
        office = Office(address, folder)
        await office.open()
        try:
            await scene(office)
        finally:
            await office.close()

    asyncio.run(whole())
