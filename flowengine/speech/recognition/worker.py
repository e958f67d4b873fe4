"""The process that understands: `python -m flowengine.speech.recognition.worker`.

It opens one ear, for many calls; those of one call are worked at in their order by one thread.
When stdin closes, that is when whoever started it is gone, it ends at once, whatever it is doing.
Libraries print to stdout and may crash or hang, which is why they are here.
"""

from __future__ import annotations

import contextlib
import os
import queue
import random
import signal
import sys
import threading
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from flowengine.runtime.expecting import Expected, Way
from flowengine.speech.framing import framed
from flowengine.speech.recognition import passing
from flowengine.speech.recognition.decoding import Engine, Unopened, opened
from flowengine.speech.recognition.hearing import Hearing
from flowengine.speech.recognition.models import Ear
from flowengine.speech.recognition.recogniser import Failed
from flowengine.speech.sound.pcm import frame_bytes

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from flowengine.speech.recognition.recogniser import Answer

THREADS = 2  # where an engine lets Python work meanwhile: Vosk and whisper do, pocketsphinx not
BEHIND = 2_000  # records that may wait for one thread; beyond, frames are given up
_NICE = 3  # the process that paces calls goes first
_READ = 1 << 18
_RATE = 16_000


class Lane:
    """A thread and the calls it works for."""

    def __init__(self, engine: Engine, tell: Callable[[int, Answer], None]) -> None:
        self._engine, self._tell = engine, tell
        self._waiting: queue.SimpleQueue[passing.Told] = queue.SimpleQueue()
        self._hearings: dict[int, Hearing] = {}
        self._late: set[tuple[int, int]] = set()
        threading.Thread(target=self._work, daemon=True).start()

    def put(self, record: passing.Told) -> None:
        """A frame for which there is no time any more ends its utterance in words."""
        if self._late and isinstance(record, passing.Begin):
            self._late = {late for late in self._late if late[0] != record.call}
        if isinstance(record, passing.Feed) and self._waiting.qsize() > BEHIND:
            late = record.call, record.utterance
            if late not in self._late:
                self._late.add(late)
                self._waiting.put(passing.Drop(*late))
                self._tell(record.call, Failed(record.utterance, "The recogniser is overloaded."))
            return
        self._waiting.put(record)

    def _work(self) -> None:
        while True:
            self._obey(self._waiting.get())

    def _obey(self, record: passing.Told) -> None:
        match record:
            case passing.Begin(call, utterance, expected, rate):
                self._of(call).begin(utterance, expected, rate)
            case passing.Feed(call, utterance, frame):
                self._of(call).feed(utterance, frame)
            case passing.Lull(call, utterance, start, stop):
                self._of(call).lull(utterance, start, stop)
            case passing.End(call, utterance, start, stop):
                self._of(call).end(utterance, start, stop)
            case passing.Drop(call, utterance):
                self._of(call).drop(utterance)
            case passing.Close(call):
                self._hearings.pop(call, None)

    def _of(self, call: int) -> Hearing:
        if call not in self._hearings:
            self._hearings[call] = Hearing(
                self._engine.decoder, lambda answer: self._tell(call, answer)
            )
        return self._hearings[call]


class Answers:
    """The way back, shared by the lanes."""

    def __init__(self, to: int) -> None:
        self._to, self._lock = to, threading.Lock()

    def give(self, record: passing.Given) -> None:
        with self._lock, contextlib.suppress(BrokenPipeError):
            data = memoryview(framed(record))
            while data:
                data = data[os.write(self._to, data) :]

    def tell(self, call: int, answer: Answer) -> None:
        self.give(passing.Back(call, answer))


def main() -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for whoever started us; we see the end
    answers = Answers(_kept_stdout())
    os.nice(_NICE)
    threading.excepthook = _end  # a lane without a thread would be silent for ever
    records = _records()
    ear = _ear(msgspec.msgpack.decode(next(records), type=passing.Open))
    try:
        engine = opened(ear)
    except Unopened as why:
        answers.give(passing.Broken(str(why)))
        os._exit(1)
    _warm(engine, ear.language)
    answers.give(passing.Ready())
    alone = ear.first == "pocketsphinx"
    lanes = [Lane(engine, answers.tell) for _ in range(1 if alone else THREADS)]
    decoder = msgspec.msgpack.Decoder(passing.Told)
    for data in records:
        record = decoder.decode(data)
        lanes[record.call % len(lanes)].put(record)
    os._exit(0)


def _warm(engine: Engine, language: str) -> None:
    """What libraries do only once is not to be waited for by whoever speaks first."""
    hearing = Hearing(engine.decoder, lambda _: None)
    ways = tuple(Way(word, (word,)) for word in ("yes", "no"))
    hearing.begin(0, Expected(turn=0, language=language, ways=ways), _RATE)
    noise = random.Random(0).randbytes(_RATE)  # noqa: S311 - half a second of sound, 16 bit
    for at in range(0, len(noise), frame_bytes(_RATE)):
        hearing.feed(0, noise[at : at + frame_bytes(_RATE)])
    hearing.end(0, 0.0, 0.5)


def _end(failed: threading.ExceptHookArgs) -> None:
    print(f"The recogniser's worker ends: {failed.exc_type.__name__}", file=sys.stderr, flush=True)
    os._exit(2)


def _ear(said: passing.Open) -> Ear:
    first, second = (Path(each) if each else None for each in (said.first_model, said.second_model))
    return Ear(said.language, said.first, said.second, first, second)


def _records() -> Iterator[bytes]:
    cutter = passing.cutter()
    while data := os.read(sys.stdin.fileno(), _READ):
        yield from cutter.cut(data)


def _kept_stdout() -> int:
    """Where answers go; what libraries print goes nowhere."""
    kept = os.dup(sys.stdout.fileno())
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, sys.stdout.fileno())
    os.close(nowhere)
    return kept


if __name__ == "__main__":
    main()
