from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from flowengine.host.gateways.sender import Gateway, Outcome, Pace, Sent
from flowengine.host.pacing import Pacing
from flowengine.store.opening import opened
from flowengine.store.records import Outgoing

NOW = 1_800_000_000.0


class Nobody:
    async def send(self, message: Outgoing) -> Outcome:
        return Sent(message.key)

    async def close(self) -> None: ...


def gateway(pace: Pace | None = None, most: int = 8) -> Gateway:
    return Gateway("sms", Nobody(), "sms", pace=pace, most=most)


def test_a_gateway_gets_its_pace_and_the_node_claims_no_more_until_there_is_a_token(
    tmp_path: Path,
) -> None:
    async def whole() -> None:
        store = opened(tmp_path / "store.db")
        await store.start()
        pacing, sms = Pacing(store), gateway(Pace(2.0, 3.0))
        assert [await pacing.wait(sms, NOW) for _ in range(4)] == [0.0, 0.0, 0.0, 0.5]
        assert pacing.room(sms, 0, NOW + 0.4) == 0
        assert pacing.room(sms, 0, NOW + 0.5) == 3
        assert await Pacing(store).wait(sms, NOW) == 0.5  # the bucket is everybody's
        assert await pacing.wait(gateway(), NOW) == 0.0
        await store.close()

    asyncio.run(whole())


@pytest.mark.parametrize(
    ("pace", "most", "busy", "room"),
    [
        (None, 8, 0, 8),
        (None, 8, 8, 0),
        (None, 8, 9, 0),
        (Pace(0.1, 1.0), 8, 0, 1),
        (Pace(0.1, 1.0), 8, 1, 0),
        (Pace(100.0, 100.0), 8, 3, 5),
    ],
)
def test_room_is_what_neither_the_pace_nor_the_connections_forbid(
    tmp_path: Path, pace: Pace | None, most: int, busy: int, room: int
) -> None:
    store = opened(tmp_path / "store.db")
    assert Pacing(store).room(gateway(pace, most), busy, NOW) == room
    asyncio.run(store.close())
