from __future__ import annotations

import pytest

from flowengine.desk import items, log
from flowengine.desk.people import SUPERVISOR
from flowengine.desk.permissions import Permissions
from flowengine.host.desk import alerts
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_a_supervisor_takes_a_talk_over_and_the_agent_has_no_part_in_it(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena"), await shift.supervisor()
        item = await shift.served(olena)
        taken = await shift.desk.oversight.take_over(sofia, item.id)
        assert (taken.agent, taken.state, taken.joined) == ("sofia", items.ACTIVE, item.joined)
        with pytest.raises(Refusal, match="not yours"):
            await shift.desk.talk.say(olena, item.id, "Hello?", "m1")
        await shift.look(1)  # a page of theirs leads to the console: nobody is lost meanwhile
        assert (await shift.item(item)).state == items.ACTIVE

    work(scene)


def test_who_listens_is_in_the_log_and_in_the_audit(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena"), await shift.supervisor()
        item = await shift.served(olena)
        joined = await shift.desk.oversight.join(sofia, item.id, "listen")
        assert joined.guests == (items.Guest("sofia", "listen"),)
        joined = await shift.desk.oversight.join(sofia, item.id, "barge")
        assert [one.mode for one in joined.guests] == ["barge"]
        assert (await shift.logged(item)).count(log.GUEST) == 2
        audits = await shift.store.audits(limit=10)
        assert {one.what for one in audits} >= {"listened to the talk", "joined in the talk"}
        for mode, code in (("shout", "no-mode"), ("listen", "forbidden")):
            with pytest.raises(Refusal) as told:
                await shift.desk.oversight.join(sofia, item.id, mode, hidden=True)
            assert told.value.code == code
        assert (await shift.desk.oversight.leave(sofia, item.id)).guests == ()

    work(scene)


def test_whoever_takes_part_in_another_way_stays_as_seen_as_they_are(
    work_here: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Permissions, "allowed", lambda *_, **__: True)  # to be hidden, too

    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena"), await shift.supervisor()
        item = await shift.served(olena)
        await shift.desk.oversight.join(sofia, item.id, "listen", hidden=True)
        changed = await shift.desk.oversight.change(sofia, item.id, "whisper")
        assert changed.guests == (items.Guest("sofia", "whisper", hidden=True),)
        await shift.desk.oversight.leave(sofia, item.id)
        changed = await shift.desk.oversight.change(sofia, item.id, "barge")
        assert changed.guests == (items.Guest("sofia", "barge"),)

    work_here(scene)


def test_no_agent_does_what_supervisors_do(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)
        ivan = await shift.agent("ivan")
        desk = shift.desk.oversight
        for deed in (
            desk.join(ivan, item.id, "listen"),
            desk.whisper(ivan, item.id, "x"),
            desk.take_over(ivan, item.id),
            desk.reassign(ivan, item.id, agent="ivan"),
            desk.end(ivan, item.id, "x"),
            desk.set_status(ivan, "olena", "break"),
            desk.seen(ivan),
        ):
            with pytest.raises(Refusal) as told:
                await deed
            assert told.value.code == "forbidden"
        assert await shift.item(item) == item
        assert [one for one in await shift.store.audits(limit=10) if "ivan" in one.who] == []

    work_here(scene)


def test_f14_what_is_stuck_is_ended_from_every_state(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await shift.supervisor()
        olena = await shift.agent("olena")
        waits = await shift.person("1")
        await shift.look()
        offered = await shift.of(waits)
        assert offered.state == items.OFFERED
        assert (await shift.desk.oversight.end(sofia, offered.id, "stuck")).outcome == "stuck"
        talk = await shift.served(olena)
        await shift.vanish("olena")
        await shift.look()
        assert (await shift.item(talk)).state == items.LOST
        assert (await shift.desk.oversight.end(sofia, talk.id, "stuck")).state == items.CLOSED

    work(scene)


def test_a_supervisor_of_other_queues_has_nothing_to_do_with_it(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena", queues=("people",))
        item = await shift.served(olena)
        petra = await shift.hire("petra", roles=(SUPERVISOR,), queues=("legal",))
        desk = shift.desk.oversight
        for deed in (
            desk.join(petra, item.id, "listen"),
            desk.whisper(petra, item.id, "x"),
            desk.take_over(petra, item.id),
            desk.reassign(petra, item.id, agent="petra"),
            desk.end(petra, item.id, "x"),
            desk.set_status(petra, "olena", "break"),
        ):
            with pytest.raises(Refusal) as told:
                await deed
            assert told.value.code == "forbidden"
        seen = await desk.seen(petra)
        assert (seen.board.agents, seen.board.items, dict(seen.figures)) == ((), (), {})
        assert [one for one in seen.entries if one.queue] == []
        assert await shift.item(item) == item

    work_here(scene)


def test_the_status_of_somebody_else_says_who_set_it(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await shift.supervisor()
        await shift.agent("olena")
        await shift.desk.oversight.set_status(sofia, "olena", "break")
        assert await shift.standing("olena") == "break"
        last = (await shift.store.entries())[-1]
        assert (last.kind, last.agent, last.body["by"]) == (log.STATUS, "olena", "sofia")
        for whom in ("sofia", "nobody"):
            with pytest.raises(Refusal, match="no such agent"):
                await shift.desk.oversight.set_status(sofia, whom, "break")

    work_here(scene)


def test_the_board_of_a_supervisor_has_their_queues_and_todays_figures(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena", queues=("people",)), await shift.supervisor()
        await shift.agent("ivan", queues=("office",))
        petra = await shift.hire("petra", queues=("duty",), roles=(SUPERVISOR,))
        await shift.served(olena)
        seen = await shift.desk.oversight.seen(sofia)
        figures = seen.figures["people"]
        assert (figures.answered, figures.abandoned, figures.strict) == (1, 0, 1.0)
        assert {one.id for one in seen.board.agents} == {"olena", "ivan"}
        theirs = await shift.desk.oversight.seen(petra)
        assert [one.name for one in theirs.board.queues] == ["duty"]
        assert (theirs.board.agents, theirs.board.items, theirs.figures) == ((), (), {})
        shift.now += 24 * 3600  # the next day counts from nothing
        assert (await shift.desk.oversight.seen(sofia)).figures == {}

    work(scene)


def test_alerts_are_the_gravest_first(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena, sofia = await shift.agent("olena"), await shift.supervisor()
        await shift.desk.set_status(olena, "break")
        late = await shift.person("1")
        await shift.look()
        shift.now += 61
        await shift.person("3")
        crisis = await shift.person("1")
        await shift.house.conversations.say(crisis, "I want to die")
        await shift.look()
        found = (await shift.desk.oversight.seen(sofia)).alerts
        kinds = [(one.kind, one.grave) for one in found]
        assert kinds[0] == (alerts.SIGN, True)
        assert found[0].words
        assert (alerts.URGENT, True) in kinds
        assert kinds[-1] == (alerts.LATE, False)
        assert found[-1].queue == (await shift.of(late)).queue

    work_here(scene)
