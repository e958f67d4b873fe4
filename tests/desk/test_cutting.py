"""Cut and put together anew: nothing is lost, and nothing counts twice."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flowengine.desk import cutting, reports
from flowengine.desk.figures import Figures
from flowengine.desk.reports import KEYS, Report
from tests.desk.history import Life, written

HOUR = 3600.0


def finest() -> Report:
    entries = written(
        Life("a", 10.0).talked(30.0, 100.0, 130.0),
        Life("b", 20.0, queue="duty", language="en").talked(25.0, 60.0, 61.0, "marko"),
        Life("c", 1000.0).do("left", 0.0, 1030.0),
        Life("d", 4000.0),
    )
    return reports.report(entries, 0.0, 8000.0, by=KEYS)


def test_only_some_rows_are_kept() -> None:
    found = cutting.only(finest(), {"queue": ("advice",), "language": (), "agent": ["olena", ""]})
    assert (found.total.offered, found.total.answered, found.total.waiting) == (2, 1, 1)
    assert cutting.only(finest(), {"queue": ("nowhere",)}).rows == {}


def test_fewer_keys_and_longer_intervals_give_the_same_total() -> None:
    by_hour = cutting.regrouped(finest(), ("interval",), lambda at: at // HOUR * HOUR)
    assert {key: row.offered for key, row in by_hour.rows.items()} == {(0.0,): 3, (HOUR,): 0}
    by_queue = cutting.regrouped(finest(), ("queue",))
    assert {key: row.answered for key, row in by_queue.rows.items()} == {
        ("advice",): 1, ("duty",): 1,
    }  # fmt: skip
    assert by_hour.total == by_queue.total == finest().total


def test_a_key_that_is_not_there_is_a_mistake() -> None:
    with pytest.raises(ValueError, match="tuple"):
        cutting.regrouped(Report(("queue",)), ("agent",))


LIVES = st.lists(
    st.tuples(
        st.integers(0, 9000), st.integers(0, 400),
        st.sampled_from(["advice", "duty"]), st.sampled_from(["uk", "fa"]),
        st.sampled_from(["talk", "left", "callback", "open", "unserved"]),
    ),
    max_size=15,
)  # fmt: skip


@settings(max_examples=40)
@given(LIVES)
def test_everybody_who_came_has_one_end(people: list[tuple[int, int, str, str, str]]) -> None:
    """Offered = answered + abandoned, and with callbacks, the unserved and those who still wait
    that is everybody; intervals add up to the total."""
    lives = [one for n, person in enumerate(people) for one in lived(n, *person)]
    made = reports.report(written(*lives), 0.0, 1e6, by=KEYS)
    total = made.total
    ends = (
        total.answered, total.abandoned, total.for_callback, total.unserved, total.waiting,
    )  # fmt: skip
    assert sum(ends) == len(people)
    assert total.offered == total.answered + total.abandoned
    for by in (("interval",), ("queue",), ("language", "queue"), ("interval", "agent")):
        rows = cutting.regrouped(made, by, lambda at: at // HOUR * HOUR).rows
        summed = Figures()
        for row in rows.values():
            summed.add(row)
        # Seconds are summed in another order.
        assert (summed.offered, summed.for_callback, summed.callbacks) == (
            total.offered, total.for_callback, total.callbacks,
        )  # fmt: skip
        assert summed.wait == pytest.approx(total.wait)


def lived(number: int, came: int, wait: int, queue: str, language: str, end: str) -> list[Life]:
    life = Life(str(number), float(came), queue=queue, language=language)
    if end == "talk":
        life.talked(came + wait, came + wait + 60, came + wait + 70)
    elif end == "unserved":
        life.do("unserved", "nobody", came + wait)
    elif end in ("left", "callback"):
        place = life.item
        life.do("left", 0.0, came + wait)
        if end == "callback":
            due = came + wait + 500.0
            promise = Life(
                f"{number}-c", came + wait, earlier=place, kind="callback", queue=queue, until=due
            )
            return [life, promise]
    return [life]
