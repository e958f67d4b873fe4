from __future__ import annotations

import asyncio
import logging
from pathlib import Path

import pytest

from flowengine.desk import items
from flowengine.host.desk import router, watchdog
from flowengine.host.house import House
from flowengine.host.refusal import Refusal
from flowengine.store.opening import opened
from flowengine.store.verbs import StoreError
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift


def test_f1_routers_of_several_nodes_offer_each_item_once(work: Work) -> None:
    async def scene(shift: Shift) -> None:
        for number in range(6):
            await shift.agent(f"agent{number}")
        keys = [await shift.person("2") for _ in range(6)]
        others = [shift.beside() for _ in range(3)]
        for other in others:
            await other.open()
        desks = [shift.desk, *(other.desk for other in others)]
        try:
            await asyncio.gather(*(desk.router.look() for desk in desks for _ in range(3)))
            await shift.desk.router.look()  # whoever lost a pair to others waits for the next one
            found = [await shift.of(key) for key in keys]
            assert {one.state for one in found} == {items.OFFERED}
            assert len({one.agent for one in found}) == 6
            for item in found:
                assert (await shift.logged(item)).count("offered") == 1
            # All accept on all nodes: each is taken once.
            taken = await asyncio.gather(
                *(
                    desk.accept(shift.users[one.agent], one.token)
                    for one in found
                    for desk in desks
                ),
                return_exceptions=True,
            )
            assert sum(not isinstance(one, Exception) for one in taken) == 6
            for item in found:
                assert (await shift.logged(item)).count("accepted") == 1
        finally:
            for other in others:
                await other.settle()
                await other.close()

    work(scene)


def test_who_is_urgent_does_not_wait_for_an_offer_of_less(work: Work) -> None:
    """The offer is taken back, its token is worth nothing, and its person loses nothing."""

    async def scene(shift: Shift) -> None:
        olena = await shift.agent("olena")
        first = await shift.waiting("1")
        assert first.agent == "olena"
        urgent = await shift.waiting("3")
        assert (urgent.state, urgent.agent) == (items.OFFERED, "olena")
        waits = await shift.item(first)
        assert (waits.state, waits.joined, waits.passed) == (items.WAITING, first.joined, ())
        (*_, last) = await shift.store.entries(item=first.id)
        assert (last.kind, last.body["why"]) == ("requeued", "urgent")
        with pytest.raises(Refusal, match="first"):
            await shift.desk.accept(olena, first.token)
        await shift.desk.accept(olena, urgent.token)
        await shift.look()
        assert (await shift.item(first)).agent == "olena"  # a chat beside the urgent one
        # A second urgent person takes nothing from who is being talked with.
        await shift.desk.accept(olena, (await shift.item(first)).token)
        await shift.waiting("3")
        assert (await shift.item(first)).state == items.ACTIVE

    work(scene)


