"""Reports from logs that moves have written: each wait and talk once, and the total is the sum."""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import time
from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.desk import log, reports
from flowengine.desk.declared import Declared
from flowengine.desk.log import Entry
from flowengine.language.program import Hours
from tests.desk.history import Life, written

QUARTER = 900.0


@dataclass(frozen=True)
class Said:
    at: float
    rating: float | None
    queue: str = "advice"
    channel: str = "chat"
    language: str = "uk"
    agent: str = "olena"


def day() -> list[Entry]:
    """Two quarters of an hour of two queues."""
    waiting = Life("left", 40.0)
    place = waiting.item
    return written(
        Life("a", 10.0).talked(30.0, 100.0, 130.0),
        Life("b", 20.0, queue="duty", channel="phone", media="voice").talked(25.0, 60.0, 61.0, "m"),
        Life("c", 30.0).do("left", 0.0, 200.0),
        waiting.do("left", 0.0, 90.0),
        Life("call", 95.0, earlier=place, kind="callback", until=1000.0)
        .do("due", 1000.0)
        .accepted(1010.0)
        .do("tried", "busy", 2000.0, 1020.0)
        .do("due", 2000.0)
        .talked(2010.0, 2050.0, 2060.0),
        Life("note", 96.0, kind="message", media="async").talked(400.0, 500.0, 510.0),
        Life("d", 905.0, language="en").talked(1000.0, 1100.0, 1110.0),
        Life("e", 1700.0),
    )


def test_a_report_by_queue() -> None:
    made = reports.report(day(), 0.0, 3600.0, today={"advice": Declared(20.0)})
    advice, duty = made.rows["advice",], made.rows["duty",]
    assert list(made.rows) == [("advice",), ("duty",)]
    assert (advice.offered, advice.answered, advice.abandoned, advice.waiting) == (3, 2, 1, 1)
    assert (advice.for_callback, advice.callbacks, advice.callbacks_done, advice.tries) == (
        1, 1, 1, 1,
    )  # fmt: skip
    assert (advice.messages, advice.messages_done) == (1, 1)
    assert (advice.handled, advice.aht) == (2, 105.0)
    assert advice.in_time == 1
    assert advice.strict == pytest.approx(1 / 3)
    assert (duty.answered, duty.in_time, duty.replies) == (1, 1, 1)


def test_intervals_begin_on_the_quarter_and_hold_what_began_in_them() -> None:
    made = reports.report(day(), 0.0, 3600.0, by=("interval", "language"))
    offered = {key: row.offered for key, row in made.rows.items()}
    assert offered == {(0.0, "uk"): 3, (900.0, "en"): 1, (900.0, "uk"): 0, (1800.0, "uk"): 0}
    assert reports.begins(3599.0) == 2700.0
    assert reports.begins(3599.0, 30) == 1800.0


def test_only_what_began_between_the_moments_counts() -> None:
    assert reports.report(day(), 10.0, 20.0).total.offered == 1
    assert reports.report(day(), 10.0, 20.1).total.offered == 2
    assert reports.report(day(), 5000.0, 6000.0).rows == {}


def test_nobody_answered_who_gave_up() -> None:
    rows = reports.report(day(), 0.0, 3600.0, by=("agent",)).rows
    assert {key[0]: row.answered for key, row in rows.items()} == {"": 0, "m": 1, "olena": 2}
    assert rows["",].abandoned == 1


def test_opinions_stand_in_their_rows() -> None:
    said = [Said(50.0, 5.0), Said(60.0, None), Said(99999.0, 1.0)]
    total = reports.report(day(), 0.0, 3600.0, opinions=said).total
    assert (total.asked, total.rated, total.csat) == (2, 1, 1.0)


MOMENTS = st.floats(0.0, 3000.0, allow_nan=False).map(round)


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            MOMENTS, MOMENTS, MOMENTS, st.sampled_from(["advice", "duty"]),
            st.sampled_from(["talk", "left", "moved", "open"]),
        ),
        max_size=12,
    )
)  # fmt: skip
def test_however_it_is_grouped_the_total_is_the_same(
    people: list[tuple[int, int, int, str, str]],
) -> None:
    entries = written(*(lived(number, *person) for number, person in enumerate(people)))
    whole = reports.report(entries, 0.0, math.inf, by=()).total
    assert whole.answered + whole.abandoned == whole.offered
    for size in range(1, 4):
        for by in combinations(reports.KEYS, size):
            assert reports.report(entries, 0.0, math.inf, by=by).total == whole
    halves = [reports.report(entries, *ends).total for ends in ((0.0, 900.0), (900.0, math.inf))]
    halves[0].add(halves[1])
    assert halves[0] == whole


