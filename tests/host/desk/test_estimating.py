from __future__ import annotations

import asyncio
from typing import Any

import pytest

from flowengine.desk import waits
from flowengine.desk.items import Item
from flowengine.desk.people import Presence, Standing, User
from flowengine.desk.waits import Figures
from flowengine.host.desk import estimating
from flowengine.host.desk.estimating import Estimating
from flowengine.host.desk.picture import Picture

ITEM = Item(id="i", conversation="c", queue="people", channel="chat")
OTHER = Item(id="o", conversation="d", queue="duty", channel="chat")
ANNA = User(id="a", name="anna", shown="Anna", queues=("*",), caps={"chat": 1})


class Log:
    def __init__(self) -> None:
        self.since: list[float] = []

    async def entries(self, *, since: float) -> tuple[()]:
        self.since.append(since)
        return ()


def picture(now: float, *more: Item) -> Picture:
    here = Presence(agent="a", device="d", node="n", epoch=1, lease=now + 9)
    ready = Standing(agent="a", status="ready")
    return Picture(now, (ITEM, *more), {"a": ANNA}, {"a": ready}, (here,))


def test_the_log_is_read_again_when_it_has_grown_old(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(waits, "learn", lambda _: {"people": Figures(20, 120.0, float("inf"))})
    log: Any = Log()

    async def run() -> list[tuple[int, int]]:
        estimates = Estimating(log)
        return [
            await estimates.wait(ITEM, 1, picture(10_000.0)),
            await estimates.wait(ITEM, 3, picture(10_009.0)),
            # Anna works for both queues in which somebody waits, so half of her for each.
            await estimates.wait(ITEM, 1, picture(10_010.0, OTHER)),
            await estimates.wait(OTHER, 1, picture(10_010.0, OTHER)),
        ]

    first, third, shared, unknown = asyncio.run(run())
    assert log.since == [10_000.0 - estimating.LOOK_BACK, 10_010.0 - estimating.LOOK_BACK]
    assert first == (60, 180)
    assert (third, shared, unknown) == ((240, 540), (120, 360), (0, 0))
