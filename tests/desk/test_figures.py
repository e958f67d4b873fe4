"""A row's sums, and what is worked out from them."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from flowengine.desk import service
from flowengine.desk.answers import Answer, Resolution
from flowengine.desk.episodes import Part, Stay
from flowengine.desk.figures import Figures


def stay(waited: float, end: str, **rest: Any) -> Stay:
    about = {"waited": max(waited, 0.0)} | rest
    return Stay("i", "q", "chat", "uk", "contact", "chat", 100.0, 100.0 + waited, end, **about)


def part(kind: str = "contact", **rest: Any) -> Part:
    return Part("i", "q", "chat", "uk", kind, "chat", "a", 100.0, **rest)


LINE = [
    stay(5.0, "answered"),
    stay(40.0, "answered"),
    stay(3.0, "abandoned"),
    stay(90.0, "abandoned"),
    stay(1.0, "moved"),
    stay(1.0, "callback"),
    stay(1.0, "unserved"),
    stay(-100.0, "open"),
]


def of(stays: list[Stay], within: float = 20.0) -> Figures:
    found = Figures()
    for one in stays:
        found.stay(one, within)
    return found


def test_waits_are_counted_each_in_one_place() -> None:
    row = of(LINE)
    assert (row.offered, row.answered, row.abandoned) == (4, 2, 2)
    assert (row.for_callback, row.moved, row.unserved, row.waiting) == (1, 1, 1, 1)
    assert (row.wait, row.lost, row.longest) == (45.0, 93.0, 90.0)
    ends = row.offered + row.for_callback + row.moved + row.unserved + row.waiting
    assert ends == len(LINE)


def test_shares_are_those_of_the_definitions() -> None:
    row = of(LINE)
    assert row.strict == service.strict(LINE, 20.0)
    assert row.sl1 == service.sl1(LINE, 20.0)
    assert row.sl2 == service.sl2(LINE, 20.0)
    assert row.sl3 == service.sl3(LINE, 20.0)
    assert row.abandonment == service.abandonment(LINE)
    assert row.asa == service.asa(LINE)


def test_an_empty_row_has_no_shares() -> None:
    row = Figures()
    shares = (row.strict, row.sl1, row.sl2, row.sl3, row.abandonment, row.asa, row.aht)
    assert {*shares, row.first_reply, row.promises_kept, row.mark, row.csat, row.response} == {None}


def test_talks_callbacks_and_messages_are_apart() -> None:
    row = Figures()
    row.part(part(talked=60.0, held=5.0, wrapped=15.0, closed=300.0, answered=104.0))
    row.part(part(talked=10.0))
    row.part(part("callback", closed=300.0, outcome="reached", talked=999.0))
    row.part(part("callback", closed=300.0))
    row.part(part("message", closed=300.0))
    row.part(part("message"))
    assert (row.handled, row.aht, row.first_reply) == (1, 80.0, 4.0)
    assert (row.callbacks_done, row.messages_done) == (1, 1)


@pytest.mark.parametrize(
    ("waited", "verdict"), [(69.0, "sooner"), (70.0, "kept"), (130.0, "kept"), (131.0, "later")]
)
def test_a_promise_counts_from_when_it_was_told(waited: float, verdict: str) -> None:
    row = of([stay(waited, "answered", promised=(60, 120), told=110.0, after=waited - 10.0)])
    found = {name: getattr(row, name) for name in ("sooner", "kept", "later")}
    assert found == {"sooner": 0, "kept": 0, "later": 0} | {verdict: 1}
    assert row.promises_kept == (1.0 if verdict == "kept" else 0.0)


def test_opinions_are_read_with_how_many_gave_one() -> None:
    row = Figures()
    for rating in (5.0, 4.0, 2.0, None):
        row.opinion(rating)
    assert (row.asked, row.response) == (4, 0.75)
    assert row.mark == pytest.approx(11 / 3)
    assert row.csat == pytest.approx(2 / 3)


def test_rows_add_up_and_the_longest_wait_stays_the_longest() -> None:
    one, other, both = of(LINE[:3]), of(LINE[3:]), of(LINE)
    one.add(other)
    assert one == both


def test_answers_that_nobody_sat_waiting_for_are_apart() -> None:
    row = Figures()
    for waited, first in ((60.0, True), (30.0, False), (50.0, False), (None, False)):
        row.answer(Answer("q", "sms", "uk", "a", 0.0, waited, first))
    row.resolution(Resolution("q", "sms", "uk", "a", 0.0, 500.0))
    row.part(replace(part(answered=160.0), media="async"))
    assert (row.firsts, row.nexts, row.unanswered, row.resolved) == (1, 2, 1, 1)
    assert (row.async_first, row.async_next, row.async_resolution) == (60.0, 40.0, 500.0)
    assert row.first_reply is None
