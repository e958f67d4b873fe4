from __future__ import annotations

from datetime import datetime

import pytest

from flowengine.authoring.given_read import given
from flowengine.authoring.literal import Misread
from flowengine.authoring.transcript import (
    Answer,
    Clock,
    GivenFetch,
    GivenPerson,
    GivenQueue,
    GivenValues,
    Line,
)

NOON = datetime.fromisoformat("2027-03-02T12:00")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("clock 2027-03-02 12:00", Clock(1, NOON, "")),
        ("clock = Tuesday 2027-03-02 12:00 Europe/Kyiv", Clock(1, NOON, "Europe/Kyiv")),
        ("clock tue 2027-03-02", Clock(1, datetime.fromisoformat("2027-03-02T00:00"), "")),
        ("fetch ticket fails", GivenFetch(1, "ticket", Answer(None, 0, "no answer"), False)),
        ("fetch ticket fails with 503", GivenFetch(1, "ticket", Answer(None, 503), False)),
        ("fetch ticket always fails", GivenFetch(1, "ticket", Answer(None, 0, "no answer"), True)),
        ('fetch a = {"n": 1}', GivenFetch(1, "a", Answer({"n": 1}), False)),
        ("fetch a always = [1, 2]", GivenFetch(1, "a", Answer([1, 2]), True)),
        ("fetch a late", GivenFetch(1, "a", Answer({}, late=True), False)),
        ('fetch a late = {"n": 1}', GivenFetch(1, "a", Answer({"n": 1}, late=True), False)),
        ("fetch a after 3s = {}", GivenFetch(1, "a", Answer({}, after=3.0), False)),
        (
            "fetch a always after 1m 3s fails",
            GivenFetch(1, "a", Answer(None, 0, "no answer", 63.0), True),
        ),
        ("topic = grants, beds = 2", GivenValues(1, (("topic", "grants"), ("beds", 2)))),
        ('contact.name = "Ann"', GivenValues(1, (("contact.name", "Ann"),))),
        ('caller "+380501112233"', GivenPerson(1, "caller", "+380501112233")),
        ("caller = +380501112233", GivenPerson(1, "caller", "+380501112233")),
        ("language uk", GivenPerson(1, "language", "uk")),
        ("seed 3", GivenPerson(1, "seed", "3")),
        ("queue Listeners closed", GivenQueue(1, "listeners", "closed")),
        ("queue listeners position 3", GivenQueue(1, "listeners", "open", 3)),
        (
            "queue listeners open, position 3, wait 2m-5m",
            GivenQueue(1, "listeners", "open", 3, (120, 300)),
        ),
    ],
)
def test_what_may_be_given(text: str, meant: Line) -> None:
    assert given(text, 1) == meant


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("clock noon", "clock is not understood"),
        ("clock 2027-02-30 12:00", "There is no 2027-02-30"),
        ("clock 2027-03-02 25:00", "There is no 2027-03-02 25:00"),
        ("clock Monday 2027-03-02 12:00", "is a Tuesday, not a Monday"),
        ("fetch", "Which fetch?"),
        ("fetch a", "What the fetch brings is missing"),
        ("fetch a = {", "JSON cannot be read"),
        ("queue listeners asleep", "state of a queue is not understood"),
        ("seed three", "whole number"),
        ("topic", "not a name with a value"),
    ],
)
def test_what_cannot_be_given_is_told_with_a_mend(text: str, told: str) -> None:
    with pytest.raises(Misread) as caught:
        given(text, 1)
    assert told in caught.value.message
    assert caught.value.hint
