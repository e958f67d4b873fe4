"""A shift at the desk: a house with two queues, agents who come and go, people who call.

The clock stands until it is moved on; nothing happens by itself, only when somebody looks. Leases
are the store's own and hold for as long as a test takes, so a page that died without a word is made
by `vanish`.
"""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from pathlib import Path
from typing import Any
from unittest.mock import patch

import httpx2

from flowengine.desk.items import Item
from flowengine.desk.people import SUPERVISOR, Presence, User
from flowengine.host import guarded
from flowengine.host.desk.desk import Desk
from flowengine.host.house import House
from flowengine.store.database import Database
from flowengine.store.opening import opened
from flowengine.store.verbs import Store

LINE = """flow line "Line"
channels chat, sms, voice
languages en, uk
written in en

slots
  number: phone

hours day
  zone Europe/London
  mon-fri 9:00-17:00

queue people
  at most 3 waiting
  offer for 20s
  wrap up 60s
  overflow after 90s to duty

queue duty
  wrap up 30s

queue office
  hours day
  outcome needed

start:
  -> main

menu main "What would you like?"
  1 "A person" -> person
  2 "Somebody on duty" -> duty
  3 "Now, please" -> urgent
  4 "Call me" -> phone
  5 "The office" -> office
  6 "A note" -> note
  7 "Bye" -> bye

person:
  handoff people
    while waiting every 30s:
      say "You are number {{ queue.position }}."
      if queue.wait is known:
        say "It will take {{ queue.wait | range }}."
    on nobody: say "Nobody is there." -> main
    on closed: say "We are closed." -> main
    on full: say "Too many wait." -> main
  say "Back with the machine."
  -> main

duty:
  handoff duty
    on nobody: say "Nobody is there." -> main
    on closed: say "We are closed." -> main
  say "Back with the machine."
  -> main

urgent:
  handoff people
    priority highest
    on nobody: say "Nobody is there." -> main
    on closed: say "We are closed." -> main
  say "Back with the machine."
  -> main

office:
  handoff office
    on nobody: say "Nobody is there." -> main
    on closed: say "We are closed." -> main
  -> main

phone:
  set number = "+385911234567"
  send callback to number "Please call."
    for people
  -> main

note:
  note "The door is broken." for people
  -> main

bye:
  end
"""
_NO_NET = httpx2.MockTransport(lambda _: httpx2.Response(404))
_COMPILED: dict[str, Any] = {}
MONDAY = 1_609_754_400.0  # 4 January 2021, 10:00 in UTC


def _house(folder: Path, store: Database) -> House:
    """Nobody here asks the net for anything; reading its certificates would take half the time."""
    with patch.object(guarded, "client", lambda *_, **__: httpx2.AsyncClient(transport=_NO_NET)):
        return House(folder, store)


