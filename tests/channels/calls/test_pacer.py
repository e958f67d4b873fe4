"""The clock of calls, on a clock and a loop of the test's own."""

from __future__ import annotations

from typing import Any

import pytest

from flowengine.channels.calls.pacer import PERIOD, SLOTS, Pacer
from tests.channels.calls.loop import Loop


class Ticked:
    def __init__(self) -> None:
        self.at: list[float] = []

    def tick(self, now: float) -> None:
        self.at.append(now)


@pytest.fixture
def loop() -> Loop:
    return Loop()


@pytest.fixture
def pacer(loop: Loop) -> Pacer:
    return Pacer(loop, lambda: loop.now)  # type: ignore[arg-type]


def test_each_is_ticked_every_20_ms_by_deadlines_that_do_not_drift(
    loop: Loop, pacer: Pacer
) -> None:
    one = Ticked()
    pacer.add(one)
    loop.run(60.001, stall=lambda _: 0.0007)  # each wake-up is a little late
    assert len(one.at) == 3001
    ideal = [one.at[0] + number * PERIOD for number in range(3001)]
    assert max(abs(was - wanted) for was, wanted in zip(one.at, ideal, strict=True)) < 0.0021


def test_calls_are_spread_over_the_20_ms(loop: Loop, pacer: Pacer) -> None:
    calls = [Ticked() for _ in range(3 * SLOTS)]
    for call in calls:
        pacer.add(call)
    loop.run(1)
    moments = [round(call.at[-1] % PERIOD / (PERIOD / SLOTS)) % SLOTS for call in calls]
    assert {moments.count(slot) for slot in range(SLOTS)} == {3}


def test_after_a_stall_the_clock_is_right_and_nothing_comes_in_a_burst(
    loop: Loop, pacer: Pacer
) -> None:
    one = Ticked()
    pacer.add(one)
    loop.run(1)
    stalled = [0.31]
    loop.run(1, stall=lambda _: stalled.pop() if stalled else 0.0)
    apart = [after - before for before, after in zip(one.at, one.at[1:], strict=False)]
    assert sum(1 for gap in apart if gap < PERIOD / 2) <= 1
    late, missed = pacer.lateness()
    assert 0.30 < late < 0.32
    assert missed == 15
    assert pacer.lateness()[1] == 0, "told once"
    loop.run(1)
    assert pacer.lateness()[0] < 0.002


def test_work_that_takes_all_the_time_lets_the_loop_have_its_turn(loop: Loop, pacer: Pacer) -> None:
    class Slow(Ticked):
        def tick(self, now: float) -> None:
            super().tick(now)
            loop.now += 0.03

    pacer.add(Slow())
    others: list[float] = []

    def other() -> None:
        others.append(loop.now)
        loop.call_later(0.01, other)

    other()
    loop.run(3)
    assert len(others) > 30


def test_whoever_is_removed_is_ticked_no_more_and_nobody_keeps_it_awake(
    loop: Loop, pacer: Pacer
) -> None:
    one, other = Ticked(), Ticked()
    pacer.add(one)
    pacer.add(other)
    loop.run(0.1)
    pacer.remove(one)
    pacer.remove(one)
    before = len(one.at)
    loop.run(0.1)
    assert (len(one.at), len(pacer)) == (before, 1)
    pacer.remove(other)
    loop.run(0.1)
    assert loop.idle
    again: Any = Ticked()
    pacer.add(again)
    loop.run(0.09)
    assert len(again.at) == 5
