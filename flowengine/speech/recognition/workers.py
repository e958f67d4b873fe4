"""Recognisers for live calls: their engines work in processes of their own, begun when needed.

Nothing here waits for an engine. A worker that hangs or dies takes what is being said at that
moment with it (`Failed`), is started again, and the calls go on; an ear that cannot be opened at
all gives way to the next best. Answers come by `dispatch`, from other threads.
"""

from __future__ import annotations

import itertools
import os
import threading
from typing import TYPE_CHECKING

from flowengine.speech.recognition import passing
from flowengine.speech.recognition.models import Ear, available
from flowengine.speech.recognition.process import Process
from flowengine.speech.recognition.recogniser import Failed

if TYPE_CHECKING:
    from pathlib import Path

    from flowengine.runtime.expecting import Expected
    from flowengine.speech.recognition.process import Dispatch
    from flowengine.speech.recognition.recogniser import Recogniser, Tell

CROWDED = 30  # calls of one worker before another starts, where there is a core for it


class Workers:
    """`dispatch(tell, answer)` makes `tell(answer)` be called where calls are paced: an event
    loop's `call_soon_threadsafe`. `models` and `named` as in `here.Here`; `most` is how many
    workers one ear may have, 0 for as many as there are cores."""

    def __init__(
        self,
        dispatch: Dispatch,
        *,
        models: Path | None = None,
        named: str = "",
        most: int = 0,
    ) -> None:
        self._dispatch, self._models, self._named = dispatch, models, named
        self._most = most or os.cpu_count() or 1
        self._ears: dict[str, tuple[Ear, ...]] = {}
        self._processes: dict[Ear, list[Process]] = {}
        self._numbers = itertools.count(1)
        self._lock = threading.Lock()

    def open(self, language: str, tell: Tell) -> Recogniser | None:
        """A recogniser for one call; None: this language has keys only."""
        with self._lock:
            process = self._found(language)
            if process is None:
                return None
            process.calls += 1
        return _Remote(process.ear.name, process, next(self._numbers), tell)

    def prepare(self, language: str) -> None:
        """Begin what will open its recognisers, so that the first caller need not wait for it. May
        be called in a thread."""
        with self._lock:
            self._found(language)

    def close(self) -> None:
        """Waits for the workers to end, a few seconds at most."""
        for process in itertools.chain.from_iterable(self._processes.values()):
            process.close()
        self._processes.clear()

    @property
    def pids(self) -> tuple[int, ...]:
        """Of the workers that run."""
        all_ = itertools.chain.from_iterable(self._processes.values())
        return tuple(pid for pid in (each.pid for each in all_) if pid is not None)

    def _found(self, language: str) -> Process | None:
        """Of the best ear that works."""
        processes = map(self._process, self._able(language))
        return next((each for each in processes if not each.broken), None)

    def _able(self, language: str) -> tuple[Ear, ...]:
        """What is installed is looked at once in the life of this process."""
        if language not in self._ears:
            ears = available(language, self._models)
            self._ears[language] = tuple(
                ear for ear in ears if not ear.why and self._named in ("", ear.name)
            )
        return self._ears[language]

    def _process(self, ear: Ear) -> Process:
        """The least busy one, or a new one."""
        there = self._processes.setdefault(ear, [])
        least = min(there, key=lambda each: each.calls, default=None)
        crowded = least is None or (least.calls >= CROWDED and not least.broken)
        if least is None or (crowded and len(there) < self._most):
            least = Process(ear, self._dispatch)
            there.append(least)
        return least


class _Remote:
    """A `Recogniser` whose engine works elsewhere."""

    def __init__(self, name: str, process: Process, call: int, tell: Tell) -> None:
        self.name = name
        self._process, self._call, self._tell = process, call, tell
        self._open = True

    def begin(self, utterance: int, expected: Expected, rate: int) -> None:
        if self._process.broken:
            self._tell(Failed(utterance, self._process.broken))
            return
        self._process.begin(passing.Begin(self._call, utterance, expected, rate), self._tell)

    def feed(self, utterance: int, frame: bytes) -> None:
        self._process.send(passing.Feed(self._call, utterance, frame))

    def lull(self, utterance: int, start: float, stop: float) -> None:
        self._process.send(passing.Lull(self._call, utterance, start, stop))

    def end(self, utterance: int, start: float, stop: float) -> None:
        self._process.end(passing.End(self._call, utterance, start, stop))

    def drop(self, utterance: int) -> None:
        self._process.drop(passing.Drop(self._call, utterance))

    def close(self) -> None:
        if self._open:
            self._open = False
            self._process.forget(self._call)
