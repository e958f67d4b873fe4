"""Against values that three independent ways of computing agreed on, and published cases."""

from __future__ import annotations

import math

import pytest

from flowengine.desk import erlang

# load, agents: Erlang B, Erlang C, occupancy, ASA/AHT
TABLE = [
    (1, 2, 0.20000, 0.33333, 0.5000, 0.33333),
    (2, 3, 0.21053, 0.44444, 0.6667, 0.44444),
    (5, 6, 0.19185, 0.58752, 0.8333, 0.58752),
    (5, 7, 0.12052, 0.32415, 0.7143, 0.16207),
    (8, 10, 0.12166, 0.40918, 0.8000, 0.20459),
    (10, 12, 0.11974, 0.44939, 0.8333, 0.22469),
    (10, 13, 0.08434, 0.28527, 0.7692, 0.09509),
    (10, 14, 0.05682, 0.17413, 0.7143, 0.04353),
    (20, 25, 0.05022, 0.20910, 0.8000, 0.04182),
    (48, 55, 0.03837, 0.23870, 0.8727, 0.03410),
    (80, 90, 0.02623, 0.19514, 0.8889, 0.01951),
    (100, 110, 0.02746, 0.23701, 0.9091, 0.02370),
]


@pytest.mark.parametrize(("load", "agents", "b", "c", "occupancy", "asa"), TABLE)
def test_the_table(
    load: float, agents: int, b: float, c: float, occupancy: float, asa: float
) -> None:
    line = erlang.without_patience(load, agents, 1.0, 20.0)
    assert erlang.b(load, agents) == pytest.approx(b, abs=5.1e-6)
    assert erlang.c(load, agents) == pytest.approx(c, abs=5.1e-6)
    assert line.wait == erlang.c(load, agents)
    assert line.occupancy == pytest.approx(occupancy, abs=5.1e-5)
    assert line.asa == pytest.approx(asa, abs=5.1e-6)
    assert line.abandoned == 0.0


def test_tanners_example() -> None:
    line = erlang.without_patience(48.0, 55, 240.0, 15.0)
    assert line.wait == pytest.approx(0.2387, abs=5e-5)
    assert line.asa == pytest.approx(8.18, abs=5e-3)
    assert line.within == line.sl1 == line.sl2 == pytest.approx(0.8459, abs=5e-5)


def test_a_line_that_cannot_keep_up_waits_without_end() -> None:
    line = erlang.without_patience(10.0, 10, 180.0, 20.0)
    assert (line.wait, line.asa, line.within, line.occupancy) == (1.0, math.inf, 0.0, 1.0)
    assert erlang.with_patience(10.0, 10, 180.0, math.inf, 20.0) == line
    assert erlang.c(11.0, 10) == 1.0


def test_two_thousand_eight_hundred_eighty_calls_an_hour() -> None:
    line = erlang.with_patience(48.0, 50, 60.0, 120.0, 20.0)
    assert line.wait == pytest.approx(0.46777, abs=5e-6)
    assert line.abandoned == pytest.approx(0.03091, abs=5e-6)
    assert line.asa == pytest.approx(3.709, abs=5e-4)
    assert line.occupancy == pytest.approx(0.9303, abs=5e-5)
    plain = erlang.without_patience(48.0, 50, 60.0, 20.0)
    assert plain.wait == pytest.approx(0.69446, abs=5e-6)
    assert plain.asa == pytest.approx(20.83, abs=5e-3)
    assert plain.within == pytest.approx(0.643, abs=5e-4)


def test_patience_like_handling_makes_it_a_line_of_unending_agents() -> None:
    """Then the number of people in it is Poisson, exactly."""
    line = erlang.with_patience(10.0, 10, 180.0, 180.0, 20.0)
    poisson = 1.0 - sum(math.exp(-10.0) * 10.0**k / math.factorial(k) for k in range(10))
    assert line.wait == pytest.approx(poisson, abs=1e-12)
    assert line.wait == pytest.approx(0.5420703, abs=5e-8)
    assert line.abandoned == pytest.approx(0.12511, abs=5e-6)
    assert line.asa == pytest.approx(22.520, abs=5e-4)
    assert line.within == pytest.approx(0.58698, abs=5e-6)
    assert line.sl1 == pytest.approx(0.67092, abs=5e-6)
    assert line.sl2 == pytest.approx(0.63688, abs=5e-6)


def test_the_helpline() -> None:
    line = erlang.with_patience(5.0, 6, 900.0, 180.0, 20.0)
    assert line.wait == pytest.approx(0.27999, abs=5.1e-6)
    assert line.abandoned == pytest.approx(0.14911, abs=5e-6)
    assert line.asa == pytest.approx(26.84, abs=5e-3)
    assert line.within == pytest.approx(0.7413, abs=5e-5)
    assert line.sl1 == pytest.approx(0.8712, abs=5e-5)
    assert line.occupancy == pytest.approx(0.709, abs=5e-4)


@pytest.mark.parametrize(("load", "agents"), [(1.5, 3), (10.0, 9), (50.0, 55), (400.0, 410)])
def test_within_any_time_everybody_is_answered_or_gone(load: float, agents: int) -> None:
    line = erlang.with_patience(load, agents, 300.0, 180.0, 3600.0)
    assert line.within == pytest.approx(1.0 - line.abandoned, abs=1e-6)
    assert line.sl2 == pytest.approx(1.0, abs=1e-6)
    assert line.sl1 == pytest.approx(1.0, abs=1e-6)


def test_an_endless_patience_is_the_limit() -> None:
    patient = erlang.with_patience(8.0, 10, 300.0, 1e9, 20.0)
    plain = erlang.without_patience(8.0, 10, 300.0, 20.0)
    assert patient.within == pytest.approx(plain.within, abs=1e-5)
    assert patient.asa == pytest.approx(plain.asa, rel=1e-4)


def test_lines_without_people_or_without_agents() -> None:
    empty = erlang.with_patience(0.0, 3, 300.0, 180.0, 20.0)
    assert (empty.within, empty.abandoned, empty.occupancy) == (1.0, 0.0, 0.0)
    nobody = erlang.with_patience(2.0, 0, 300.0, 180.0, 20.0)
    assert nobody.abandoned == pytest.approx(1.0)
    assert nobody.within == pytest.approx(0.0, abs=1e-9)
    assert (nobody.sl1, nobody.occupancy) == (0.0, 0.0)


@pytest.mark.parametrize(("load", "agents"), [(50.0, 1), (3000.0, 10), (2000.0, 1500)])
def test_a_line_that_is_overrun_serves_what_its_agents_can_carry(load: float, agents: int) -> None:
    line = erlang.with_patience(load, agents, 300.0, 180.0, 7200.0)
    assert line.within == pytest.approx(agents / load, rel=1e-3)
    assert line.abandoned == pytest.approx(1.0 - agents / load, rel=1e-3)
    assert line.sl1 == pytest.approx(1.0, abs=1e-3)
