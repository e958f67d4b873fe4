"""The definitions, on one small line of which everything can be counted by hand."""

from __future__ import annotations

from typing import Any

import pytest

from flowengine.desk import episodes, service
from flowengine.desk.episodes import Part, Stay
from tests.desk.history import Life, written


def stay(waited: float, end: str) -> Stay:
    return Stay(
        "i", "q", "chat", "uk", "contact", "chat", 100.0, 100.0 + waited, end, waited=waited
    )


def part(began: float, closed: float, talked: float = 0.0, **rest: Any) -> Part:
    return Part("i", "q", "chat", "uk", "contact", "chat", "a", began, closed=closed,
                talked=talked, **rest)  # fmt: skip


# Answered after 5, 15 and 40 s; gave up after 3, 10 and 90 s; and some that do not count.
LINE = [
    stay(5.0, "answered"),
    stay(15.0, "answered"),
    stay(40.0, "answered"),
    stay(3.0, "abandoned"),
    stay(10.0, "abandoned"),
    stay(90.0, "abandoned"),
    stay(1.0, "moved"),
    stay(1.0, "callback"),
    stay(1.0, "unserved"),
    stay(0.0, "open"),
]


def test_offered_is_answered_and_abandoned_and_nothing_else() -> None:
    assert (service.answered(LINE), service.abandoned(LINE), service.offered(LINE)) == (3, 3, 6)


def test_the_four_service_levels_differ_by_who_is_counted() -> None:
    assert service.strict(LINE, 20.0) == pytest.approx(2 / 6)
    assert service.sl1(LINE, 20.0) == pytest.approx(2 / 3)
    assert service.sl2(LINE, 20.0) == pytest.approx(4 / 6)
    assert service.sl3(LINE, 20.0) == pytest.approx(2 / 5)
    assert service.sl3(LINE, 20.0, short=10.0) == pytest.approx(2 / 4)


def test_the_bound_itself_is_in_time() -> None:
    assert service.strict(LINE, 15.0) == pytest.approx(2 / 6)
    assert service.strict(LINE, 14.9) == pytest.approx(1 / 6)


def test_means() -> None:
    assert service.abandonment(LINE) == 0.5
    assert service.asa(LINE) == pytest.approx(20.0)
    talks = [part(0.0, 9.0, 60.0, held=10.0, wrapped=20.0), part(0.0, 9.0, 30.0), part(0.0, 0.0)]
    assert service.aht(talks) == pytest.approx(60.0)
    replies = [part(10.0, 0.0, answered=14.0), part(10.0, 0.0, answered=12.0), part(10.0, 0.0)]
    assert service.first_reply(replies) == pytest.approx(3.0)


def test_a_share_of_nothing_is_none() -> None:
    for share in (service.strict, service.sl1, service.sl2, service.sl3):
        assert share([], 20.0) is None
    for mean in (service.abandonment, service.asa):
        assert mean([]) is None
    assert service.aht([]) is None
    assert service.first_reply([]) is None
    assert service.occupancy(0.0, 0.0) is None
    assert service.concurrency([], 0.0, 10.0) is None


def test_talks_at_once_are_busy_once_and_show_as_concurrency() -> None:
    talks = [part(0.0, 100.0), part(50.0, 150.0), part(60.0, 90.0), part(300.0, 0.0)]
    assert service.busy_seconds(talks, 0.0, 400.0) == 250.0
    assert service.busy_seconds(talks, 80.0, 120.0) == 40.0
    assert service.concurrency(talks, 0.0, 400.0) == pytest.approx(330.0 / 250.0)
    assert service.occupancy(250.0, 150.0) == 0.625


def test_f29_what_was_answered_late_stays_late_and_waits_are_not_lost_by_a_transfer() -> None:
    life = Life("a", 10.0).accepted(100.0).do("transferred", 200.0, queue="housing")
    life.accepted(230.0, "marko")
    stays = episodes.read(written(life)).stays
    assert [one.waited for one in stays] == [90.0, 30.0]
    assert service.strict(stays, 60.0) == 0.5
