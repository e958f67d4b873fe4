"""Whole ways through the desk, above all those that go wrong elsewhere: see the failure modes of
contact centres in the manual's design notes. Each runs on a real store."""

from __future__ import annotations

import pytest

from flowengine.desk import items
from flowengine.host import heard
from flowengine.host.refusal import Refusal
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_a_person_is_handed_to_an_agent_and_back(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.waiting()
        assert (item.state, item.agent, item.until) == (items.OFFERED, "olena", shift.now + 20)
        await shift.desk.accept(olena, item.token)
        await shift.settle()
        await shift.desk.finish(olena, item.id, disposition="Advice")
        await shift.settle()
        assert (await shift.heard(item.conversation))[-1] == "Back with the machine."
        done = await shift.item(item)
        assert (done.state, done.until) == (items.WRAP_UP, shift.now + 60)
        assert (await shift.desk.view(olena)).status == "wrap-up"
        await shift.desk.close(olena, item.id, "Advice")
        await shift.settle()
        view = await shift.desk.view(olena)
        assert (view.items, view.status, view.standing.idle) == ((), "ready", shift.now)
        assert await shift.logged(item) == ["joined", "offered", "accepted", "finished", "closed"]

    work(scene)


@pytest.mark.parametrize("place", range(3))
def test_nobody_is_told_where_nobody_of_the_queue_is_at_work(work_here: Work, place: int) -> None:
    """Neither who never came, nor who is in training, nor who answers other queues."""

    async def scene(shift: Shift) -> None:
        if place == 0:
            await shift.hire("olena")
        elif place == 1:
            await shift.hire("olena")
            await shift.sit("olena", status="training")
        else:
            await shift.agent("olena", queues=["office"])
        item = await shift.waiting()
        assert (item.state, item.outcome) == (items.CLOSED, "nobody")
        assert "Nobody is there." in await shift.heard(item.conversation)

    work_here(scene)


@pytest.mark.parametrize(("first", "then"), [("voice", "chat"), ("chat", "voice")])
def test_who_goes_on_by_call_or_chat_keeps_place_and_agent(
    work: Work, first: str, then: str
) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        waits = await shift.waiting("1", first)
        await shift.house.conversations.hear(waits.conversation, heard.switched(then))
        offer = await shift.item(waits)
        assert (offer.state, offer.token, offer.media) == (items.OFFERED, waits.token, then)
        await shift.desk.accept(olena, offer.token)
        await shift.settle()
        with shift.desk.bell.listening("desk") as bell:
            await shift.house.conversations.hear(waits.conversation, heard.switched(first))
            assert bell.is_set()
        talk = await shift.item(waits)
        assert (talk.state, talk.agent, talk.media, talk.channel, talk.joined) == (
            items.ACTIVE, "olena", first, first, waits.joined,
        )  # fmt: skip
        assert await shift.store.loads() == {"olena": {first: 1}}

    work(scene)


def test_somebody_of_a_queue_it_overflows_to_is_somebody(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.agent("marko", queues=["duty"])
        item = await shift.waiting()
        assert item.state == items.WAITING
        await shift.look(90)
        item = await shift.item(item)
        assert (item.also, item.state, item.agent) == (("duty",), items.OFFERED, "marko")
        assert item.joined == shift.now - 90

    work_here(scene)


def test_f6_who_accepts_and_drops_is_followed_by_another_at_once(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        await shift.served(olena, "1", "voice")
        item = (await shift.store.items(agent="olena"))[0]
        later = await shift.waiting()
        await shift.agent("marko")
        await shift.vanish("olena")
        await shift.look()
        lost = await shift.item(item)
        assert (lost.state, lost.until) == (items.LOST, shift.now + 10)
        marko = shift.users["marko"]
        took = await shift.desk.accept(marko, (await shift.item(later)).token)
        await shift.desk.close(marko, took.id, "Advice")
        await shift.look(10)
        back = await shift.item(item)
        assert (back.state, back.agent, back.joined) == (items.OFFERED, "marko", item.joined)

    work(scene)


def test_f7_no_work_for_who_is_not_ready(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.agent("ready")
        for status in ("break", "training", "offline"):
            await shift.hire(status)
            await shift.sit(status, status=status)
        for name in ("gone", "away"):
            await shift.agent(name)
        await shift.vanish("gone")
        await shift.desk.attendance.put_away("away")
        agents = {(await shift.waiting()).agent for _ in range(3)}
        assert agents == {"ready", ""}  # one offer at a time, and to nobody else

    work(scene)


def test_f8_who_comes_again_when_their_agent_is_away_goes_to_the_queue(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        marko = await shift.agent("marko", queues=["duty"])
        item = await shift.served(olena)
        await shift.desk.close(olena, item.id, "Advice")
        await shift.settle()
        await shift.desk.set_status(olena, "offline")
        await shift.desk.set_status(marko, "break")
        await shift.house.conversations.say(item.conversation, "1")
        await shift.look()
        again = await shift.of(item.conversation)
        assert (again.id != item.id, again.state, again.agent) == (True, items.WAITING, "")
        with pytest.raises(Refusal) as refusal:
            await shift.desk.transfer(olena, again.id, agent="olena")
        assert refusal.value.code == "absent"

    work(scene)


def test_f9_who_frees_gets_the_oldest_first(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena", caps={"chat": 1})
        busy = await shift.served(olena)
        waiting = []
        for _ in range(3):
            shift.now += 5
            waiting.append(await shift.waiting())
        await shift.desk.close(olena, busy.id, "Advice")
        for expected in waiting:
            await shift.look(1)
            offered = await shift.item(expected)
            assert (offered.state, offered.agent) == (items.OFFERED, "olena")
            await shift.desk.accept(olena, offered.token)
            await shift.desk.close(olena, offered.id, "Advice")
            await shift.settle()

    work(scene)


def test_f13_a_page_that_is_loaded_again_drops_nobody(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena, "1", "voice")
        await shift.vanish("olena")
        await shift.look()
        assert (await shift.item(item)).state == items.LOST
        shift.now += 9
        await shift.desk.arrive("olena", "desk")
        await shift.look()
        back = await shift.item(item)
        assert (back.state, back.agent, back.joined) == (items.ACTIVE, "olena", item.joined)
        assert (await shift.logged(item))[-2:] == ["lost", "resumed"]

    work(scene)


def test_f13_who_stays_away_is_replaced_and_the_person_is_next(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.served(olena)
        await shift.waiting()  # offered to Olena, and back when she is lost
        await shift.vanish("olena")
        await shift.look()
        marko = await shift.hire("marko")
        await shift.sit("marko", status="break")
        await shift.look(60)
        back = await shift.item(item)
        assert (back.state, back.first, back.agent) == (items.WAITING, True, "")
        await shift.desk.set_status(marko, "ready")
        await shift.look()
        back = await shift.item(item)
        assert (back.state, back.agent) == (items.OFFERED, "marko")
        await shift.desk.accept(marko, back.token)
        await shift.settle()
        heard = await shift.heard(item.conversation)
        assert [words.split(".")[0] for words in heard[-3:]] == [
            "The connection to your adviser broke",
            "We are looking for somebody else for you",
            "Marko is with you now",
        ]

    work(scene)


@pytest.mark.parametrize("state", ["offered", "active", "lost", "wrap-up"])
def test_f20_nothing_holds_an_agent_for_ever(work: Work, state: str) -> None:
    """Whatever an agent was in the middle of when everything stopped, time alone frees them."""

    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        item = await shift.waiting()
        if state != "offered":
            item = await shift.desk.accept(olena, item.token)
        if state == "wrap-up":
            await shift.desk.finish(olena, item.id)
        await shift.settle()
        if state in ("active", "lost"):
            await shift.vanish("olena")
            await shift.look()
        await shift.restart()
        for _ in range(4):
            await shift.look(60)
        found = await shift.item(item)
        assert found.state not in items.HELD
        assert await shift.store.loads() == {}

    work(scene)


@pytest.mark.parametrize("state", ["waiting", "offered", "active", "lost", "wrap-up"])
def test_f21_who_hangs_up_at_any_moment_leaves_nobody_answered(work: Work, state: str) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.hire("olena")
        await shift.sit("olena", status="break" if state == "waiting" else "ready")
        item = await shift.waiting("1", "voice")
        if state not in ("waiting", "offered"):
            await shift.desk.accept(olena, item.token)
            await shift.settle()
        if state == "lost":
            await shift.vanish("olena")
            await shift.look()
        if state == "wrap-up":
            await shift.desk.finish(olena, item.id)
            await shift.settle()
        assert (await shift.item(item)).state == state
        await shift.house.conversations.end(item.conversation)
        gone = await shift.item(item)
        if state in ("waiting", "offered"):
            assert (gone.state, gone.agent) == (items.ABANDONED, "")
        else:
            assert (gone.state, gone.until) == (items.WRAP_UP, shift.now + 60)
        await shift.look(60)
        assert (await shift.item(item)).state in (items.ABANDONED, items.CLOSED)
        assert await shift.store.loads() == {}

    work(scene)


def test_f23_an_agent_who_cannot_stops_nobody_behind_them(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        for name in ("first", "second", "third"):
            await shift.agent(name)
        for absent in ("first", "second", "third"):
            await shift.vanish(absent)
            item = await shift.waiting()
            assert item.state == items.OFFERED
            assert item.agent not in (absent, "")
            await shift.house.conversations.end(item.conversation)
            await shift.desk.arrive(absent, "desk")

    work(scene)


def test_f25_somebody_at_the_head_stops_nobody(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena", caps={"chat": 1})
        busy = await shift.served(olena)
        first, second = await shift.waiting(), await shift.waiting()
        urgent = await shift.waiting("3")
        await shift.desk.close(olena, busy.id, "Advice")
        served = []
        for _ in range(3):
            await shift.look(1)
            (offered,) = (await shift.desk.view(olena)).items
            served.append(offered.id)
            await shift.desk.accept(olena, offered.token)
            await shift.desk.close(olena, offered.id, "Advice")
            await shift.settle()
        assert served == [urgent.id, first.id, second.id]

    work(scene)


def test_why_says_who_could_take_it(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.agent("olena")
        await shift.desk.set_status(shift.users["olena"], "break")
        item = await shift.waiting()
        decision = await shift.desk.why(item.id)
        assert decision.position == 1
        assert [one.words for one in decision.candidates] == ['is not ready ("break")']
        with pytest.raises(Refusal, match="no such"):
            await shift.desk.why("nothing")

    work_here(scene)


def test_names_are_known_unless_the_store_is_away(work_here: Work) -> None:
    async def scene(shift: Shift) -> None:
        await shift.hire("olena")
        assert await shift.desk.shown("olena") == "Olena"
        assert await shift.desk.shown("nobody") == ""

    work_here(scene)
