"""One worker process seen from outside: started, watched, started again, never waited for.

What is sent goes into a pipe and costs a few microseconds. When the pipe is full the worker is
hopelessly behind; when an end of speech stays unanswered it hangs: either way it is killed, and
whatever was being said is answered by `Failed`. A thread of its own reads its answers.
"""

from __future__ import annotations

import contextlib
import fcntl
import logging
import os
import select
import subprocess
import threading
import time
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from flowengine.speech.child import command, environment
from flowengine.speech.framing import framed
from flowengine.speech.recognition import passing
from flowengine.speech.recognition.recogniser import Failed, Partial

if TYPE_CHECKING:
    from collections.abc import Callable

    from flowengine.speech.recognition.models import Ear
    from flowengine.speech.recognition.recogniser import Answer, Tell

    Dispatch = Callable[[Tell, Answer], object]

ANSWER_WITHIN = 5.0  # seconds after the end of speech; then it hangs
OPEN_WITHIN = 60.0  # seconds for a large model on a slow disk
LINGER = 2.0  # seconds to end by itself
RESTART = (0.0, 0.5, 2.0, 10.0)  # seconds before each try; the last again and again
BROKEN_AFTER = 2  # deaths before it was ready once
PIPE = 1 << 20  # octets: half a minute of one call
# For each piece of work: libraries would take all cores, and calls need them.
ONE_THREAD = {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}

_WATCH = 0.25
_READ = 1 << 16
_GRACE = 30.0  # a life of that many seconds was a good one

_log = logging.getLogger(__name__)


class Speaking(NamedTuple):
    """An utterance in the worker's hands; `until` once it has ended."""

    utterance: int
    tell: Tell
    until: float | None


