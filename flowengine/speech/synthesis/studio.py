"""Texts to sound files: kept where they were spoken before, else spoken by a worker process.

The same text in the same voice is spoken once, however many want it at once. What is the same for
everybody is kept in a folder that may be shared and outlives the process; what was made for one
person (`passing`) only in memory. It never decides which voice speaks, and logs no words.
"""

from __future__ import annotations

import logging
import threading
import time
from concurrent.futures import CancelledError
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING

from flowengine.speech.synthesis import naming, work
from flowengine.speech.synthesis.pool import Pool
from flowengine.speech.synthesis.process import COMMAND, Late, Lost
from flowengine.speech.synthesis.shelves import Shelves
from flowengine.speech.voices.recordings import recording

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from concurrent.futures import Future
    from pathlib import Path

    from flowengine.speech.synthesis.process import Worker
    from flowengine.speech.voices.voice import Voice

_log = logging.getLogger(__name__)

MOST_BYTES = 500_000_000  # some four hours of speech
MOST_CHARACTERS = 4_000  # of one text: five minutes of speech
PATIENCE, PER_CHARACTER = 10.0, 0.02  # seconds: a busy machine, and a slow engine
AGAIN = 60.0  # seconds until a text is tried again that could not be spoken
_TRIES = 2  # a worker may have died of something else
_MOST_REFUSED = 1_000


class Unspoken(Exception):
    """A text or recording cannot be heard: `why` in a sentence, without the text."""

    def __init__(self, why: str) -> None:
        super().__init__(why)
        self.why = why


@dataclass(frozen=True, slots=True)
class _Order:
    """`work` is what a worker is asked, given the path it shall write to."""

    name: str
    work: Callable[[str], work.Work]
    patience: float = PATIENCE
    passing: bool = False


class Studio:
    """Can be used by any number of threads. `command` starts a worker, another one in tests."""

    def __init__(
        self,
        folder: Path,
        *,
        workers: int = 2,
        most_bytes: int = MOST_BYTES,
        command: Sequence[str] = COMMAND,
    ) -> None:
        self._shelves = Shelves(folder, most_bytes)
        self._pool = Pool(workers, command)
        self._lock = threading.Lock()
        self._begun: dict[str, Future[Path]] = {}
        self._refused: dict[str, tuple[str, float]] = {}
        self._warned: set[str] = set()

    def cached(self, text: str, voice: Voice) -> Path | None:
        """The sound file of this text, where there is one. Does not wait for a worker.

        A recording of the voice that says exactly this comes before synthesis.
        """
        source = recording(text, voice)
        if source and not self._is_broken(source):
            return self.recorded(source, waiting=False)
        return self._shelves.found(naming.of_text(text, voice))

    def render(self, text: str, voice: Voice, *, passing: bool = False) -> Path:
        """The sound file of this text: 16,000 samples a second, mono, levelled. Raises Unspoken.

        Waits its turn, then at most PATIENCE and, where it is not `passing`, a little for each
        character. With `passing` the file lies in memory, and only until this studio is closed or
        others need the room.
        """
        if (source := recording(text, voice)) and (found := self.recorded(source)):
            return found
        wanted = naming.as_spoken(text, voice)
        if not wanted:
            raise Unspoken("There is nothing to say in this text.")
        if len(wanted) > MOST_CHARACTERS:
            raise Unspoken(
                f"A text of {len(wanted):,} characters is too long to be heard; {MOST_CHARACTERS:,}"
                " are spoken in one go."
            )
        name = naming.of_text(text, voice)
        # Somebody waits for what is for them alone, and gives up: others must not wait then, too.
        patience = PATIENCE + (0 if passing else PER_CHARACTER * len(wanted))
        return self._made(_Order(name, partial(naming.order, wanted, voice), patience, passing))

    def recorded(self, source: Path, *, waiting: bool = True, passing: bool = False) -> Path | None:
        """A recording made fit: like what is synthesised in rate and loudness. With `passing`, as
        for what a caller has said themselves, it lies in memory.

        None where it is missing or broken, which is logged once, or where it is not made yet and
        nobody is `waiting`.
        """
        name = str(source)
        try:
            name = naming.of_recording(source)
            if (there := self._shelves.found(name)) or not waiting:
                return there
            return self._made(_Order(name, partial(_fit, source), passing=passing))
        except OSError as error:
            self._warn_of(source, name, f"{error.strerror or error}.")
        except Unspoken as error:
            self._warn_of(source, name, error.why)
        return None

    def pids(self) -> tuple[int, ...]:
        """The worker processes that run now."""
        return self._pool.pids()

    def close(self) -> None:
        """No process and nothing in memory is left when this returns; whoever waits is refused."""
        self._pool.close()
        self._shelves.close()

    def _made(self, order: _Order) -> Path:
        with self._lock:
            made = self._begun.get(order.name)
            if made is None:
                if there := self._shelves.found(order.name):
                    return there
                self._refuse_again(order.name)
                made = self._begin(order)
        try:
            return made.result()
        except CancelledError as error:
            raise Unspoken("The studio is closed.") from error

    def _begin(self, order: _Order) -> Future[Path]:
        try:
            made = self._pool.soon(lambda worker: self._make(worker, order))
        except RuntimeError as error:
            raise Unspoken("The studio is closed.") from error
        self._begun[order.name] = made
        return made

    def _make(self, worker: Worker, order: _Order) -> Path:
        """In a thread of the pool."""

        def write(path: Path) -> None:
            _asked(worker, order.work(str(path)), order.patience)

        try:
            return self._shelves.made(order.name, write, passing=order.passing)
        except OSError as error:
            why = f"There is no room for its sound: {error.strerror or error}."
            self._not_again(order.name, why)
            raise Unspoken(why) from error
        except Unspoken as error:
            self._not_again(order.name, error.why)
            raise
        finally:
            with self._lock:
                self._begun.pop(order.name, None)

    def _not_again(self, name: str, why: str) -> None:
        """A text that kills or hangs a worker must not do so at every turn of a menu."""
        with self._lock:
            if len(self._refused) >= _MOST_REFUSED:
                self._refused.clear()
            self._refused[name] = (why, time.monotonic() + AGAIN)

    def _refuse_again(self, name: str) -> None:
        why, until = self._refused.get(name, ("", 0.0))
        if time.monotonic() < until:
            raise Unspoken(why)

    def _is_broken(self, source: Path) -> bool:
        """As far as it was tried already."""
        try:
            return naming.of_recording(source) in self._warned
        except OSError:
            return True

    def _warn_of(self, source: Path, name: str, why: str) -> None:
        """Once for each state of a file, and once for one that is missing."""
        with self._lock:
            known = name in self._warned
            self._warned.add(name)
        if not known:
            _log.warning(
                "the recording %s is not played, a voice reads its words: %s", source.name, why
            )


def _fit(source: Path, to: str) -> work.Work:
    return work.Fit(source=str(source), to=to)


def _asked(worker: Worker, wanted: work.Work, patience: float) -> None:
    """Writes the sound. Raises Unspoken, and OSError where the file takes nothing."""
    for tries_left in reversed(range(_TRIES)):
        try:
            answer = worker.do(wanted, patience)
        except Late as error:
            raise Unspoken(str(error)) from error
        except Lost as error:
            if not tries_left:
                raise Unspoken(str(error)) from error
        else:
            if isinstance(answer, work.NotDone):
                raise OSError(answer.why) if answer.full else Unspoken(answer.why)
            return
