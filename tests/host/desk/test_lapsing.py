from __future__ import annotations

from typing import Any

import pytest
from msgspec.structs import replace

from flowengine.desk.items import Item
from flowengine.desk.people import Presence, Switch
from flowengine.host.desk.lapsing import LONGEST, lapsed, next_lapse
from flowengine.host.desk.picture import Picture
from flowengine.host.desk.terms import Terms
from flowengine.language.program import Queue

NOW = 1000.0
SWITCHED = {"q": {"close": Switch(queue="q", kind="close")}}


def item(state: str, until: float, **about: Any) -> Item:
    return Item(
        id="i", conversation="c", queue="q", channel="chat", state=state, until=until, version=1,
        **about,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("was", "becomes"),
    [
        (item("offered", NOW, agent="a", token="t"), "waiting"),
        (item("offered", NOW + 0.1, agent="a", token="t"), None),
        (item("wrap-up", NOW, agent="a"), "closed"),
        (item("later", NOW, kind="callback"), "waiting"),
        (item("later", NOW + 1, kind="callback"), None),
        (item("waiting", 0.0), None),
        (item("active", 0.0, agent="a"), None),
        (item("lost", NOW, agent="a"), None),  # that is `presence`'s
    ],
)
def test_what_is_over(was: Item, becomes: str | None) -> None:
    made = [one.after.state for one in lapsed(Picture(NOW, (was,)))]
    assert made == ([] if becomes is None else [becomes])


def test_a_promise_is_not_due_while_its_queue_is_closed() -> None:
    was = item("later", NOW - 5, kind="callback")
    assert list(lapsed(Picture(NOW, (was,), switches=SWITCHED))) == []


def test_a_night_of_promises_comes_in_one_after_the_other() -> None:
    night = tuple(
        replace(item("later", NOW - 5, kind="callback", soon=True), id=f"p{n}", joined=float(n))
        for n in range(3)
    )
    assert [one.after.id for one in lapsed(Picture(NOW, night))] == ["p0"]


def test_a_talk_that_nobody_called_anything_keeps_what_it_was_called() -> None:
    (made,) = lapsed(Picture(NOW, (item("wrap-up", NOW, agent="a", outcome="Advice"),)))
    assert made.after.outcome == "Advice"


@pytest.mark.parametrize(
    ("ago", "needed", "there", "outcome", "closes"),
    [
        (1.0, True, True, "", False),
        (LONGEST - 1, True, True, "", False),
        (LONGEST, True, True, "", True),  # nobody is asked for ever
        (1.0, True, False, "", True),
        (1.0, True, True, "Advice", True),
        (1.0, False, True, "", True),
    ],
)
def test_who_has_to_say_what_it_was_is_asked_while_they_are_there(
    ago: float, needed: bool, there: bool, outcome: str, closes: bool
) -> None:
    was = item("wrap-up", NOW - ago, agent="a", outcome=outcome)
    pages = (Presence(agent="a", device="d", node="n", epoch=1, lease=9e9),) if there else ()
    terms = {"q": Terms(Queue(hours="", most=0, outcome_needed=needed))}
    picture = Picture(NOW, (was,), presences=pages, terms=terms)
    assert [one.after.outcome for one in lapsed(picture)] == ([outcome] if closes else [])


def test_the_next_moment() -> None:
    some = (item("offered", NOW + 9), item("lost", NOW + 5), item("offered", NOW - 1))
    assert next_lapse(Picture(NOW, some)) == NOW + 5
    assert next_lapse(Picture(NOW, some[2:])) == 0.0
