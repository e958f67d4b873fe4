"""The process that carries calls, begun for real: who arrives, what is played, and how it dies."""

from __future__ import annotations

import asyncio
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any, TypeVar

import pytest

from flowengine.channels.calls import carrying, wire
from flowengine.channels.calls import exchange as module
from flowengine.channels.calls.call import Unable
from flowengine.channels.calls.exchange import Exchange
from flowengine.runtime.expecting import Expected
from flowengine.speech.duplex import orders, reports
from flowengine.speech.sound import wav
from flowengine.speech.sound.tones import tone
from tests.channels.calls.connection import Client

pytestmark = pytest.mark.slow
T = TypeVar("T")


class House:
    """Who is told, and pages that call."""

    def __init__(self, **options: Any) -> None:
        self.arrived: asyncio.Queue[wire.Arriving] = asyncio.Queue()
        self.reported: asyncio.Queue[tuple[str, reports.AnyReport]] = asyncio.Queue()
        self.exchange = Exchange(
            self.arrived.put_nowait,
            lambda call, report: self.reported.put_nowait((call, report)),
            recognises=False,
            **options,
        )
        self._listener = socket.create_server(("127.0.0.1", 0))
        self._open = [self._listener]

    def page(self, conversation: str = "c1") -> Client:
        """A page whose connection was handed over."""
        self._open.append(socket.create_connection(self._listener.getsockname()))
        client = Client(self._open[-1], conversation)
        ours, _ = self._listener.accept()
        with ours:
            self.exchange.adopt(ours.fileno(), client.head())
        return client

    async def call(self, conversation: str = "c1") -> tuple[Client, str]:
        """A call that was answered."""
        client = self.page(conversation)
        await asyncio.to_thread(client.hello)
        arriving = await asyncio.wait_for(self.arrived.get(), 60)
        assert (arriving.conversation, arriving.token) == (conversation, "t")
        self.exchange.answer(arriving.call)
        await asyncio.to_thread(client.until, "answered")
        return client, arriving.call

    async def report(self, kind: type[T]) -> T:
        """The next report of that kind."""
        while True:
            _, report = await asyncio.wait_for(self.reported.get(), 60)
            if isinstance(report, kind):
                return report

    def close(self) -> None:
        for one in self._open:
            one.close()


@asynccontextmanager
async def opened(**options: Any) -> AsyncIterator[House]:
    house = House(**options)
    await house.exchange.start()
    try:
        await asyncio.wait_for(house.exchange.wait(), 60)
        yield house
    finally:
        await house.exchange.stop()
        house.close()


def run(act: Callable[[House], Awaitable[None]], **options: Any) -> None:
    async def go() -> None:
        async with opened(**options) as house:
            await act(house)

    asyncio.run(go())


def test_a_call_is_answered_played_to_and_heard(tmp_path: Path) -> None:
    path = tmp_path / "prompt.wav"
    path.write_bytes(wav.write(tone((440.0,), 0.2, 16_000)))

    async def act(house: House) -> None:
        client, call = await house.call()
        piece = orders.Piece(path=str(path), text="Welcome.")
        house.exchange.order(call, orders.Play(id=1, pieces=(piece,)))
        caption = await asyncio.to_thread(client.until, "caption")
        assert (caption["side"], caption["text"]) == ("flow", "Welcome.")
        assert (await house.report(reports.Played)).whole
        expected = Expected(turn=1, language="en", keys="12")
        house.exchange.order(call, orders.Listen(expected=expected))
        await asyncio.to_thread(lambda: client.say(type="key", key="2"))
        assert (await house.report(reports.Pressed)).keys == "2"
        house.exchange.caption(call, "person", "two")
        assert (await asyncio.to_thread(client.until, "caption"))["side"] == "person"
        house.exchange.order(call, orders.HangUp(reason="goodbye"))
        assert (await asyncio.to_thread(client.until, "ended"))["reason"] == "goodbye"
        assert await asyncio.to_thread(client.until_closed) == 1000
        assert (await house.report(reports.Gone)).why == "ended"
        assert house.exchange.calls == 0

    run(act)


