"""An honest estimate: by the formula, as a range, and nothing where nothing is known."""

from __future__ import annotations

import math

import pytest

from flowengine.desk import routing, waits
from flowengine.desk.waits import Figures, Told
from tests.desk.history import Life, written
from tests.desk.kit import NOW, QUEUES, agent, waiting

KNOWN = Figures(handled=20, aht=900.0, patience=180.0)


@pytest.mark.parametrize(
    ("ahead", "servers", "seconds"),
    [
        (0, 6.0, 150.0),
        (1, 6.0, 150.0 + 1 / (6 / 900 + 1 / 180)),
        (2, 6.0, 150.0 + 1 / (6 / 900 + 1 / 180) + 1 / (6 / 900 + 2 / 180)),
        (0, 0.5, 1800.0),
    ],
)
def test_the_formula(ahead: int, servers: float, seconds: float) -> None:
    assert waits.expected(ahead, KNOWN, servers) == pytest.approx(seconds)


def test_where_nobody_gives_up_it_is_position_times_handling_over_agents() -> None:
    patient = Figures(handled=50, aht=300.0, patience=math.inf)
    assert waits.expected(3, patient, 10.0) == pytest.approx(4 * 30.0)


@pytest.mark.parametrize(
    ("figures", "servers"),
    [
        (None, 6.0),
        (Figures(19, 900.0, 180.0), 6.0),
        (KNOWN, 0.0),
        (Figures(20, 0.0, 180.0), 6.0),
    ],
)
def test_nothing_is_said_where_too_little_is_known(figures: Figures | None, servers: float) -> None:
    assert waits.expected(0, figures, servers) is None
    assert waits.spoken(None) == (0, 0)


@pytest.mark.parametrize(
    ("seconds", "low", "high"),
    [
        (0.0, 30, 60),
        (10.0, 30, 60),
        (45.0, 30, 90),
        (60.0, 30, 90),
        (100.0, 60, 180),
        (200.0, 120, 300),
        (266.7, 180, 420),
        (1200.0, 600, 1800),
        (3600.0, 2400, 5400),
    ],
)
def test_what_is_said_is_a_round_range_and_never_nothing(
    seconds: float, low: int, high: int
) -> None:
    assert waits.spoken(seconds) == (low, high)


def test_the_range_holds_what_it_should() -> None:
    for seconds in range(0, 7200, 7):
        low, high = waits.spoken(float(seconds))
        assert 30 <= low < high
        assert high >= 1.5 * seconds
        assert low <= max(0.7 * seconds, 30)


def test_figures_are_learnt_from_the_log() -> None:
    talks = [Life(f"t{n}", 10.0 + n).talked(30.0 + n, 100.0 + n, 130.0 + n) for n in range(3)]
    lost = [Life(f"l{n}", 10.0).do("left", 0.0, 70.0) for n in range(2)]
    callback = Life("c", 10.0, kind="callback", queue="duty").talked(20.0, 30.0, 40.0)
    still = Life("s", 10.0)
    other = Life("o", 10.0, queue="night").talked(20.0, 30.0, 40.0)
    letter = Life("n", 10.0, media="async", channel="sms").talked(40000.0, 50000.0, 50001.0)
    found = waits.learn(written(*talks, *lost, callback, still, other, letter))
    assert found == {
        "advice": Figures(handled=3, aht=100.0, patience=(3 * 20.0 + 2 * 60.0) / 2),
        "night": Figures(handled=1, aht=20.0, patience=math.inf),
    }


def test_shared_agents_count_in_part_where_others_wait_too() -> None:
    both, every = agent("b", queues=frozenset({"advice", "duty"})), agent("e", queues={"*"})
    away, busy = agent("w", present=False), agent("w2", status="wrap-up")
    agents = [agent("a"), both, every, away, busy, agent("d", queues=frozenset({"duty"}))]
    assert waits.servers("advice", "voice", agents, {}) == 4.0
    assert waits.servers("advice", "voice", agents, {"advice": 2, "duty": 0}) == 4.0
    assert waits.servers("advice", "voice", agents, {"advice": 2, "duty": 1}) == 3.0
    assert waits.servers("advice", "chat", agents, {"duty": 1}) == 9.0


def test_positions_count_by_who_is_served_first_in_the_queue() -> None:
    people = [
        waiting("old", 90.0),
        waiting("urgent", 1.0, priority=3),
        waiting("other", 99.0, queue="duty"),
    ]
    order = routing.order(people, [], QUEUES, NOW)
    assert [waits.position(item, order) for item in people] == [2, 1, 1]
    assert waits.position(waiting("gone"), order) == 0


@pytest.mark.parametrize(
    ("last", "now", "may"),
    [
        (None, Told(3, (0, 0), 10.0), True),
        (None, Told(0, (60, 120), 10.0), False),
        (Told(3, (60, 120), 0.0), Told(2, (60, 120), 29.9), False),
        (Told(3, (60, 120), 0.0), Told(2, (60, 120), 30.0), True),
        (Told(3, (60, 120), 0.0), Told(3, (60, 120), 60.0), False),
        (Told(3, (60, 120), 0.0), Told(4, (30, 60), 60.0), False),
        (Told(3, (60, 120), 0.0), Told(3, (30, 60), 60.0), True),
        (Told(3, (60, 120), 0.0), Told(3, (0, 0), 60.0), False),
        (Told(3, (0, 0), 0.0), Told(3, (60, 120), 60.0), True),
        (Told(3, (60, 120), 0.0), Told(3, (120, 180), 60.0), False),
    ],
)
def test_only_what_became_better_is_announced_and_not_too_often(
    last: Told | None, now: Told, may: bool
) -> None:
    assert waits.may_tell(last, now) is may
