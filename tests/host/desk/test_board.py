from __future__ import annotations

from datetime import time
from typing import Any

import pytest

from flowengine.desk.items import Item
from flowengine.host.desk import board as boards
from flowengine.host.desk.picture import Picture
from flowengine.host.desk.terms import Terms
from flowengine.language.program import Hours, Queue
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_the_board_counts_what_is(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        marko = await shift.agent("marko", queues=["duty"])
        await shift.hire("ivan")
        await shift.served(olena)
        offered = await shift.waiting()
        shift.now += 10
        longest, urgent = await shift.waiting(), await shift.waiting("3")
        held = await shift.desk.board()  # whoever is offered to somebody waits until it is taken
        people = next(one for one in held.queues if one.name == "people")
        assert (people.waiting, people.offered) == (3, 1)
        ringing = next(one for one in held.items if one.token)
        await shift.desk.refuse(olena, ringing.token)
        await shift.desk.set_status(olena, "break")
        await shift.person("4", "6")
        await shift.desk.switch(await shift.supervisor(), "duty", "surge", "Patience.")
        board = await shift.desk.board()
        people = next(one for one in board.queues if one.name == "people")
        assert (people.waiting, people.urgent, people.talking) == (3, 1, 1)
        assert (people.callbacks, people.messages, people.offered) == (1, 1, 0)
        assert people.longest == offered.joined < longest.joined
        assert (people.agents, people.present, people.ready, people.open) == (2, 1, 0, True)
        duty = next(one for one in board.queues if one.name == "duty")
        assert (duty.agents, duty.present, duty.ready) == (3, 2, 1)
        assert [one.kind for one in duty.switches] == ["surge"]
        assert {one.id: one.status for one in board.agents} == {
            "olena": "break", "marko": "ready", "ivan": "offline"
        }  # fmt: skip
        assert urgent.id in {one.id for one in board.items}
        # Whoever sits elsewhere sees neither the items nor the queues of others.
        view = await shift.desk.view(marko)
        assert [one.name for one in view.queues] == ["duty"]
        assert view.waiting == ()
        assert [one.id for one in view.colleagues] == ["olena"]
        hers = await shift.desk.view(olena)
        assert hers.waiting[0].id == urgent.id
        assert len(hers.waiting) == 5

    work(scene)


def test_a_supervisor_who_is_no_agent_has_nothing_to_fetch(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await shift.supervisor()
        await shift.hire("olena")
        await shift.person("4")
        view = await shift.desk.view(sofia)
        assert (view.waiting, view.queues, view.items, view.status) == ((), (), (), "offline")

    work_here(scene)


DAY = Hours("UTC", {}, None, dict.fromkeys(range(7), ((time(9), time(17)),)))
HOUR = 3600.0


@pytest.mark.parametrize(
    ("about", "hours", "waited"),
    [
        ({"media": "async", "channel": "sms"}, DAY, 1.5),
        ({"media": "async", "channel": "sms"}, None, 17.5),
        ({"media": "chat", "channel": "chat"}, DAY, 17.5),
    ],
)
def test_f29_the_board_leaves_the_night_out_for_whom_nobody_sat_there(
    about: dict[str, Any], hours: Hours | None, waited: float
) -> None:
    """From four in the afternoon to half past nine."""
    item = Item(id="i", conversation="c", queue="q", joined=16 * HOUR, **about)
    terms = {"q": Terms(Queue(hours="day", most=0), hours)}
    picture = Picture(33.5 * HOUR, (item,), terms=terms)
    (row,) = boards.board(picture).queues
    assert picture.now - row.longest == pytest.approx(waited * HOUR)
