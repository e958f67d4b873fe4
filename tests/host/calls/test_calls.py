from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from flowengine.speech.duplex import reports
from flowengine.speech.duplex.orders import HangUp, Listen
from flowengine.store.verbs import StoreError
from tests.host.calls.house import SHOP, CalledShop, played


def test_only_what_is_served_by_voice_begins_anything(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        shop.calls.serve([])
        assert shop.exchange.started == 0
        for _ in range(2):
            shop.calls.serve(shop.library.programs.values())
        async with asyncio.timeout(60):
            while not shop.voices.prepared:
                await asyncio.sleep(0)
        assert (shop.exchange.started, shop.voices.prepared) == (1, ["shop"])
        assert shop.exchange.languages == ["en"]  # in which a call begins

    played(tmp_path, scene)


def test_every_flow_of_a_folder_is_made_ready_once(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        other = SHOP.replace("flow shop", "flow office", 1)
        (tmp_path / "flows" / "office.flow").write_text(other, encoding="utf-8")
        shop.library.refresh()
        served = shop.library.programs.values()
        assert len({program.digest for program in served}) == 1  # that of their folder
        for _ in range(2):
            shop.calls.serve(served)
        async with asyncio.timeout(60):
            while len(shop.voices.prepared) < 2:
                await asyncio.sleep(0)
        assert sorted(shop.voices.prepared) == ["office", "shop"]

    played(tmp_path, scene)


def test_a_flow_that_is_only_written_with_begins_nothing(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        shop.calls.serve(shop.library.programs.values())
        await asyncio.sleep(0)
        assert shop.exchange.started == 0
        refused = await shop.called(await shop.begin("chat"))
        assert shop.exchange.told[-1] == ("reject", refused.call, "no-channel")

    played(tmp_path, scene, flow=SHOP.replace("channels chat, voice", "channels chat, sms"))


def test_a_wrong_token_opens_no_call(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        await shop.called(await shop.begin(), token="forged")
        assert shop.exchange.told == [("reject", "call1", "forbidden")]

    played(tmp_path, scene)


def test_a_conversation_has_one_call_and_another_after_it(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin("chat")
        first = await shop.called(begun)
        await first.until(Listen)
        assert shop.calls.count == 1
        await shop.called(begun, "call2")
        assert shop.exchange.told[-1] == ("reject", "call2", "not-now")
        first.hangs_up()
        await shop.over()
        again = await shop.called(begun, "call3")
        await again.until(Listen)

    played(tmp_path, scene)


def test_an_ended_conversation_is_not_called(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin("chat")
        await shop.conversations.end(begun.conversation.id)
        await shop.called(begun)
        assert shop.exchange.told == [("reject", "call1", "ended")]

    played(tmp_path, scene)


def test_a_call_that_was_lost_with_its_node_goes_on_by_the_flows_own_way(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin()
        await shop.conversations.say(begun.conversation.id, "3", "lost-1")
        caller = await shop.called(begun)
        await caller.until(Listen)
        assert "Welcome." not in caller.heard()

    played(tmp_path, scene)


def test_who_gives_up_before_the_answer_is_let_go(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin()
        arrived = shop.calls.arrived

        def and_gone(arriving: Any) -> None:
            arrived(arriving)
            shop.calls.reported(arriving.call, reports.Gone(at=0.0, why="hung up"))

        shop.exchange.arrived = and_gone
        await shop.called(begun)
        await shop.over()
        assert (await shop.conversations.look(begun.conversation.id)).ended

    played(tmp_path, scene)


def test_a_store_that_cannot_be_asked_refuses_the_call(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shop: CalledShop) -> None:
        begun = await shop.begin()

        async def away(_key: str) -> Any:
            raise StoreError("away")

        monkeypatch.setattr(shop.store, "conversation", away)
        await shop.called(begun)
        assert shop.exchange.told == [("reject", "call1", "busy")]

    played(tmp_path, scene)


def test_where_nobody_can_speak_the_call_is_ended_and_the_next_one_tries_again(
    tmp_path: Path,
) -> None:
    async def scene(shop: CalledShop) -> None:
        opened, shop.calls._open_makers = shop.calls._open_makers, _unable
        caller = await shop.called(await shop.begin())
        assert (await caller.until(HangUp)).at_once
        shop.calls._open_makers = opened
        other = await shop.called(await shop.begin(), "call2")
        await other.until(Listen)

    played(tmp_path, scene)


def _unable() -> Any:
    raise OSError("no room for sounds")


def test_stopping_cuts_off_whoever_is_there_and_closes_all(tmp_path: Path) -> None:
    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin("chat"))
        await caller.until(Listen)
        await shop.calls.stop()
        assert shop.calls.count == 0
        assert shop.voices.closed
        assert (await shop.conversations.look(caller.key)).channel == "chat"

    played(tmp_path, scene)


def test_a_flow_that_only_tells_something_is_heard_to_its_end(tmp_path: Path) -> None:
    flow = 'flow shop "Hours"\nchannels voice\n\nstart:\n  say "We are open."\n  end\n'

    async def scene(shop: CalledShop) -> None:
        caller = await shop.called(await shop.begin())
        await caller.until(HangUp)
        assert caller.heard() == ["We are open."]
        caller.hangs_up()
        await shop.over()

    played(tmp_path, scene, flow=flow)
