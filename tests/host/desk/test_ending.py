from __future__ import annotations

import pytest

from flowengine.desk import items, moves
from flowengine.host.desk import surveys
from flowengine.host.desk.ending import named
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_f27_one_wrap_up_clock_whichever_queues_the_talks_came_from(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        first, second = await shift.served(olena, "1"), await shift.served(olena, "2")
        await shift.desk.finish(olena, first.id)
        await shift.look(10)
        await shift.desk.finish(olena, second.id)
        assert (await shift.item(second)).until == (await shift.item(first)).until
        await shift.look(49)
        assert (await shift.waiting()).state == items.WAITING
        await shift.look(1)
        await shift.look()
        view = await shift.desk.view(olena)
        assert (view.status, [one.state for one in view.items]) == ("ready", [items.OFFERED])

    work(scene)


def test_wrap_up_is_extended_and_a_note_goes_with_the_end(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)
        await shift.desk.hold(olena, item.id)
        assert (await shift.desk.unhold(olena, item.id)).hold == 0
        await shift.desk.finish(olena, item.id)
        assert (await shift.desk.extend(olena, item.id)).until == shift.now + 120
        done = await shift.desk.close(olena, item.id, "Advice", "Call the doctor.")
        assert (done.state, done.outcome, done.note) == (items.CLOSED, "Advice", "Call the doctor.")

    work_here(scene)


def test_where_an_outcome_is_needed_nobody_is_offered_before_it(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena, "5")
        await shift.desk.finish(olena, item.id)
        with pytest.raises(Refusal, match="Say what it was"):
            await shift.desk.close(olena, item.id, "")
        await shift.look(120)
        assert (await shift.item(item)).state == items.WRAP_UP
        waits = await shift.waiting()
        assert (waits.state, (await shift.desk.view(olena)).status) == (items.WAITING, "wrap-up")
        await shift.desk.close(olena, item.id, "Advice")
        await shift.look()
        assert (await shift.item(waits)).agent == "olena"

    work(scene)


@pytest.mark.parametrize(
    ("outcome", "kept"),
    [
        ("Advice", "Advice"),
        ("  Advice on\n a bed ", "Advice on a bed"),
        ("مشاوره\u200cای", "مشاوره\u200cای"),  # a joiner that honest keyboards type
        ("asked for +380501234567", "asked for ••••"),
        ("ann@example.org", "••••"),
        ("", ""),
    ],
)
def test_what_an_end_is_called_says_nobody(outcome: str, kept: str) -> None:
    assert named(outcome) == kept


@pytest.mark.parametrize("bad", ["a\x00b", "eciv\u202edA"])
def test_an_end_and_its_note_can_be_read(work_here: Work, bad: str) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)
        for outcome, note in ((bad, ""), ("Advice", bad)):
            with pytest.raises(Refusal):
                await shift.desk.close(olena, item.id, outcome, note)
        with pytest.raises(Refusal):
            await shift.desk.finish(olena, item.id, disposition=bad)
        now = await shift.item(item)
        assert (now.state, now.outcome, now.note) == (items.ACTIVE, "", "")

    work_here(scene)


def test_who_closes_a_talk_while_the_person_hangs_up_is_not_refused(
    work_here: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)

        async def meanwhile(*_: object) -> bool:
            found = await shift.item(item)
            await shift.desk.make(moves.left(found, shift.now + 60, shift.now))
            return False

        monkeypatch.setattr(surveys, "welcome", meanwhile)
        done = await shift.desk.close(olena, item.id, "Advice")
        assert (done.state, done.outcome) == (items.CLOSED, "Advice")

    work_here(scene)


def test_what_else_hinders_an_end_is_told(work_here: Work, monkeypatch: pytest.MonkeyPatch) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)

        async def meanwhile(*_: object) -> bool:
            raise Refusal("busy", "Try again.")

        monkeypatch.setattr(surveys, "welcome", meanwhile)
        with pytest.raises(Refusal, match="Try again"):
            await shift.desk.close(olena, item.id, "Advice")
        assert (await shift.item(item)).state == items.ACTIVE

    work_here(scene)
