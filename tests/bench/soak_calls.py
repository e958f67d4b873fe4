"""A soak of calls from files: recognisers and voices in their processes, and what is left over.

`python -m tests.bench.soak_calls` makes 200 calls in one process tree, each with a caller who
speaks, is understood or not, presses, or hangs up, and prints processes, threads, open files and
memory before and after. The first calls load models and fill caches, so counting begins after them.
"""

from __future__ import annotations

import argparse
import ctypes
import gc
import queue
import tempfile
import threading
import time
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.authoring.calling_caller import Act
from flowengine.speech.recognition.recogniser import Failed, Final
from flowengine.speech.recognition.workers import Workers
from flowengine.speech.synthesis.studio import Studio
from tests.flows.calls import Caller, hotline, says

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.runtime.expecting import Expected
    from flowengine.speech.recognition.recogniser import Answer, Recogniser, Tell

    Told = queue.Queue[tuple[Callable[[Answer], None], Answer]]

WARM = 10  # calls before counting
ANSWER = 20.0  # seconds that a worker has for an utterance


@dataclass(frozen=True)
class Left:
    """Of the whole tree of processes."""

    processes: int
    threads: int
    files: int
    megabytes: float


class Waited:
    """Recognisers in worker processes, for a call in virtual time: it stands still until they have
    answered."""

    def __init__(self) -> None:
        self._told: Told = queue.Queue()
        self.workers = Workers(lambda tell, answer: self._told.put((tell, answer)))

    def open(self, language: str, tell: Tell) -> Recogniser | None:
        inner = self.workers.open(language, tell)
        return None if inner is None else _Waiting(inner, self._told)

    def prepare(self, language: str) -> None:
        self.workers.prepare(language)

    def close(self) -> None:
        self.workers.close()


class _Waiting:
    def __init__(self, inner: Recogniser, told: Told) -> None:
        self.name: str = inner.name
        self._inner, self._told = inner, told

    def begin(self, utterance: int, expected: Expected, rate: int) -> None:
        self._inner.begin(utterance, expected, rate)

    def feed(self, utterance: int, frame: bytes) -> None:
        self._inner.feed(utterance, frame)
        while not self._told.empty():
            self._pass_on()

    def lull(self, utterance: int, start: float, stop: float) -> None:
        self._inner.lull(utterance, start, stop)

    def end(self, utterance: int, start: float, stop: float) -> None:
        self._inner.end(utterance, start, stop)
        until = time.monotonic() + ANSWER
        while time.monotonic() < until:
            answer = self._pass_on()
            if isinstance(answer, Final | Failed) and answer.utterance == utterance:
                return

    def drop(self, utterance: int) -> None:
        self._inner.drop(utterance)

    def close(self) -> None:
        self._inner.close()

    def _pass_on(self) -> Answer | None:
        try:
            tell, answer = self._told.get(timeout=ANSWER)
        except queue.Empty:
            return None
        tell(answer)
        return answer


def soak(calls: int, folder: Path) -> tuple[Left, Left]:
    """What there is after the first calls, and after all of them."""
    studio, ears = Studio(folder), Waited()
    try:
        caller = Caller(studio, ears)
        before = Left(0, 0, 0, 0.0)
        for number in range(WARM + calls):
            if number == WARM:
                before = left()
            _call(caller, number)
        return before, left()
    finally:
        ears.close()
        studio.close()


def _call(caller: Caller, number: int) -> None:
    kinds: list[list[Act]] = [
        [says("opening hours", 3.0), says("yes"), Act(keys="2")],
        [Act(keys="1"), Act(keys="2")],
        [says("thank you", 3.0), says("no"), Act(keys="9")],
        [Act()],
    ]
    caller.call(hotline("food_bank"), kinds[number % len(kinds)], silences=1)


def _give_back() -> None:
    """What the C library keeps of freed memory for the next time is no leak (malloc_trim)."""
    gc.collect()
    with suppress(OSError, AttributeError):  # another C library keeps what it keeps
        ctypes.CDLL(None).malloc_trim(0)


def left() -> Left:
    _give_back()
    pids = _tree()
    status = [Path(f"/proc/{pid}/status").read_text("ascii") for pid in pids]
    return Left(
        len(pids),
        threading.active_count(),
        sum(len(list(Path(f"/proc/{pid}/fd").iterdir())) for pid in pids),
        sum(_number(one, "VmRSS") for one in status) / 1024,
    )


def _tree() -> list[str]:
    """This process and all below it."""
    found, at = ["self"], 1
    children = Path("/proc/self/task").glob("*/children")
    found += [pid for one in children for pid in one.read_text("ascii").split()]
    while at < len(found):
        below = Path(f"/proc/{found[at]}/task").glob("*/children")
        found += [pid for one in below for pid in one.read_text("ascii").split()]
        at += 1
    return found


def _number(status: str, name: str) -> int:
    return next(int(line.split()[1]) for line in status.splitlines() if line.startswith(name))


def main() -> None:
    wanted = argparse.ArgumentParser(description="Call for long, and look what is left over.")
    wanted.add_argument("--calls", type=int, default=200)
    begun = time.monotonic()
    with tempfile.TemporaryDirectory() as folder:
        before, after = soak(wanted.parse_args().calls, Path(folder))
    print(f"before {before}\nafter  {after}\ntook {time.monotonic() - begun:.0f} s")


if __name__ == "__main__":
    main()
