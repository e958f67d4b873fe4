"""Two nodes on one PostgreSQL: whichever is reached, one conversation, each message once."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import Any

import pytest

from flowengine.host import heard
from flowengine.host.conversations import Conversations
from flowengine.host.editions import Editions
from flowengine.host.library import Library
from flowengine.store.opening import opened
from tests.host.test_arriving import LINE

pytestmark = pytest.mark.slow


def play(folder: Path, address: str, scene: Any) -> None:
    async def whole() -> None:
        (folder / "line.flow").write_text(LINE, encoding="utf-8")
        library = Library(folder)
        library.refresh()
        stores = [opened(address), opened(address)]
        for store in stores:
            await store.start()
        try:
            await scene([Conversations(Editions(library, one), one) for one in stores], stores[0])
        finally:
            for store in stores:
                await store.close()

    asyncio.run(whole())


def test_messages_at_both_are_heard_one_after_another(tmp_path: Path, postgresql: str) -> None:
    async def scene(nodes: list[Conversations], store: Any) -> None:
        key = (await nodes[0].begin("line", channel="sms")).conversation.id
        said = [nodes[n % 2].say(key, f"words {n}", f"m{n}") for n in range(12)]
        await asyncio.gather(*said, return_exceptions=True)
        lines = await nodes[1].read(key, 0)
        assert [number for number, _, _ in lines] == list(range(1, len(lines) + 1))
        ids = [line.id for _, _, line in lines if line.id]
        assert sorted(ids) == sorted(f"m{n}" for n in range(12))
        traces = await store.traces(key)
        assert [one.revision for one in traces] == list(range(1, len(traces) + 1))

    play(tmp_path, postgresql, scene)


def test_first_messages_at_both_make_one_conversation(tmp_path: Path, postgresql: str) -> None:
    async def scene(nodes: list[Conversations], store: Any) -> None:
        async def sms(node: Conversations, number: int, address: str) -> str:
            found = await node.arrive(
                gateway="sms", address=address, channel="sms", flow="line",
                what=heard.said(f"words {number}"), message_id=f"{address}/{number}",
            )  # fmt: skip
            return found.id

        for person in range(8):
            address = f"+{person}"
            keys = await asyncio.gather(*(sms(nodes[n], n, address) for n in range(2)))
            assert len(set(keys)) == 1
            lines = await nodes[0].read(keys[0], 0)
            assert len([line for _, side, line in lines if side == "person"]) == 2
        assert (await store.counts())["open"] == 8

    play(tmp_path, postgresql, scene)


def test_a_node_that_died_in_a_turn_is_waited_for_and_no_longer(
    tmp_path: Path, postgresql: str
) -> None:
    async def scene(nodes: list[Conversations], store: Any) -> None:
        key = (await nodes[0].begin("line", channel="sms")).conversation.id
        await store.take(key, nodes[0].node)  # and never comes back
        after = await nodes[1].say(key, "Ann", "m1")
        assert after.revision == 2

    play(tmp_path, postgresql, scene)
