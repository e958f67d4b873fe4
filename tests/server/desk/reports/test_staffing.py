"""The plan of a day on a page, and a plan tried out."""

from __future__ import annotations

import json
import time

import pytest

from flowengine.host.desk.desk import Desk
from flowengine.host.desk.terms import Terms
from flowengine.language.program import Hours, Queue
from tests.desk.history import Life, written
from tests.server.desk.conftest import Office

STAFFING = "/desk/reports/staffing"
BY_HAND = "queue=advice&calls=20&aht=900&patience=180&within=20&share=80"


def test_the_plan_is_that_of_the_reference(office: Office) -> None:
    """Twenty an hour, a quarter of an hour each: seven by Erlang A, eight by Erlang C."""
    office.become("sofia")
    text = office.get(f"{STAFFING}?{BY_HAND}&shrinkage=30")
    cells = text.split("<tbody>")[-1].replace("</td>", "").split('<td class="figure">')[1:]
    assert [one.split("<")[0] for one in cells] == [
        "20.0", "5.0", "7", "10", "84 %", "8.7 %", "65 %", "8", "84 %",
    ]  # fmt: skip


def test_a_day_is_learnt_from_the_log(office: Office) -> None:
    office.become("sofia")
    assert "The log has 0 talks of this queue" in office.get(f"{STAFFING}?queue=advice")
    week = time.time() + 86_400.0 - 7 * 86_400.0
    lives = [
        Life(f"{n}", week + n).talked(week + n + 10, week + n + 300, week + n + 310)
        for n in range(30)
    ]
    office.do(office.store.log, written(*lives))
    text = office.get(f"{STAFFING}?queue=advice")
    assert "From 30 talks of the last weeks: handling time 5:00 min, patience endless" in text
    assert "<polyline" in text


def test_a_goal_that_cannot_be_reached_says_so(office: Office) -> None:
    office.become("sofia")
    text = office.get(f"{STAFFING}?queue=advice&calls=100000&aht=86400")
    assert "Ask for less." in text


@pytest.mark.slow
def test_a_trial_tells_each_day(office: Office) -> None:
    office.become("sofia")
    page = office.get(f"{STAFFING}?{BY_HAND}&try=yes")
    assert f'data-address="{STAFFING}/trial?' in page
    told = [json.loads(one) for one in office.get(f"{STAFFING}/trial?{BY_HAND}").splitlines()]
    assert [one["day"] for one in told] == list(range(1, 21))
    rows = dict(told[-1]["rows"])
    assert abs(int(rows["In time"].removesuffix(" %")) - 84) < 8
    still = office.get(f"{STAFFING}?{BY_HAND}&try=yes&wait=yes")
    assert f"<dd>{rows['In time']}</dd>" in still


def test_too_much_is_not_tried(office: Office) -> None:
    office.become("sofia")
    text = office.get(f"{STAFFING}/trial?queue=advice&calls=900&aht=60&agents=20")
    assert json.loads(text) == {"trouble": "That is too much to try out. Ask for less."}


def test_on_a_day_that_is_closed_nobody_is_needed(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    closed = {"advice": Terms(Queue(hours="office", most=0), Hours("UTC", {}, None, {}))}
    monkeypatch.setattr(Desk, "terms", property(lambda _: closed))
    office.become("sofia")
    text = office.get(f"{STAFFING}?queue=advice&aht=300")
    assert "The queue is closed on that day" in text
    # What is given by hand is planned as it is given.
    assert "The queue is closed" not in office.get(f"{STAFFING}?{BY_HAND}")