def test_it_wakes_by_what_happens_here_and_by_what_time_brings(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    """The whole house, with everything going on by itself."""
    shift = Shift(tmp_path / "store.db", tmp_path / "flows")

    async def run() -> None:
        shift.house.read()
        await shift.house.start(watch=False)
        try:
            key = await shift.person("1")
            await _until(shift, lambda: _closed(shift, key))
            assert "Nobody is there." in await shift.heard(key)
            olena = await shift.agent("olena")
            key = await shift.person("1")
            await _until(shift, lambda: _state(shift, key, items.OFFERED))
            await shift.desk.accept(olena, (await shift.of(key)).token)
            await shift.house.conversations.end(key)
            assert shift.desk.trouble() == ""
        finally:
            await shift.house.stop()

    asyncio.run(run())
    assert [one for one in caplog.records if one.levelno >= logging.ERROR] == []


async def _until(shift: Shift, is_so: object) -> None:
    """Woken by the desk's own bell, and by the conversation's."""
    with shift.desk.bell.listening("desk") as bell:
        while not await is_so():  # type: ignore[operator]
            bell.clear()
            if await is_so():  # type: ignore[operator]
                return
            async with asyncio.timeout(60):
                await bell.wait()
    await shift.settle()


async def _closed(shift: Shift, key: str) -> bool:
    return (await shift.of(key)).state == items.CLOSED


async def _state(shift: Shift, key: str, state: str) -> bool:
    return (await shift.of(key)).state == state


def test_a_look_that_fails_is_told_and_another_one_follows(
    work_here: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(router, "AFTER_TROUBLE", 0)
    monkeypatch.setattr(router, "SWEEP", 0.001)

    async def scene(shift: Shift) -> None:
        looks, done = [StoreError("the disk is full"), ValueError("secret words")], asyncio.Event()
        look = shift.desk.router.look

        async def failing() -> object:
            if looks:
                raise looks.pop(0)
            done.set()
            return await look()

        monkeypatch.setattr(shift.desk.router, "look", failing)
        task = asyncio.create_task(shift.desk.router.watch())
        await done.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    work_here(scene)
    assert "the disk is full" in caplog.text
    assert "ValueError" in caplog.text
    assert "secret" not in caplog.text


@pytest.mark.parametrize("how", ["cancelled", "mistake", "end"])
def test_f24_a_router_that_died_is_begun_again(
    work_here: Work,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    how: str,
) -> None:
    monkeypatch.setattr(watchdog, "EVERY", 0)

    async def scene(shift: Shift) -> None:
        begun, again = 0, asyncio.Event()

        async def dying() -> None:
            nonlocal begun
            begun += 1
            if begun == 2:
                again.set()
                await asyncio.Event().wait()
            if how == "mistake":
                raise ValueError("a mistake of ours")
            if how == "cancelled":
                task = asyncio.current_task()
                assert task is not None
                task.cancel()
                await asyncio.Event().wait()

        task = asyncio.create_task(shift.desk.watchdog.guard(dying)())
        await again.wait()
        task.cancel()
        (why,) = await asyncio.gather(task, return_exceptions=True)
        assert isinstance(why, asyncio.CancelledError)

    work_here(scene)
    assert caplog.text.count("the router of the desk died") == 1
    assert "mistake of ours" not in caplog.text


def test_f24_it_is_noticed_when_nobody_is_given_to_who_is_free(
    work: Work, caplog: pytest.LogCaptureFixture
) -> None:
    async def scene(shift: Shift) -> None:
        await shift.agent("olena")
        await shift.look()
        await shift.person("1")  # and the router looks no more
        dog = shift.desk.watchdog
        shift.now += 3
        await dog.look()
        assert shift.desk.trouble() == ""  # seen for the first time
        shift.now += 3
        await dog.look()
        assert "an agent is free" in shift.desk.trouble()
        assert (await shift.desk.board()).unmatched == 3
        await dog.look()
        await shift.look()
        await dog.look()
        assert shift.desk.trouble() == ""

    work(scene)
    assert caplog.text.count("an agent is free (for 3 s)") == 1


def test_what_the_store_refuses_is_remembered_until_it_takes_it(
    work_here: Work, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The caps in the store count: a node whose picture is old looks at it again."""

    async def scene(shift: Shift) -> None:
        await shift.agent("olena")
        await shift.person("1")
        move, answers = shift.store.move, ["full", "gone"]

        async def refusing(moves: object, node: str, letters: None) -> tuple[str, ...]:
            if answers:
                return (answers.pop(0),)
            return await move(moves, node, letters)  # type: ignore[arg-type]

        monkeypatch.setattr(shift.store, "move", refusing)
        await shift.desk.router.look()
        assert len(shift.desk.router.unmatched) == 1
        await shift.desk.watchdog.look()
        assert shift.desk.watchdog.oldest() == 0
        await shift.look(1)  # gone: looked at again in the same look
        assert shift.desk.router.unmatched == {}

    work_here(scene)


def test_the_watchdog_outlives_any_one_look(
    work_here: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watchdog, "EVERY", 0)

    async def scene(shift: Shift) -> None:
        troubles, done = [StoreError("away"), KeyError("words")], asyncio.Event()

        async def failing() -> None:
            if troubles:
                raise troubles.pop(0)
            done.set()

        monkeypatch.setattr(shift.desk.watchdog, "look", failing)
        task = asyncio.create_task(shift.desk.watchdog.watch())
        await done.wait()
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)

    work_here(scene)
    assert "away" in caplog.text
    assert "KeyError" in caplog.text


@pytest.mark.slow
def test_another_node_hears_of_it(request: pytest.FixtureRequest, tmp_path: Path) -> None:
    """Two processes on one PostgreSQL: what one changes rings the bells of the other."""
    address = str(request.getfixturevalue("postgresql"))

    async def run() -> None:
        shift = Shift(address, tmp_path / "flows")
        await shift.open()
        other = House(tmp_path / "flows", opened(address))
        await other.store.start()
        other.store.tell(other.news.came)
        try:
            with other.desk.bell.listening("desk") as bell:
                await shift.sit_new("olena")
                async with asyncio.timeout(60):
                    await bell.wait()
        finally:
            await other.stop()
            await shift.close()

    asyncio.run(run())
