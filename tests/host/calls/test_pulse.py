from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flowengine.host.calls import pulse
from flowengine.host.calls.attending import attended
from flowengine.host.calls.pulse import EVERY, LASTS, Pulse
from flowengine.host.conversations import Opened
from flowengine.runtime.events import HungUp, Switched
from flowengine.speech.duplex import reports
from flowengine.speech.duplex.orders import Listen
from flowengine.store.records import Timer
from flowengine.store.verbs import StoreError
from tests.host.calls.house import CalledShop, played


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
