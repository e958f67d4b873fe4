"""A few threads, each with a worker process of its own: first come, first served."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, TypeVar

from flowengine.speech.synthesis.process import Worker

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future

T = TypeVar("T")


class Pool:
    """Its processes start when there is something to do, and not before."""

    def __init__(self, size: int, command: Sequence[str]) -> None:
        self._command = command
        self._workers: list[Worker] = []
        self._own = threading.local()
        self._threads = ThreadPoolExecutor(size, "studio", initializer=self._with_worker)

    def soon(self, job: Callable[[Worker], T]) -> Future[T]:
        """Raises RuntimeError once the pool is closed."""
        return self._threads.submit(lambda: job(self._own.worker))

    def pids(self) -> tuple[int, ...]:
        """The worker processes that run now."""
        return tuple(pid for worker in self._workers if (pid := worker.pid))

    def close(self) -> None:
        """What is under way is broken off, what waits is cancelled, and no process is left."""
        for worker in self._workers:
            worker.close()
        self._threads.shutdown(wait=True, cancel_futures=True)
        for worker in self._workers:
            worker.ended()

    def _with_worker(self) -> None:
        self._own.worker = Worker(self._command)
        self._workers.append(self._own.worker)