def test_a_call_is_rejected_and_its_page_told_why() -> None:
    async def act(house: House) -> None:
        client = house.page()
        await asyncio.to_thread(client.hello)
        arriving = await house.arrived.get()
        house.exchange.reject(arriving.call, "ended", "This conversation is over.")
        assert (await asyncio.to_thread(client.until, "refused"))["code"] == "ended"
        assert await asyncio.to_thread(client.until_closed) == 1013
        assert (house.exchange.calls, house.reported.empty()) == (0, True)

    run(act)


def test_who_hangs_up_or_comes_back_is_known() -> None:
    async def act(house: House) -> None:
        client, _ = await house.call()
        client.connection.close()
        again = house.page()
        await asyncio.to_thread(again.hello)
        await asyncio.to_thread(again.until, "answered")
        stranger = house.page()
        await asyncio.to_thread(stranger.hello, "another token")
        assert (await house.arrived.get()).token == "another token"
        await asyncio.to_thread(lambda: again.say(type="hang_up"))
        assert (await house.report(reports.Gone)).why == "hung up"

    run(act)


def test_more_calls_than_the_most_are_turned_away_in_words() -> None:
    async def act(house: House) -> None:
        await house.call("c1")
        client = house.page("c2")
        await asyncio.to_thread(client.hello)
        assert (await asyncio.to_thread(client.until, "refused"))["code"] == "busy"

    run(act, most=1)


def test_those_who_say_nothing_keep_nobody_out() -> None:
    async def act(house: House) -> None:
        silent = [house.page(f"silent{number}") for number in range(carrying.SPARE)]
        for client in silent:
            await asyncio.to_thread(client.until_open)
        await house.call()
        assert await asyncio.to_thread(_is_cut_off, silent[0])

    run(act, most=1)


def _is_cut_off(client: Client) -> bool:
    try:
        return client.until_closed() is None
    except ConnectionResetError:
        return True


def test_when_the_process_dies_its_calls_are_over_and_it_begins_again() -> None:
    async def act(house: House) -> None:
        client, call = await house.call()
        os.kill(_child(house), signal.SIGKILL)
        assert (await house.report(reports.Gone)).why == reports.CUT_OFF
        house.exchange.order(call, orders.Flush())  # nobody minds
        assert await asyncio.to_thread(client.until_closed) is None
        with pytest.raises(Unable):
            house.page()
        await asyncio.wait_for(house.exchange.wait(), 60)
        await house.call()

    run(act)


def test_a_process_that_does_not_move_is_killed(monkeypatch: pytest.MonkeyPatch) -> None:
    async def act(house: House) -> None:
        await house.call("c1")
        monkeypatch.setattr(module, "WELL_WITHIN", 2.0)  # from what it says next
        await house.call("c2")
        os.kill(_child(house), signal.SIGSTOP)
        assert (await house.report(reports.Gone)).why == reports.CUT_OFF

    run(act)


def test_the_signals_of_a_terminal_are_the_servers_to_obey() -> None:
    async def act(house: House) -> None:
        for one in (signal.SIGINT, signal.SIGTERM):
            os.kill(_child(house), one)
        await house.call()

    run(act)


ORPHAN = """
import asyncio
from flowengine.channels.calls.exchange import Exchange
async def main():
    exchange = Exchange(print, print, recognises=False)
    await exchange.start()
    await exchange.wait()
    print(exchange._process._child.pid, flush=True)
    await asyncio.sleep(100)
asyncio.run(main())
"""


def test_it_does_not_outlive_the_server() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", ORPHAN], stdout=subprocess.PIPE, text=True
    ) as server:
        assert server.stdout is not None
        child = int(server.stdout.readline())
        server.kill()
        # The pipe is the child's too: it ends with the last who holds it.
        assert server.stdout.read() == ""
    assert not _runs(child)


def test_nothing_is_left_when_it_stops() -> None:
    async def act() -> None:
        async with opened() as house:
            child = _child(house)
            before = _files()
        assert not _runs(child)
        assert _files() < before
        await house.exchange.stop()  # again

    asyncio.run(act())


def _files() -> int:
    return sum(1 for _ in Path("/proc/self/fd").iterdir())


def _child(house: House) -> int:
    assert house.exchange._process is not None
    return house.exchange._process._child.pid


def _runs(pid: int) -> bool:
    until = time.monotonic() + 60
    while time.monotonic() < until:
        try:
            state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
        except OSError:
            return False
        if state == "Z":
            return False
    return True
