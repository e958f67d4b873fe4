from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from flowengine.host.within import within


async def _nothing() -> None:
    """As quick as anything."""


async def _for_ever() -> None:
    await asyncio.Event().wait()


async def _fails() -> None:
    raise ValueError("as it is")


def test_what_ends_in_time_has_ended() -> None:
    assert asyncio.run(within(60, _nothing()))


def test_what_it_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="as it is"):
        asyncio.run(within(60, _fails()))


def test_what_does_not_end_is_told_to_and_left_behind() -> None:
    async def run() -> None:
        told, go_on = asyncio.Event(), asyncio.Event()

        async def stubborn() -> None:
            with suppress(asyncio.CancelledError):
                await _for_ever()
            told.set()
            await go_on.wait()
            raise ValueError("nobody hears it")

        assert not await within(0.01, stubborn())
        await told.wait()
        go_on.set()
        await asyncio.sleep(0)

    asyncio.run(run())


def test_whoever_is_cancelled_while_they_wait_leaves_nothing_going_on() -> None:
    async def run() -> None:
        begun, ended = asyncio.Event(), asyncio.Event()

        async def work() -> None:
            begun.set()
            try:
                await _for_ever()
            finally:
                ended.set()

        waiting = asyncio.create_task(within(60, work()))
        await begun.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        await ended.wait()

    asyncio.run(run())
