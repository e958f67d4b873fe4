"""A folder of one flow, a store, and whoever publishes; people who talk through it."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

from flowengine.host.conversations import Conversations
from flowengine.host.editions import Editions
from flowengine.host.library import Library, read_folder
from flowengine.host.planning import Change, Plan
from flowengine.host.publishing import Publishing
from flowengine.language.project import Sources
from flowengine.store.database import Database
from flowengine.store.opening import opened

LINE = """flow line "Line"
channels chat, sms, voice

queue people

start:
  say "Welcome."
  -> main

menu main "What would you like?"
  1 "Shelter" -> shelter
  2 "A person" -> person
  3 "Nothing" -> bye

shelter:
  ask beds: number "How many beds?"
  ask day: text "Which day?"
  say "{{ beds }} beds on {{ day }}."
  -> main

person:
  handoff people
    on nobody: -> main
  -> main

bye:
  say "Bye."
  end
"""
SHORT = """flow line "Line"
channels chat, sms, voice

queue people

start:
  -> main

menu main "What would you like?"
  2 "A person" -> person
  3 "Nothing" -> bye

person:
  say "Call us."
  -> main

bye:
  say "Bye."
  end
"""
GONE = (
    "I am sorry, something has changed here meanwhile, and where we were is no more."
    " Let us go on from here."
)


class Town:
    """`conversations` serve what is in the folder; `publishing` publishes beside or within them."""

    def __init__(self, folder: Path, store: Database) -> None:
        self.folder = folder
        self.folder.mkdir(exist_ok=True)
        self.store = store
        self.now = 1_000_000.0
        self.write(LINE)

    async def open(self) -> None:
        await self.store.start()
        self.settle()

    def settle(self) -> None:
        """A server that remembers nothing."""
        self.library = Library(self.folder)
        self.library.refresh()
        self.editions = Editions(self.library, self.store)
        self.conversations = Conversations(self.editions, self.store, clock=self.clock)
        self.publishing = Publishing(
            self.library,
            self.store,
            self.editions,
            clock=self.clock,
            commit=self.conversations.commit,
        )
        self.conversations.stepping.rescue = self.publishing.rescue

    def clock(self) -> float:
        return self.now

    def write(self, text: str, name: str = "line") -> None:
        (self.folder / f"{name}.flow").write_text(text, encoding="utf-8")

    @property
    def sources(self) -> Sources:
        return read_folder(self.folder)

    async def look(self, **wanted: Any) -> Plan:
        return await self.publishing.look(self.sources, **wanted)

    async def change(self, **wanted: Any) -> Change:
        (only,) = (await self.look(**wanted)).changes
        return only

    async def talk(self, *said: str, channel: str = "chat") -> str:
        """Somebody who has said this so far; gives the conversation."""
        opened_ = await self.conversations.begin("line", channel=channel)
        key = opened_.conversation.id
        for text in said:
            await self.conversations.say(key, text)
        return key

    async def says(self, key: str, text: str) -> list[str]:
        """What the flow says to it."""
        before = (await self.conversations.look(key)).messages
        await self.conversations.say(key, text)
        return await self.said(key, before)

    async def said(self, key: str, since: int) -> list[str]:
        found = await self.conversations.read(key, since)
        return [line.text for _, side, line in found if side == "flow"]


def played(address: str | Path, folder: Path, scene: Callable[[Town], Awaitable[Any]]) -> None:
    async def whole() -> None:
        town = Town(folder, opened(address))
        await town.open()
        try:
            await scene(town)
        finally:
            await town.conversations.idle()
            await town.store.close()

    asyncio.run(whole())
