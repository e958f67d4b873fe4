"""That a call goes on is written down; and what becomes of one that nobody says it of any more."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from urllib.parse import urlencode

import pytest
from psycopg import conninfo

from flowengine.host import node
from flowengine.host.calls import pulse
from flowengine.host.calls.attending import attended
from flowengine.host.calls.pulse import EVERY, LASTS, Pulse
from flowengine.host.calls.recordings import NOTHING_RECORDED
from flowengine.host.conversations import Conversations, Opened
from flowengine.host.editions import Editions
from flowengine.host.node import Node
from flowengine.host.timers import Timers
from flowengine.runtime.events import HungUp, Switched
from flowengine.speech.duplex import reports
from flowengine.speech.duplex.orders import HangUp, Listen
from flowengine.store.opening import opened
from flowengine.store.records import Timer
from flowengine.store.verbs import StoreError
from tests.host.calls.house import SHOP, CalledShop, played
from tests.nodes import Proxy


@pytest.mark.parametrize(
    ("name", "event"),
    [
        ("call ", HungUp(at=9.0)),
        ("call chat", Switched(at=9.0, channel="chat")),
        ("call", None),
        ("quiet 30", None),
    ],
)
def test_what_the_last_word_of_a_call_means(name: str, event: object) -> None:
    assert pulse.word(Timer("c1", 0, name, 5.0), 9.0) == event


def test_the_last_word_of_a_call_is_put_off_while_it_lives_and_dropped_when_it_ends(
    tmp_path: Path,
) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin("chat")
        key = begun.conversation.id
        caller = await shop.called(begun)
        await caller.until(Listen)
        await _until(shop, key, "call chat")
        assert (await _word(shop, key)).due == shop.now + LASTS
        assert LASTS > 2 * EVERY  # one word may be late
        caller.hangs_up()
        await shop.over()
        assert not [one for one in await shop.conversations.timers(key) if pulse.word(one, 0.0)]
        assert (await shop.conversations.look(key)).channel == "chat"

    played(tmp_path, scene)


@pytest.mark.parametrize("channel", ["chat", "voice"])
def test_a_caller_who_was_cut_off_goes_on_where_they_were(tmp_path: Path, channel: str) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin(channel)
        key = begun.conversation.id
        await _cut_off(shop, begun)
        before = await shop.conversations.look(key)
        assert (before.channel, before.ended) == ("voice", False)
        again = await attended(shop.conversations, key, begun.token)
        assert again.back == ("chat" if channel == "chat" else "")

    played(tmp_path, scene)


@pytest.mark.parametrize(
    ("channel", "after"), [("chat", ("chat", False)), ("voice", ("voice", True))]
)
def test_a_caller_who_does_not_come_back_has_hung_up(
    tmp_path: Path, channel: str, after: tuple[str, bool]
) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin(channel)
        await _cut_off(shop, begun)
        await shop.timers.look()
        assert not (await shop.conversations.look(begun.conversation.id)).ended
        shop.now += LASTS
        await shop.timers.look()
        found = await shop.conversations.look(begun.conversation.id)
        assert (found.channel, found.ended) == after

    played(tmp_path, scene)


def test_a_call_goes_on_though_its_word_could_not_be_written_in_time(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin("chat")
        key = begun.conversation.id
        caller = await shop.called(begun)
        await caller.until(Listen)
        await _until(shop, key, "call chat")
        shop.timers.carries = shop.calls.carries
        shop.now += LASTS
        await shop.timers.look()
        assert (await shop.conversations.look(key)).channel == "voice"

    played(tmp_path, scene)


def test_a_store_that_is_away_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(pulse, "AFTER_TROUBLE", 0.01)

    async def scene(shop: CalledShop) -> None:
        key = (await shop.begin("chat")).conversation.id
        real, tried = shop.conversations.set_timer, 0

        async def away(timer: Timer) -> None:
            nonlocal tried
            tried += 1
            if tried < 3:
                raise StoreError("away")
            await real(timer)

        monkeypatch.setattr(shop.conversations, "set_timer", away)
        beating = Pulse(shop.conversations, key, "chat")
        async with beating.beating():
            await _until(shop, key, "call chat")
        monkeypatch.setattr(shop.conversations, "drop_timer", _away)
        await beating.stop()
        assert caplog.text.count("that a call goes on was not written: away") == 3

    played(tmp_path, scene)


class Other:
    """Another node at the same database, by a road of its own."""

    def __init__(self, shop: CalledShop, address: str) -> None:
        self.store = opened(address)
        self.node = Node(self.store)
        editions = Editions(shop.library, self.store)
        self.conversations = Conversations(editions, self.store, clock=lambda: shop.now)
        self.timers = Timers(self.conversations, self.store)
        self.timers.reached = self.node.reached

    async def close(self) -> None:
        await self.conversations.idle()
        await self.conversations.stepping.doubt.close()
        await self.store.close()


@pytest.mark.slow
@pytest.mark.parametrize("back_first", [True, False], ids=["both are back", "the other one only"])
def test_a_database_that_was_away_ends_no_call_that_goes_on_elsewhere(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgresql: str, *, back_first: bool
) -> None:
    """On PostgreSQL, with two nodes: one carries the call, the other is the first to look."""
    monkeypatch.setattr(pulse, "AFTER_TROUBLE", 0.05)
    monkeypatch.setattr(pulse, "EVERY", 0.05)
    clock = 1000.0  # of nodes; that of the loop goes on as ever
    monkeypatch.setattr(node, "time", SimpleNamespace(monotonic=lambda: clock))

    async def scene(shop: CalledShop, road: Proxy, other: Other) -> None:
        def pass_by(seconds: float) -> None:
            nonlocal clock
            clock, shop.now = clock + seconds, shop.now + seconds

        begun = await shop.begin("chat")
        key = begun.conversation.id
        caller = await shop.called(begun)
        await caller.until(Listen)
        await _until(shop, key, "call chat")
        await other.node.join()
        target = road.targets.pop()  # of the node that carries it
        road.cut()
        pass_by(50.0)  # nor did the other reach the database meanwhile
        await other.timers.look()
        found = await other.conversations.look(key)
        assert (found.channel, found.ended) == ("voice", False)
        if back_first:
            road.targets.append(target)
            await _put_off(other, key, shop.now + LASTS)
        assert await other.node.beat() is False
        for _ in range(3):  # the other one goes on well
            pass_by(8.0)
            await other.node.beat()
        assert other.node.reached() > pulse.ANSWERS
        await other.timers.look()
        found = await other.conversations.look(key)
        assert found.channel == ("voice" if back_first else "chat")
        if not back_first:  # nobody else could know better; the person has talked on all the time
            road.targets.append(target)
            shop.conversations.listeners.ring(key)
            await _by_voice(other, key)
        assert shop.calls.carries(key)
        assert not [o for _, o in shop.exchange.ordered() if isinstance(o, HangUp)]

    async def whole() -> None:
        with _road(postgresql) as (road, address):
            shop = CalledShop(tmp_path, NOTHING_RECORDED, SHOP, store=address)
            await shop.open()
            other = Other(shop, postgresql)
            await other.store.start()
            try:
                await scene(shop, road, other)
            finally:
                await other.close()
                await shop.close()

    asyncio.run(whole())


@contextmanager
def _road(postgresql: str) -> Iterator[tuple[Proxy, str]]:
    """To the database, by a way that can be cut; and its address by that."""
    parts = conninfo.conninfo_to_dict(postgresql)
    with Proxy(f"{parts['host']}/.s.PGSQL.{parts.get('port', 5432)}") as road:
        words = urlencode({"user": parts["user"], "host": "127.0.0.1", "port": road.port})
        yield road, f"postgresql:///{parts['dbname']}?{words}"


async def _put_off(other: Other, key: str, due: float) -> None:
    async with asyncio.timeout(60):
        while due not in [one.due for one in await other.conversations.timers(key)]:
            await asyncio.sleep(0.01)


async def _by_voice(other: Other, key: str) -> None:
    async with asyncio.timeout(60):
        while (await other.conversations.look(key)).channel != "voice":
            await asyncio.sleep(0.01)


async def _away(_timer: Timer) -> None:
    raise StoreError("away")


async def _cut_off(shop: CalledShop, begun: Opened) -> None:
    caller = await shop.called(begun)
    await caller.until(Listen)
    back = "chat" if begun.conversation.channel == "chat" else ""
    await _until(shop, begun.conversation.id, f"call {back}")
    shop.calls.reported(caller.call, reports.Gone(at=0.0, why=reports.CUT_OFF))
    await shop.over()


async def _until(shop: CalledShop, key: str, name: str) -> None:
    async with asyncio.timeout(30):
        while name not in [one.name for one in await shop.conversations.timers(key)]:
            await asyncio.sleep(0)


async def _word(shop: CalledShop, key: str) -> Timer:
    return next(one for one in await shop.conversations.timers(key) if pulse.word(one, 0.0))
