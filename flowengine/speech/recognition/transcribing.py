"""A recording in words, by a whisper model in a process that ends with it.

For messages that were left, not for calls: it takes about as long as a tenth of the recording, and
a second or two to begin. What it writes reads well even where it is wrong; it is help for whoever
listens, never an answer. The sound goes through a pipe and lies on no disk.
"""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

from flowengine.speech.child import command, environment
from flowengine.speech.recognition.models import transcriber
from flowengine.speech.recognition.process import ONE_THREAD
from flowengine.speech.sound import wav

if TYPE_CHECKING:
    from flowengine.speech.sound.pcm import Sound

SECONDS_EACH = 2.0  # of time for a second of sound, at most
START = 60.0  # and for the model to be read


class Unwritten(Exception):
    """The recording could not be written down: a sentence for the log."""


class NoModel(Unwritten):
    """Nobody has fetched a model for its language."""


def transcribe(sound: Sound, language: str, models: Path | None = None) -> str:
    """Its words, "" where there are none. It blocks until all is done; raises `Unwritten`.

    `models` is the folder of models, None for the usual one.
    """
    folder = transcriber(language, models)
    if folder is None:
        raise NoModel(f"No whisper model for “{language}” is here, so nothing is written down.")
    try:
        done = subprocess.run(  # noqa: S603 -- our own program, with a folder and a language
            command("flowengine.speech.recognition.transcribing", folder, language),
            input=wav.write(sound), capture_output=True, env=environment(**ONE_THREAD),
            check=True, timeout=START + SECONDS_EACH * sound.seconds,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise Unwritten(f"The transcriber ended with {type(error).__name__}.") from error
    return done.stdout.decode(errors="replace").strip()


def main() -> None:
    from flowengine.speech.recognition.dictation import written
    from flowengine.speech.recognition.whisper import Whisper

    folder, language = sys.argv[1:]
    sound = wav.read(sys.stdin.buffer.read())
    sys.stdout.buffer.write(written(sound, Whisper(Path(folder), language)).encode())


if __name__ == "__main__":
    main()