class Shift:
    """Of one node; `beside` is another one on the same store."""

    def __init__(self, address: str | Path, folder: Path, *, beside: bool = False) -> None:
        folder.mkdir(exist_ok=True)
        (folder / "line.flow").write_text(LINE, encoding="utf-8")
        self.address, self.folder = address, folder
        self.now = MONDAY
        self.house = _house(folder, opened(address, beside=beside))
        self.house.conversations.clock = lambda: self.now
        self.users: dict[str, User] = {}

    @property
    def desk(self) -> Desk:
        return self.house.desk

    @property
    def store(self) -> Store:
        return self.house.store

    async def open(self) -> None:
        """As `House.start`, but nothing goes on by itself."""
        await self.store.start()
        await self.house.node.join()
        self._serve()

    def _serve(self) -> None:
        """The folder is the same each time, and is compiled once for all tests."""
        library = self.house.library
        if not _COMPILED:
            library.refresh()
            _COMPILED.update(programs=library.programs, _sources=library._sources)
        for name, found in _COMPILED.items():
            setattr(library, name, found)

    async def close(self) -> None:
        await self.house.stop()

    async def restart(self) -> None:
        """The process was killed and another one begins; pages have not come back yet."""
        await self.close()
        self.house = _house(self.folder, opened(self.address))
        self.house.conversations.clock = lambda: self.now
        await self.open()

    def beside(self) -> Shift:
        """Another node on the same store, not open yet."""
        other = Shift(self.address, self.folder, beside=True)
        other.now, other.users = self.now, self.users
        return other

    # ------------------------------------------------------------ what time does

    async def look(self, seconds: float = 0.0) -> None:
        """Some time goes by, the router looks, and what it tells has arrived."""
        self.now += seconds
        await self.desk.router.look()
        await self.desk.beside.catch_up()
        await self.settle()

    async def settle(self) -> None:
        await self.desk.idle()
        await self.house.errands.idle()
        await self.desk.idle()

    # ------------------------------------------------------------ agents

    async def hire(self, name: str, queues: Sequence[str] = ("*",), **about: Any) -> User:
        """Somebody who can answer these queues, and is not there yet."""
        user = User(
            id=name, name=name, shown=name.title(), queues=tuple(queues), version=1, **about
        )
        assert await self.store.write_user(user)
        self.users[name] = user
        return user

    async def sit(self, name: str, device: str = "desk", status: str = "ready") -> Presence:
        """They open a page, and say how they are."""
        page = await self.desk.arrive(name, device)
        await self.desk.set_status(self.users[name], status)
        return page

    async def sit_new(self, name: str, device: str = "desk") -> Presence:
        """Somebody new who answers all queues and is ready; their page."""
        await self.hire(name)
        return await self.sit(name, device)

    async def agent(self, name: str, queues: Sequence[str] = ("*",), **about: Any) -> User:
        """Somebody who is there and ready."""
        user = await self.hire(name, queues, **about)
        await self.sit(name)
        return user

    async def supervisor(self) -> User:
        return await self.hire("sofia", roles=(SUPERVISOR,))

    async def vanish(self, name: str, device: str = "desk") -> None:
        """Their browser died without a word, and the lease of that page has run out."""
        await self.store.attend(name, device, self.house.node.id, -1.0)

    async def standing(self, name: str) -> str:
        found = {one.agent: one.status for one in await self.store.standings()}
        return found.get(name, "")

    # ------------------------------------------------------------ people

    async def person(self, *said: str, channel: str = "chat", contact: str = "") -> str:
        """Somebody who has said this to the line; gives the conversation."""
        begin = self.house.conversations.begin
        opened_ = await begin("line", channel=channel, contact=contact)
        for text in said:
            await self.house.conversations.say(opened_.conversation.id, text)
        return opened_.conversation.id

    async def waiting(self, text: str = "1", channel: str = "chat") -> Item:
        """Somebody who asks for a person; their item after the router has looked."""
        key = await self.person(text, channel=channel)
        await self.look()
        return await self.of(key)

    async def served(self, user: User, text: str = "1", channel: str = "chat") -> Item:
        """Somebody whom this agent talks with."""
        item = await self.waiting(text, channel)
        assert item.agent == user.id, item
        item = await self.desk.accept(user, item.token)
        await self.settle()
        return item

    async def of(self, conversation: str) -> Item:
        """The last item of a conversation."""
        return (await self.store.items(conversation=conversation))[-1]

    async def item(self, item: Item) -> Item:
        """The same item as it is now."""
        found = await self.store.item(item.id)
        assert found is not None
        return found

    async def heard(self, conversation: str) -> list[str]:
        """What the flow and the host said to the person, without questions."""
        found = await self.house.conversations.read(conversation, 0)
        return [line.text for _, side, line in found if side == "flow" and line.kind == "text"]

    async def logged(self, item: Item) -> list[str]:
        return [one.kind for one in await self.store.entries(item=item.id)]


Scene = Callable[[Shift], Awaitable[Any]]


def worked(address: str | Path, folder: Path, scene: Scene) -> None:
    """Runs a scene on a fresh store, and closes what it left open."""

    async def whole() -> None:
        shift = Shift(address, folder)
        await shift.open()
        try:
            await scene(shift)
        finally:
            await shift.close()

    asyncio.run(whole())
