from __future__ import annotations

import asyncio

import pytest

from flowengine.host.calls.inbox import Close, Inbox, Made, News


def test_what_came_is_taken_in_its_order() -> None:
    async def scene() -> list[type]:
        inbox = Inbox()
        for one in (Made(), News(), Close()):
            inbox.put(one)
        return [type(await inbox.next()) for _ in range(3)]

    assert asyncio.run(scene()) == [Made, News, Close]


def test_nothing_in_time_is_told() -> None:
    async def scene() -> None:
        with pytest.raises(TimeoutError):
            await Inbox().next(0.0)

    asyncio.run(scene())


@pytest.mark.parametrize(("rings", "look"), [(True, None), (False, 0.001)])
def test_a_bell_brings_news_and_so_does_a_look(rings: bool, look: float | None) -> None:
    async def scene() -> None:
        inbox, bell = Inbox(), asyncio.Event()
        ringing = asyncio.create_task(inbox.ring(bell, look))
        try:
            for _ in range(2):
                if rings:
                    bell.set()
                assert isinstance(await inbox.next(30.0), News)
        finally:
            ringing.cancel()

    asyncio.run(scene())
