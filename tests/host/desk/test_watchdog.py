"""A router that hangs is begun again; that one that died is, stands in `test_router`."""

from __future__ import annotations

import asyncio
from contextlib import suppress

import pytest

from flowengine.desk import items
from flowengine.host.desk import watchdog
from tests.host.desk.conftest import Work
from tests.host.desk.shift import Shift

WITHIN = 60.0


async def _until(so: asyncio.Event) -> None:
    async with asyncio.timeout(WITHIN):
        await so.wait()


async def _ended(task: asyncio.Task[None]) -> None:
    task.cancel()
    (why,) = await asyncio.gather(task, return_exceptions=True)
    assert isinstance(why, asyncio.CancelledError)


def test_f24_a_router_that_hangs_is_begun_again_and_serves(
    work: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    """Its first look never comes back, as where an answer of a database was lost."""
    monkeypatch.setattr(watchdog, "EVERY", 0.01)
    monkeypatch.setattr(watchdog, "HUNG", 0.2)

    async def scene(shift: Shift) -> None:
        await shift.agent("olena")
        key = await shift.person("1")
        router, look, hung = shift.desk.router, shift.desk.router.look, asyncio.Event()

        async def hanging() -> object:
            if not hung.is_set():
                hung.set()
                await asyncio.Event().wait()
            monkeypatch.setattr(watchdog, "HUNG", WITHIN)  # however busy the machine is
            return await look()

        monkeypatch.setattr(router, "look", hanging)
        offered = asyncio.Event()

        async def served() -> None:
            with shift.desk.bell.listening("agent/olena") as bell:
                while (await shift.store.items(conversation=key))[0].state != items.OFFERED:
                    with suppress(TimeoutError):
                        async with asyncio.timeout(0.2):
                            await bell.wait()
                    bell.clear()
            offered.set()

        watching = asyncio.create_task(served())
        task = asyncio.create_task(shift.desk.watchdog.guard(router.watch)())
        await _until(offered)
        await watching
        await _ended(task)

    work(scene)
    assert "died (it hung for " in caplog.text


def test_f24_what_cannot_even_be_ended_is_left_behind(
    work_here: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watchdog, "EVERY", 0.01)
    monkeypatch.setattr(watchdog, "HUNG", 0.05)
    monkeypatch.setattr(watchdog, "LET_GO", 0.05)

    async def scene(shift: Shift) -> None:
        again, end, begun = asyncio.Event(), asyncio.Event(), 0

        async def deaf() -> None:
            nonlocal begun
            begun += 1
            if begun == 2:
                again.set()
            while not end.is_set():
                with suppress(asyncio.CancelledError):
                    await end.wait()

        task = asyncio.create_task(shift.desk.watchdog.guard(deaf)())
        await _until(again)
        await _ended(task)
        end.set()
        async with asyncio.timeout(WITHIN):
            while len(asyncio.all_tasks()) > 1:
                await asyncio.sleep(0)

    work_here(scene)
    assert "is left behind" in caplog.text


def test_a_process_that_stood_still_is_told_and_its_router_goes_on(
    work_here: Work, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(watchdog, "EVERY", 0.01)
    monkeypatch.setattr(watchdog, "STILL", -0.01)  # each pause is too long a one
    monkeypatch.setattr(watchdog, "HUNG", 0.0)

    async def scene(shift: Shift) -> None:
        begun, told = 0, asyncio.Event()
        stir = shift.desk.router.stir

        async def idle() -> None:
            nonlocal begun
            begun += 1
            await asyncio.Event().wait()

        def stirred() -> None:
            stir()
            if "stood still" in caplog.text:
                told.set()

        monkeypatch.setattr(shift.desk.router, "stir", stirred)
        task = asyncio.create_task(shift.desk.watchdog.guard(idle)())
        await _until(told)
        await _ended(task)
        assert begun == 1

    work_here(scene)
    assert "died" not in caplog.text