class Process:
    """For one ear. `broken` says why it cannot be used at all, "" while that is not known."""

    def __init__(self, ear: Ear, dispatch: Dispatch) -> None:
        self.ear, self.broken, self.calls = ear, "", 0
        self._dispatch = dispatch
        self._lock = threading.RLock()  # who is told may speak again at once
        self._to = -1  # the pipe's end; -1 while there is no process
        self._speaking: dict[int, Speaking] = {}
        self._child: subprocess.Popen[bytes] | None = None
        self._ready = False
        self._closing = threading.Event()
        self._open_pipe()
        self._thread = threading.Thread(target=self._live, name="recogniser", daemon=True)
        self._thread.start()

    @property
    def pid(self) -> int | None:
        return self._child.pid if self._child else None

    # Called where calls are paced: nothing here waits

    def begin(self, record: passing.Begin, tell: Tell) -> None:
        with self._lock:
            self._speaking[record.call] = Speaking(record.utterance, tell, None)
        self.send(record)

    def end(self, record: passing.End) -> None:
        with self._lock:
            said = self._speaking.get(record.call)
            if said is not None and said.utterance == record.utterance:
                until = time.monotonic() + ANSWER_WITHIN
                self._speaking[record.call] = said._replace(until=until)
        self.send(record)

    def drop(self, record: passing.Drop) -> None:
        with self._lock:
            said = self._speaking.get(record.call)
            if said is not None and said.utterance == record.utterance:
                del self._speaking[record.call]
        self.send(record)

    def forget(self, call: int) -> None:
        with self._lock:
            self._speaking.pop(call, None)
            self.calls -= 1
        self.send(passing.Close(call))

    def send(self, record: passing.Told) -> None:
        data = framed(record)
        with self._lock:
            if self._to < 0:
                self._fail("The recogniser is not running.")
                return
            try:
                whole = os.write(self._to, data) == len(data)
            except OSError:
                whole = False
            if not whole:
                self._fail("The recogniser is overloaded.")
                self._stop()

    def close(self) -> None:
        """It ends by itself when its pipe closes, else it is made to."""
        self._closing.set()
        with self._lock:
            self._shut()
        self._thread.join(LINGER + 1)

    # In its thread

    def _live(self) -> None:
        deaths = 0
        while not self._closing.is_set():
            began = time.monotonic()
            self._run_once()
            deaths = 0 if time.monotonic() - began > _GRACE else deaths + 1
            if not self.broken and not self._ready and deaths >= BROKEN_AFTER:
                self.broken = f"The recogniser {self.ear.name} ends before it is ready."
            if self.broken or self._closing.is_set():
                break
            _log.warning("a recogniser's worker (%s) has ended; it is started again", self.ear.name)
            if self._closing.wait(RESTART[min(deaths, len(RESTART)) - 1] if deaths else 0):
                break
            self._open_pipe()
        if self.broken:
            _log.error("%s", self.broken)

    def _run_once(self) -> None:
        """From start to end of one child; whoever speaks at its end is told so."""
        try:
            self._start()
            self._listen()
        except (OSError, ValueError, msgspec.MsgspecError) as error:
            _log.warning("a recogniser's worker was given up: %s", type(error).__name__)
        finally:
            with self._lock:
                self._shut()
                self._fail("The recogniser has ended.")
            self._reap()

    def _open_pipe(self) -> None:
        out, into = os.pipe()
        os.set_blocking(into, False)
        with contextlib.suppress(AttributeError, OSError):  # only Linux has larger pipes
            fcntl.fcntl(into, fcntl.F_SETPIPE_SZ, PIPE)
        ear = self.ear
        paths = (str(each or "") for each in (ear.first_model, ear.second_model))
        os.write(into, framed(passing.Open(ear.language, ear.first, ear.second, *paths)))
        self._from = out
        with self._lock:
            self._to = into

    def _start(self) -> None:
        self._ready = False
        try:
            self._child = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
                command("flowengine.speech.recognition.worker"),
                stdin=self._from, stdout=subprocess.PIPE, env=environment(**ONE_THREAD),
            )  # fmt: skip
        finally:
            os.close(self._from)

    def _listen(self) -> None:
        """Until it ends, or has to be ended."""
        child, cutter = self._child, passing.cutter()
        if child is None or child.stdout is None:
            return
        answers, until = child.stdout.fileno(), time.monotonic() + OPEN_WITHIN
        while True:
            readable, _, _ = select.select([answers], [], [], _WATCH)
            if readable:
                data = os.read(answers, _READ)
                if not data:
                    return
                for record in cutter.cut(data):
                    self._take(_decoder.decode(record))
            elif self._hangs(until):
                _log.warning("a recogniser's worker (%s) hangs and is ended", self.ear.name)
                return

    def _take(self, record: passing.Given) -> None:
        match record:
            case passing.Ready():
                self._ready = True
                self._wait_anew()
            case passing.Broken(why):
                self.broken = why
            case passing.Back(call, answer):
                self._pass(call, answer)

    def _wait_anew(self) -> None:
        """What was said while the model was read is answered from now on."""
        until = time.monotonic() + ANSWER_WITHIN
        with self._lock:
            for call, said in self._speaking.items():
                if said.until is not None:
                    self._speaking[call] = said._replace(until=until)

    def _pass(self, call: int, answer: Answer) -> None:
        with self._lock:
            said = self._speaking.get(call)
            if said is None or said.utterance != answer.utterance:
                return
            if not isinstance(answer, Partial):
                del self._speaking[call]
        self._dispatch(said.tell, answer)

    def _hangs(self, ready_until: float) -> bool:
        now = time.monotonic()
        if not self._ready:
            return now > ready_until
        with self._lock:
            return any(each.until and now > each.until for each in self._speaking.values())

    # With the lock held

    def _fail(self, why: str) -> None:
        for said in self._speaking.values():
            with contextlib.suppress(RuntimeError):  # the loop that is told has ended
                self._dispatch(said.tell, Failed(said.utterance, why))
        self._speaking.clear()

    def _stop(self) -> None:
        self._shut()
        if self._child is not None:
            self._child.kill()

    def _shut(self) -> None:
        if self._to >= 0:
            os.close(self._to)
            self._to = -1

    def _reap(self) -> None:
        child = self._child
        if child is None:
            return
        try:
            child.wait(LINGER if self._closing.is_set() else 0)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()
        if child.stdout:
            child.stdout.close()


_decoder = msgspec.msgpack.Decoder(passing.Given)
