from __future__ import annotations

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
