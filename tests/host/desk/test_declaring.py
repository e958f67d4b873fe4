"""The log says what queues promise from when on, and reports go by it."""

from __future__ import annotations

from dataclasses import replace

from flowengine.desk.log import DECLARED
from flowengine.desk.outcomes import Category
from flowengine.host.desk import reporting
from flowengine.host.desk.declaring import Declaring, today
from flowengine.host.desk.reporting import Question
from flowengine.host.desk.terms import Terms
from flowengine.host.desk.today import Today
from flowengine.language.program import Hours, Outcome, Queue
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift

HOUR = 3600.0


def changed(terms: dict[str, Terms], queue: str, **what: object) -> dict[str, Terms]:
    one = terms[queue]
    return {**terms, queue: replace(one, queue=replace(one.queue, **what))}  # type: ignore[arg-type]


def test_what_holds_today_is_what_the_flows_say() -> None:
    night = Hours("UTC", {}, None, {})
    found = today({"help": Terms(Queue("night", 0, within=90), night), "duty": Terms()})
    assert (found["help"].within, found["help"].hours) == (90.0, night)
    own = (Outcome("Bullied", {}, category="Violence"), Outcome("Prank", {}, brief=True),
           Outcome("Silent", {}, brief=True), Outcome("Advice", {}))  # fmt: skip
    (named,) = today({"help": Terms(Queue("", 0, outcomes=own))}).values()
    assert named.outcomes == {
        "Bullied": Category(contact=True, name="Violence"),
        "Prank": Category(contact=False, name=""),
    }
    assert (found["duty"].within, found["duty"].hours) == (60.0, None)


def test_it_is_written_at_the_first_look_and_when_other_flows_are_served(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        begin = shift.now
        await shift.look()
        first = await shift.store.declared()
        assert [one.queue for one in first] == ["duty", "office", "people"]
        assert {one.at for one in first} == {begin}
        await shift.look(5.0)
        await shift.restart()  # which changes nothing that anybody was promised
        await shift.look(5.0)
        assert await shift.store.declared() == first
        terms = changed(dict(shift.desk.terms), "people", within=5)
        await Declaring(shift.store).declare(terms, shift.now)
        (line,) = (await shift.store.declared())[3:]
        assert (line.queue, line.kind, line.body["within"]) == ("people", DECLARED, 5.0)
        nothing = Declaring(shift.store)
        await nothing.declare({}, shift.now)  # nothing is served: nothing is promised
        assert len(await shift.store.declared()) == 4

    work(scene)


def test_f29_yesterday_is_measured_by_what_was_promised_yesterday(work: Work) -> None:
    """Somebody waits for a minute; then the aim becomes five seconds, and somebody waits again."""

    async def scene(shift: Shift) -> None:
        async def waits(seconds: float) -> None:
            await shift.desk.set_status(olena, "break")
            item = await shift.waiting()
            await shift.look(seconds)
            await shift.desk.set_status(olena, "ready")
            await shift.look()
            offered = await shift.item(item)
            await shift.desk.accept(olena, offered.token)
            await shift.settle()
            await shift.desk.finish(olena, item.id)
            await shift.desk.close(olena, item.id, "Advice")

        async def in_time(since: float, until: float) -> tuple[int, int]:
            made = await reporting.counted(shift.store, Question(since, until), {})
            return made.finest.total.in_time, made.finest.total.answered

        olena = await shift.agent("olena")
        begin = shift.now
        await shift.look()
        await waits(50.0)
        shift.now = noon = begin + 2 * HOUR
        assert await in_time(begin, noon) == (1, 1)
        terms = changed(dict(shift.desk.terms), "people", within=5)
        await Declaring(shift.store).declare(terms, shift.now)
        await waits(50.0)
        assert await in_time(begin, noon) == (1, 1)
        assert await in_time(noon, shift.now + 1) == (0, 1)
        long_after = begin + 30 * 24 * HOUR  # the line stands weeks before what is read
        shift.now = long_after
        await waits(50.0)
        assert await in_time(long_after, shift.now + 1) == (0, 1)
        board = await Today(shift.store).figures(shift.desk.terms, shift.now)  # and so does it
        assert (board["people"].in_time, board["people"].answered) == (0, 1)

    work(scene)
