"""A running host on a small shop: its own folder, a clock that stands, a service that we play."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from flowengine.host.conversations import Conversations, Opened
from flowengine.host.desk.desk import Desk
from flowengine.host.editions import Editions
from flowengine.host.errands import Errands
from flowengine.host.fetch import Fetcher
from flowengine.host.library import Library
from flowengine.host.lines import Line
from flowengine.host.timers import Timers
from flowengine.store.database import Database
from flowengine.store.opening import opened
from tests.host.office import Office
from tests.host.town import Town, played

SHOP = """flow shop "The shop"
channels chat, sms

slots
  name: text
  pin: digits, secret
  phone: phone

service stock "https://stock.example"
  timeout 60s

queue people

on quiet 1h: say "Are you still there?"

start:
  say "Welcome."
  -> main

menu main "What would you like?"
  1 "Our stock" -> stock
  2 "A person" -> person
  3 "Leave a name" -> name
  4 "Nothing" -> bye
  5 "Order" -> order
  6 "Trouble" -> trouble

stock:
  fetch goods from stock "/goods"
    on error: say "I can't look it up." -> main
    on late: say "By the way, it is {{ goods.count }}."
  say "We have {{ goods.count }}."
  -> main

order:
  fetch placed from stock "/orders"
    send what = "bread"
    on error: say "Your order did not go through." -> main
  say "Ordered."
  -> main

trouble:
  set name = 1 / (name | count)
  -> main

person:
  handoff people
    on nobody: say "Nobody is here." -> main
  end

name:
  ask name: text "Your name?"
  ask pin "Your PIN?"
  ask phone "Your phone number?"
  save "Name" = name
  send sms to phone "{{ name }} was here."
  say "Thank you, {{ name }}."
  -> main

bye:
  say "Goodbye."
  end
"""


class Service:
    """What the stock service answers; `gate` holds its answers back until it is set."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.gate = asyncio.Event()
        self.gate.set()

    async def __call__(self, request: httpx2.Request) -> httpx2.Response:
        self.asked.append(f"{request.method} {request.url.path}")
        await self.gate.wait()
        return httpx2.Response(200, json={"count": 7})


class Shop:
    """The host on a folder and a store; `restart` is a new process on the same files."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.flow = folder / "flows" / "shop.flow"
        self.flow.parent.mkdir()
        self.flow.write_text(SHOP, encoding="utf-8")
        self.now = 1_000_000.0
        self.service = Service()
        self.address: str | Path = folder / "store.db"
        self.store: Database | None = None

    async def open(self) -> None:
        self.store = opened(self.address)
        await self.store.start()
        self.library = Library(self.flow.parent)
        self.library.refresh()
        self.conversations = Conversations(
            Editions(self.library, self.store), self.store, clock=lambda: self.now
        )
        self.fetcher = Fetcher(
            secrets={}, transport=httpx2.MockTransport(self.service), resolve=_public
        )
        self.errands = Errands(self.conversations, self.fetcher)
        self.timers = Timers(self.conversations, self.store)
        self.desk = Desk(self.conversations, self.store, self.errands)

    async def attend(self) -> None:
        """The desk looks after who waits, and all it tells has arrived."""
        await self.desk.router.look()
        await self.desk.beside.catch_up()
        await self.desk.idle()
        await self.errands.idle()

    async def close(self) -> None:
        if self.store is not None:
            await self.conversations.idle()
            await self.conversations.stepping.doubt.close()
            await self.desk.idle()
            await self.errands.let_go()
            await self.fetcher.close()
            await self.store.close()
            self.store = None

    async def restart(self) -> None:
        await self.close()
        await self.open()

    async def waiting(self, kind: str) -> int:
        """How many there are in the store: timers, errands, queued, …"""
        assert self.store is not None
        return (await self.store.counts())[kind]

    async def begin(self) -> Opened:
        return await self.conversations.begin("shop", channel="chat")

    async def said(self, key: str, since: int = 0) -> list[str]:
        """The words of the flow after line `since`."""
        found = await self.conversations.read(key, since)
        return [line.text for _, side, line in found if side == "flow"]

    async def lines(self, key: str) -> list[Line]:
        return [line for _, _, line in await self.conversations.read(key, 0)]


async def _public(host: str, port: int) -> list[str]:
    return ["8.8.8.8"]


Play = Callable[[Callable[[Shop], Awaitable[Any]]], Any]


@pytest.fixture
def play(tmp_path: Path) -> Play:
    """Runs a play with a fresh shop, and closes whatever it left open."""

    def run(scene: Callable[[Shop], Awaitable[Any]]) -> Any:
        async def whole() -> Any:
            shop = Shop(tmp_path)
            await shop.open()
            try:
                return await scene(shop)
            finally:
                await shop.close()

        return asyncio.run(whole())

    return run


Stage = Callable[[Callable[[Town], Awaitable[Any]]], None]


@pytest.fixture(params=["sqlite", "postgresql"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Stage:
    """Runs a scene in a town of its own, on either store."""
    address: str | Path = tmp_path / "store.db"
    if request.param == "postgresql":
        address = str(request.getfixturevalue("postgresql"))
    return lambda scene: played(address, tmp_path / "flows", scene)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with asyncio.Runner() as runner:
        store = opened(tmp_path / "store.db")
        runner.run(store.start())
        yield Office(runner, store)
        runner.run(store.close())