def lived(number: int, came: int, wait: int, talk: int, queue: str, end: str) -> Life:
    life = Life(str(number), float(came), queue=queue)
    begin = float(came + wait)
    if end == "talk":
        return life.talked(begin, begin + talk, begin + talk + 30.0)
    if end == "left":
        return life.do("left", 0.0, begin)
    if end == "moved":
        return life.accepted(begin).do("transferred", begin + talk, queue="legal")
    return life


# ---------------------------------------------------------------- agents' time


def status(at: float, now: str, before: str, agent: str = "olena") -> Entry:
    body = {"status": now, "before": before}
    return Entry(at=at, kind=log.STATUS, agent=agent, body=body)


SHIFT = [
    status(100.0, "ready", "offline"),
    status(800.0, "break", "ready"),
    status(1000.0, "ready", "break"),
    status(1500.0, "offline", "ready"),
]


def test_an_agents_time_is_split_by_what_they_did() -> None:
    lives = [
        Life("a", 150.0).talked(200.0, 300.0, 350.0),
        Life("b", 150.0).talked(250.0, 400.0, 450.0),
        Life("c", 150.0).talked(790.0, 805.0, 810.0),
    ]
    entries = sorted([*written(*lives), *SHIFT], key=lambda entry: entry.at)
    (found,) = reports.times(entries, 0.0, 2000.0).values()
    assert found.statuses == {"offline": 600.0, "ready": 1200.0, "break": 200.0}
    assert found.busy == 270.0
    assert found.available == 1200.0 - 250.0 - 10.0
    assert found.occupancy == pytest.approx(270.0 / (270.0 + 940.0))
    assert found.concurrency == pytest.approx((150.0 + 200.0 + 20.0) / 270.0)
    assert sum(found.statuses.values()) == 2000.0


def test_intervals_of_an_agents_time_add_up() -> None:
    entries = sorted([*written(Life("a", 150.0).talked(200.0, 300.0, 1200.0)), *SHIFT],
                     key=lambda entry: entry.at)  # fmt: skip
    whole = reports.times(entries, 0.0, 1800.0)["olena"]
    halves = [reports.times(entries, at, at + QUARTER)["olena"] for at in (0.0, QUARTER)]
    assert sum(half.busy for half in halves) == whole.busy
    assert sum(half.available for half in halves) == whole.available


def test_who_has_changed_nothing_is_known_from_now() -> None:
    found = reports.times(SHIFT, 0.0, 2000.0, {"marko": "ready", "olena": "break"})
    assert found["marko"].statuses == {"ready": 2000.0}
    assert found["marko"].occupancy == 0.0
    assert found["marko"].concurrency is None
    assert found["olena"].statuses["offline"] == 600.0


def test_whose_statuses_nobody_knows_was_only_busy() -> None:
    entries = [*written(Life("a", 1.0).talked(2.0, 3.0, 4.0), Life("b", 5000.0).accepted(5001.0)),
               Entry(at=1.0, kind=log.STATUS)]  # fmt: skip
    found = reports.times(entries, 0.0, 2000.0)
    assert set(found) == {"olena"}
    assert (found["olena"].statuses, found["olena"].busy) == ({}, 2.0)
    assert reports.times(entries, 10.0, 20.0) == {}


def test_f29_a_letter_of_the_night_is_in_time_by_its_office() -> None:
    """Left at four in the afternoon, answered at ten: two hours where it opens at nine."""
    hour = 3600.0
    office = Hours("UTC", {}, None, dict.fromkeys(range(7), ((time(9), time(17)),)))
    letter = Life("a", 16 * hour, media="async", channel="sms").accepted(34 * hour)
    entries = written(letter.said("answered", 34 * hour))
    today = {"advice": Declared(2 * hour, office)}
    total = reports.report(entries, 0.0, 40 * hour, today=today).total
    assert (total.strict, total.asa, total.longest) == (1.0, 2 * hour, 2 * hour)
    assert (total.firsts, total.async_first) == (1, 2 * hour)
    always = {"advice": Declared(2 * hour)}
    by_the_wall = reports.report(entries, 0.0, 40 * hour, today=always).total
    assert (by_the_wall.strict, by_the_wall.asa) == (0.0, 18 * hour)
    tomorrow = reports.report(entries, 24 * hour, 48 * hour, today=today).total
    assert (tomorrow.answered, tomorrow.firsts, tomorrow.resolved) == (0, 0, 0)
