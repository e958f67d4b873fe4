from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flowengine.host.calls.opening import MOST, Speech
from flowengine.host.house import House
from flowengine.store.opening import opened
from tests.host.calls.house import SHOP


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Its only flow is written with; it could be called none the less."""
    flows = tmp_path / "flows"
    flows.mkdir()
    flow = SHOP.replace("channels chat, voice", "channels chat, sms")
    (flows / "shop.flow").write_text(flow, encoding="utf-8")
    speech = Speech(cache=tmp_path / "speech")
    return House(flows, opened(tmp_path / "store.db"), speech=speech)


def test_a_house_that_is_only_written_to_begins_nothing_for_calls(house: House) -> None:
    async def scene() -> None:
        house.read()
        await house.start(watch=False)
        try:
            assert house.takes_calls
            assert house.exchange is not None
            assert not house.exchange.ready
            assert (house.patience, house.exchange.calls) == (0.0, 0)
            await house.drain()
        finally:
            await house.stop()

    asyncio.run(scene())
    assert house.library.path is not None
    assert not (house.library.path.parent / "speech").exists()


def test_a_house_without_speech_takes_no_calls(tmp_path: Path) -> None:
    async def scene() -> None:
        house = House(None, opened(tmp_path / "store.db"))
        try:
            assert (house.takes_calls, house.exchange, house.patience) == (False, None, 0.0)
        finally:
            await house.store.close()

    asyncio.run(scene())


def test_many_are_taken_at_once_unless_somebody_says_otherwise(tmp_path: Path) -> None:
    assert Speech(cache=tmp_path).most == MOST
