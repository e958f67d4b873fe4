"""A worker of tests: it does at once what its text says, and makes no sound of speech.

`die` ends it, `hang` lets it wait for ever, `die once` ends the first that is told so, `full` finds
no room, `no` cannot, `out of turn` and `nonsense` answer what nobody asked; anything else is
a second of tone. It adds each text to the file that `TEST_SPOKEN` names.
"""

from __future__ import annotations

import os
import sys
import time
from pathlib import Path

from flowengine.speech.sound import tones, wav
from flowengine.speech.synthesis import work

_SPOKEN = Path(os.environ.get("TEST_SPOKEN", os.devnull))


def _told(text: str) -> int:
    return _SPOKEN.read_text().splitlines().count(text)


def _tell(answer: work.Answer | bytes) -> None:
    sys.stdout.buffer.write(answer if isinstance(answer, bytes) else work.line(answer))
    sys.stdout.buffer.flush()


def _answered(asked: work.Work) -> work.Answer | bytes:
    text = asked.text if isinstance(asked, work.Speak) else "fit"
    with _SPOKEN.open("a") as spoken:
        spoken.write(f"{text}\n")
    match text.split():
        case ["die"]:
            os._exit(3)
        case ["die", "once"] if _told(text) == 1:
            os._exit(3)
        case ["hang"]:
            time.sleep(3600)
        case ["full"]:
            return work.NotDone("The sound could not be written.", full=True)
        case ["no"]:
            return work.NotDone("It cannot be said.")
        case ["out", "of", "turn"]:
            return work.Ready()
        case ["nonsense"]:
            return b"what?\n"
    Path(asked.to).write_bytes(wav.write(tones.tone((440.0,), 1.0, 16_000)))
    return work.Done(1.0)


if __name__ == "__main__":
    _tell(work.Ready())
    for said in sys.stdin.buffer:
        _tell(_answered(work.read_work(said)))
