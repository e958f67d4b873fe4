from __future__ import annotations

import asyncio
from pathlib import Path

from flowengine.host.house import House
from flowengine.store.opening import opened


def test_news_of_other_nodes_wake_who_waits(tmp_path: Path) -> None:
    async def run() -> None:
        house = House(tmp_path, opened(tmp_path / "x.db"))
        with house.conversations.listeners.listening("c1") as bell:
            for kind in ("timer", "outgoing", "errand", "publication"):
                house.news.came(kind, "c1")
            assert not bell.is_set()
            house.news.came("conversation", "c1")
            assert bell.is_set()
            bell.clear()
            house.news.came("conversation", "")  # any
            assert bell.is_set()
        assert house.timers._earlier.is_set()
        assert house.outbox._bell.is_set()
        await house.stop()

    asyncio.run(run())


def test_a_page_hears_of_what_another_process_said(tmp_path: Path) -> None:
    """A file tells that somebody has written, and not to which conversation."""

    async def run() -> None:
        house = House(None, opened(tmp_path / "x.db"))
        listeners = house.conversations.listeners
        with listeners.listening("one") as one, listeners.listening("two") as two:
            house.news.came("conversation", "one")
            assert (one.is_set(), two.is_set()) == (True, False)
            house.news.came("conversation", "")
            assert two.is_set()
        await house.store.close()

    asyncio.run(run())
