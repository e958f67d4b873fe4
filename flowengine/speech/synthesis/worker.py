"""The process that speaks: `python -m flowengine.speech.synthesis.worker`, started by `process`.

It takes one piece of work a line and answers each with one. Engines print to stdout and may crash
or hang, which is why they are here: stdout is put out of their reach, and when stdin closes, that
is when whoever started it is gone, the process ends, whatever its engine is doing.
"""

from __future__ import annotations

import os
import queue
import signal
import sys
import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Protocol

from flowengine.speech.sound import wav
from flowengine.speech.synthesis import work
from flowengine.speech.synthesis.espeak import Espeak
from flowengine.speech.synthesis.fitting import fitted
from flowengine.speech.synthesis.piper import Piper

if TYPE_CHECKING:
    from flowengine.speech.sound.pcm import Sound

LINGER = 1.0  # seconds for an engine to end by itself once nobody waits for it


class Engine(Protocol):
    def speak(self, work: work.Speak) -> Sound: ...


class Engines:
    """Each is made when it is first wanted, and kept. They are known by the names voices use."""

    known: dict[str, type[Engine]] = {"espeak": Espeak, "piper": Piper}  # noqa: RUF012 -- constant

    def __init__(self) -> None:
        self._made: dict[str, Engine] = {}

    def named(self, name: str) -> Engine:
        """Raises work.Unable where there is no such engine, or it is not installed."""
        if name not in self.known:
            raise work.Unable(
                f"There is no engine “{name}” that speaks. Take one of: {', '.join(self.known)}."
            )
        if name not in self._made:
            self._made[name] = self.known[name]()
        return self._made[name]


def done(wanted: work.Work, engines: Engines) -> work.Done | work.NotDone:
    """The work, done. What cannot be done is answered in words; a fault of ours is raised."""
    try:
        sound = _sound(wanted, engines)
    except (work.Unable, wav.NotSound) as error:
        return work.NotDone(str(error))
    if not len(sound.samples):
        return work.NotDone("There is nothing to hear in it.")
    try:
        Path(wanted.to).write_bytes(wav.write(sound))
    except OSError as error:
        return work.NotDone(f"The sound could not be written: {error.strerror}.", full=True)
    return work.Done(sound.seconds)


def _sound(wanted: work.Work, engines: Engines) -> Sound:
    if isinstance(wanted, work.Fit):
        return fitted(wav.read(Path(wanted.source)))
    return fitted(engines.named(wanted.engine).speak(wanted), wanted.level)


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us; we see the end
    answers = _kept_stdout()
    engines, asked = Engines(), _lines()
    _tell(answers, work.Ready())
    while (said := asked.get()) is not None:
        _tell(answers, done(work.read_work(said), engines))


def _kept_stdout() -> BinaryIO:
    """Our way to answer; for everybody else in this process stdout is nowhere."""
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    os.dup2(nowhere, 2)
    return answers


def _tell(answers: BinaryIO, told: work.Answer) -> None:
    answers.write(work.line(told))


def _lines() -> queue.SimpleQueue[bytes | None]:
    """Read by a thread of their own, which also sees the end of whoever asks."""
    lines: queue.SimpleQueue[bytes | None] = queue.SimpleQueue()

    def read() -> None:
        for said in sys.stdin.buffer:
            lines.put(said)
        lines.put(None)
        time.sleep(LINGER)
        os._exit(0)

    threading.Thread(target=read, daemon=True).start()
    return lines


if __name__ == "__main__":
    main()
