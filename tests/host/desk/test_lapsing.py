from __future__ import annotations

from typing import Any

import pytest

from flowengine.desk.items import Item
from flowengine.desk.people import Switch
from flowengine.host.desk.lapsing import lapsed, next_lapse
from flowengine.host.desk.picture import Picture

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


def test_a_talk_that_nobody_called_anything_keeps_what_it_was_called() -> None:
    (made,) = lapsed(Picture(NOW, (item("wrap-up", NOW, agent="a", outcome="Advice"),)))
    assert made.after.outcome == "Advice"


def test_the_next_moment() -> None:
    some = (item("offered", NOW + 9), item("lost", NOW + 5), item("offered", NOW - 1))
    assert next_lapse(Picture(NOW, some)) == NOW + 5
    assert next_lapse(Picture(NOW, some[2:])) == 0.0
