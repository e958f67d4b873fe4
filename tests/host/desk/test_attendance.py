from __future__ import annotations

import pytest

from flowengine.desk import items, people
from flowengine.desk.reports import times
from flowengine.host.desk import attendance
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_f11_a_browser_that_was_closed_is_no_agent(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        page = await shift.sit_new("olena")
        item = await shift.waiting()
        assert item.agent == "olena"
        await shift.vanish("olena")
        await shift.look()
        assert (await shift.item(item)).state == items.WAITING  # back at once
        assert not await shift.desk.beat(page)
        assert await shift.standing("olena") == "ready"  # nobody has said otherwise yet
        await shift.look(attendance.GONE_AFTER)
        assert await shift.standing("olena") == "offline"

    work(scene)


def test_f12_of_two_pages_one_is_enough(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        desk = await shift.sit_new("olena", "desk")
        telephone = await shift.desk.arrive("olena", "telephone")
        await shift.desk.depart(desk)
        assert await shift.standing("olena") == "ready"
        assert (await shift.waiting()).agent == "olena"
        await shift.desk.depart(telephone)
        assert await shift.standing("olena") == "offline"
        await shift.desk.depart(telephone)  # said twice
        kinds = [one.kind for one in await shift.store.entries() if one.agent == "olena"]
        assert kinds.count("status") == 2

    work(scene)


def test_f10_a_page_counts_as_long_as_it_answers_however_seldom_its_script_runs(
    work: Work,
) -> None:
    """The server asks and the browser answers by itself; nothing hangs on a timer of the page."""

    async def scene(shift: Shift) -> None:
        page = await shift.sit_new("olena")
        for _ in range(6):
            shift.now += 60
            assert await shift.desk.beat(page)
            await shift.look()
        assert await shift.standing("olena") == "ready"

    work(scene)


def test_f30_a_start_sets_nobody_offline(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.sit_new("olena")
        await shift.sit_new("marko")
        await shift.desk.set_status(shift.users["marko"], "break")
        item = await shift.waiting()
        await shift.vanish("olena")
        await shift.vanish("marko")
        shift.now += 3600
        await shift.restart()
        await shift.look()
        assert await shift.standing("olena") == "ready"
        assert (await shift.item(item)).state == items.WAITING  # nobody is told "nobody" yet
        await shift.look(attendance.GONE_AFTER - 1)
        await shift.desk.arrive("olena", "desk")
        await shift.look(2)
        assert await shift.standing("olena") == "ready"
        assert await shift.standing("marko") == "offline"
        assert (await shift.item(item)).agent == "olena"

    work(scene)


def test_who_comes_back_soon_is_what_they_were(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        for name, away in (("olena", 600), ("marko", attendance.BACK_WITHIN + 1)):
            await shift.sit_new(name)
            await shift.vanish(name)
            await shift.look()
            await shift.look(attendance.GONE_AFTER)
            assert await shift.standing(name) == "offline"
            shift.now += away
            await shift.desk.arrive(name, "desk")
        assert await shift.standing("olena") == "ready"
        assert await shift.standing("marko") == "offline"

    work_here(scene)


def test_who_lets_two_offers_pass_is_put_away_until_they_say_so(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.sit_new("olena")
        item = await shift.waiting()
        await shift.look(20)
        assert await shift.standing("olena") == "ready"
        await shift.look(1)
        assert (await shift.item(item)).agent == "olena"  # nobody else is there
        await shift.look(20)
        assert await shift.standing("olena") == people.AWAY
        await shift.look()
        assert (await shift.item(item)).outcome == "nobody"
        with pytest.raises(Refusal, match="no status"):
            await shift.desk.set_status(shift.users["olena"], people.AWAY)
        await shift.desk.set_status(shift.users["olena"], "ready")
        assert (await shift.waiting()).agent == "olena"

    work(scene)


def test_an_offer_that_was_answered_between_two_ends_the_row(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.sit_new("olena")
        item = await shift.waiting()
        await shift.look(20)
        await shift.look(1)
        await shift.desk.refuse(shift.users["olena"], (await shift.item(item)).token)
        await shift.settle()
        await shift.look(61)
        await shift.look(20)
        assert await shift.standing("olena") == "ready"

    work_here(scene)


def test_a_break_that_was_wished_begins_when_the_talk_is_written_down(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.sit_new("olena")
        olena = shift.users["olena"]
        item = await shift.served(olena)
        standing = await shift.desk.set_status(olena, "break", after=True)
        assert (standing.status, standing.back) == ("ready", "break")
        await shift.desk.close(olena, item.id, "Violence or neglect")
        await shift.settle()
        assert await shift.standing("olena") == "break"
        # With nothing in hand it counts at once.
        await shift.desk.set_status(olena, "training", after=True)
        assert await shift.standing("olena") == "training"

    work(scene)


def test_f7_a_status_of_our_own_is_chosen_counted_and_never_given_work(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        shift.desk.attendance.own = ("Debriefing",)
        assert shift.desk.attendance.statuses == (
            "ready", "break", "training", "Debriefing", "offline",
        )  # fmt: skip
        page = await shift.sit_new("olena")
        await shift.agent("marko", ["duty"])  # so that a person may hope, and waits
        began = shift.now
        await shift.desk.set_status(shift.users["olena"], "Debriefing")
        item = await shift.waiting()
        assert (item.state, item.agent) == (items.WAITING, "")
        await shift.look(30)
        for unknown in ("debriefing", "wrap-up", "asleep"):
            with pytest.raises(Refusal, match="Debriefing"):
                await shift.desk.set_status(shift.users["olena"], unknown)
        found = times(await shift.store.entries(), began, shift.now)
        assert found["olena"].statuses == {"Debriefing": 30.0}
        await shift.vanish("olena")  # who was cut off in it comes back to it
        await shift.look()
        await shift.look(attendance.GONE_AFTER)
        assert await shift.standing("olena") == "offline"
        assert not await shift.desk.beat(page)
        await shift.desk.arrive("olena", "desk")
        assert await shift.standing("olena") == "Debriefing"
        shift.desk.attendance.own = ()  # no more in the settings: kept as it is, and not ready
        await shift.look()
        assert await shift.standing("olena") == "Debriefing"
        await shift.desk.set_status(shift.users["olena"], "ready")
        await shift.look()
        served = await shift.waiting()
        assert served.agent == "olena"

    work(scene)


def test_only_agents_have_a_status(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        sofia = await shift.supervisor()
        with pytest.raises(Refusal) as refusal:
            await shift.desk.set_status(sofia, "ready")
        assert refusal.value.code == "forbidden"

    work_here(scene)


def test_a_status_that_others_keep_changing_is_given_up_in_words(
    work_here: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def scene(shift: Shift) -> None:
        await shift.sit_new("olena")

        async def never(*_: object) -> bool:
            return False

        monkeypatch.setattr(shift.store, "stand", never)
        with pytest.raises(Refusal, match="elsewhere"):
            await shift.desk.set_status(shift.users["olena"], "break")

    work_here(scene)
