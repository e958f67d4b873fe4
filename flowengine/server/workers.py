"""Several workers behind one listening socket: each a process, each a node of one store.

The parent serves nobody and opens no store. It begins a worker again that died, waiting longer from
time to time, and hands on the signals that end a server. Workers are fresh processes and not
copies, so that none has half of another's threads, locks and connections.
"""

from __future__ import annotations

import asyncio
import logging
import multiprocessing
import os
import signal
import tempfile
from collections.abc import Callable
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from prometheus_client.multiprocess import mark_process_dead

from flowengine.host.calls.calls import GO_ON, GOODBYE
from flowengine.server.drain import DRAIN, GRACE

if TYPE_CHECKING:
    from collections.abc import Iterator
    from multiprocessing.connection import Connection
    from multiprocessing.context import SpawnProcess

UNABLE = 2  # a worker's exit code when it could not begin
LEAST_PAUSE, MOST_PAUSE = 1.0, 30.0  # seconds until a worker that died is begun again
STEADY = 60.0  # seconds after which a worker's death counts as its first
# Seconds until a worker that does not end is killed; calls that go on are told in that time.
PATIENCE = GO_ON + GOODBYE + DRAIN + GRACE + 5
SHARED = "PROMETHEUS_MULTIPROC_DIR"  # where workers add up what they count

_log = logging.getLogger(__name__)
Work = Callable[..., None]


class Workers:
    """`work(number, tell, *arguments)` runs in each process; `tell` is its end of a pipe, by which
    it says that it serves. `opened` is called when the first one does."""

    def __init__(
        self, number: int, work: Work, arguments: tuple[Any, ...], opened: Callable[[], None]
    ) -> None:
        self._number = number
        self._work = work
        self._arguments = arguments
        self._opened = opened
        self._served = False
        self._code = 0
        self._ending = asyncio.Event()
        self._processes: set[SpawnProcess] = set()

    async def run(self) -> int:
        """Until a signal; gives 0, or 2 when no worker could begin."""
        loop = asyncio.get_running_loop()
        for one in (signal.SIGTERM, signal.SIGINT):
            loop.add_signal_handler(one, self._end)
        async with asyncio.TaskGroup() as tasks:
            for number in range(1, self._number + 1):
                tasks.create_task(self._keep(number))
            tasks.create_task(self._kill())
        return self._code

    def _end(self) -> None:
        """The first signal drains all workers, the second ends them at once."""
        for process in self._processes:
            process.kill() if self._ending.is_set() else process.terminate()
        self._ending.set()

    async def _keep(self, number: int) -> None:
        """One worker, again and again."""
        loop = asyncio.get_running_loop()
        pause = LEAST_PAUSE
        while not self._ending.is_set():
            began = loop.time()
            code = await self._once(number)
            if self._ending.is_set():
                return
            if code == UNABLE and not self._served:  # it has said why
                self._code = UNABLE
                self._end()
                return
            pause = LEAST_PAUSE if loop.time() - began > STEADY else pause
            _log.error("worker %d ended (%s); it begins again in %d s", number, _how(code), pause)
            await self._rest(pause)
            pause = min(2 * pause, MOST_PAUSE)

    async def _once(self, number: int) -> int:
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("spawn").Process(
            target=self._work, args=(number, theirs, *self._arguments), daemon=True
        )
        process.start()
        theirs.close()
        self._processes.add(process)
        try:
            await self._until_ended(process, ours)
        finally:
            self._processes.discard(process)
            ours.close()
        if process.pid is not None and SHARED in os.environ:
            mark_process_dead(process.pid)  # type: ignore[no-untyped-call]
        return process.exitcode or 0

    async def _until_ended(self, process: SpawnProcess, told: Connection) -> None:
        loop = asyncio.get_running_loop()
        ended = asyncio.Event()
        loop.add_reader(told.fileno(), self._serves, loop, told)
        loop.add_reader(process.sentinel, ended.set)
        await ended.wait()
        loop.remove_reader(process.sentinel)
        loop.remove_reader(told.fileno())
        process.join()

    def _serves(self, loop: asyncio.AbstractEventLoop, told: Connection) -> None:
        loop.remove_reader(told.fileno())
        try:
            told.recv_bytes()
        except EOFError:  # it died before
            return
        if not self._served:
            self._served = True
            self._opened()

    async def _rest(self, seconds: float) -> None:
        try:
            async with asyncio.timeout(seconds):
                await self._ending.wait()
        except TimeoutError:
            return

    async def _kill(self) -> None:
        """Whoever did not end in time after the signal."""
        await self._ending.wait()
        loop = asyncio.get_running_loop()
        until = loop.time() + PATIENCE
        while self._processes and loop.time() < until:
            await asyncio.sleep(0.1)
        for process in self._processes:
            _log.error("a worker did not end in %d s and is killed", PATIENCE)
            process.kill()


def _how(code: int) -> str:
    return signal.Signals(-code).name if code < 0 else f"code {code}"


def work_for(
    number: int, work: Work, arguments: tuple[Any, ...], opened: Callable[[], None]
) -> int:
    """Keep `number` workers until a signal; the exit code."""
    with _counted_together():
        return asyncio.run(Workers(number, work, arguments, opened).run())


@contextmanager
def _counted_together() -> Iterator[None]:
    with tempfile.TemporaryDirectory(prefix="flowengine-") as folder:
        os.environ[SHARED] = folder
        try:
            yield
        finally:
            del os.environ[SHARED]
