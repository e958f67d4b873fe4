"""One worker as the studio sees it: started when needed, asked one thing at a time, ended for sure.

A worker that dies or hangs is found out by its pipe or the clock, killed and forgotten; the next
thing asked starts another. Used by one thread; only `close` may come from elsewhere.
"""

from __future__ import annotations

import os
import select
import subprocess
import time
from typing import TYPE_CHECKING, Any

import msgspec

from flowengine.speech.child import command, environment
from flowengine.speech.synthesis import work

if TYPE_CHECKING:
    from collections.abc import Sequence

COMMAND = command("flowengine.speech.synthesis.worker")
START = 30.0  # seconds until a worker is ready, on a machine with much to do
_MOST = 65536  # bytes of an answer


class Lost(Exception):
    """The worker died while it was asked, or before."""


class Late(Exception):
    """The worker took too long and was killed."""


class Worker:
    """`command` is for tests."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._closed = False

    @property
    def pid(self) -> int:
        """0 while there is none."""
        return self._process.pid if self._process else 0

    def do(self, wanted: work.Work, patience: float) -> work.Done | work.NotDone:
        """Waits up to `patience` seconds, and START more where a worker must be started.

        Raises Lost or Late; either way the next call has a fresh worker.
        """
        try:
            process = self._running()
            _pipe(process.stdin).write(work.line(wanted))
            answer = _answer(process, patience)
        except (OSError, Lost, Late, msgspec.DecodeError) as error:
            self._end()
            if isinstance(error, Late):
                raise
            raise Lost("The process that speaks has ended.") from error
        if isinstance(answer, work.Ready):
            self._end()
            raise Lost("The process that speaks has answered out of turn.")
        return answer

    def close(self) -> None:
        """Ends the process, also while it is asked; whoever waits for it gets Lost."""
        self._closed = True
        if process := self._process:
            process.kill()

    def ended(self) -> None:
        """After `close`: nothing of it is left when this returns."""
        self._end()

    def _running(self) -> subprocess.Popen[bytes]:
        if self._closed:
            raise Lost("The studio is closed.")
        if self._process is None:
            self._process = _started(self._command)
            _answer(self._process, START)
        return self._process

    def _end(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        process.kill()
        process.wait()
        for pipe in (process.stdin, process.stdout):
            _pipe(pipe).close()


def _started(command: Sequence[str]) -> subprocess.Popen[bytes]:
    """In no shell, and with no other file of ours open."""
    return subprocess.Popen(  # noqa: S603 -- our own interpreter and module
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        bufsize=0,
        env=environment(),
    )


def _answer(process: subprocess.Popen[bytes], patience: float) -> work.Answer:
    """One line. Raises Lost at the end of the pipe, Late when it takes too long."""
    fd, said, until = _pipe(process.stdout).fileno(), b"", time.monotonic() + patience
    poll = select.poll()  # not `select.select`: a server has more than 1,024 files open
    poll.register(fd, select.POLLIN)
    while not said.endswith(b"\n"):
        if not poll.poll(max(0.0, until - time.monotonic()) * 1000):
            raise Late(f"It took longer than {patience:.0f} seconds to speak.")
        part = os.read(fd, _MOST)
        if not part:
            raise Lost("The process that speaks has ended.")
        said += part
    return work.read_answer(said)


def _pipe(pipe: Any) -> Any:
    """Popen types them as perhaps None; ours are always there."""
    return pipe
