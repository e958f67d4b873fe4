"""pyttsx3 on espeak-ng, with nothing but what pip installs.

`espeakng-loader` brings the library and its data. Loaded before pyttsx3 it is the one that pyttsx3
finds, for it carries the name (SONAME) that pyttsx3 asks for. espeak is one per process, with
settings that last; so all are given each time. Nothing is written to a disk, because pyttsx3 waits
for ever for a file that it could not write.

espeak speaks in a thread of its own, and pyttsx3's `runAndWait` ends its loop after 10 ms whether
that has finished or not: on a busy machine one file in a hundred is empty. So the driver's loop is
run without the order to end it, until the driver has written the file.
"""

from __future__ import annotations

import ctypes
import os
import tempfile
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.speech.sound import wav
from flowengine.speech.synthesis.work import Unable

if TYPE_CHECKING:
    from flowengine.speech.sound.pcm import Sound
    from flowengine.speech.synthesis.work import Speak

RATE = 170  # words a minute, where a voice says nothing: what people are used to on a telephone

_MOMENT = 0.0005  # seconds


class Espeak:
    """Speaks. Only one in a process, and only in one thread."""

    def __init__(self) -> None:
        _preload()
        import pyttsx3
        from pyttsx3.drivers import _espeak

        self._library: Any = _espeak
        self._engine: Any = pyttsx3.init("espeak")
        self._errors: list[Exception] = []
        self._engine.connect("error", self._failed)
        self._memory, self._path = _memory()

    def speak(self, work: Speak) -> Sound:
        """22,050 samples a second. Raises Unable."""
        text = work.text.replace("\0", " ").strip()
        if not text:
            raise Unable("There is nothing to say in an empty text.")
        self._errors.clear()
        os.truncate(self._memory, 0)
        for name, value in (
            ("voice", work.voice), ("rate", work.rate or RATE), ("pitch", work.pitch),
            ("volume", 1.0),
        ):  # fmt: skip
            self._engine.setProperty(name, value)
        self._engine.save_to_file(text, self._path)  # one at a time: of two the first is lost
        self._engine.proxy.startLoop(useDriverLoop=True)
        while self._library.IsPlaying():  # its thread has a last word that must not meet a new text
            time.sleep(_MOMENT)
        if self._errors:
            raise Unable(_words(work.voice))
        return wav.read(os.pread(self._memory, os.fstat(self._memory).st_size, 0))

    def _failed(self, name: str | None = None, exception: Exception | None = None) -> None:
        """pyttsx3 tells of errors so, and would speak on in the voice it had before."""
        del name
        self._errors.append(exception or RuntimeError())


def _words(voice: str) -> str:
    return (
        f"espeak-ng has no voice “{voice}”. Name a language it knows, such as en-us, uk or hr, in"
        " the voice's file."
    )


def _preload() -> None:
    import espeakng_loader

    os.environ["ESPEAK_DATA_PATH"] = espeakng_loader.get_data_path()
    ctypes.CDLL(espeakng_loader.get_library_path())


def _memory() -> tuple[int, str]:
    """A file that is on no disk where the system has such files, and its path in this process."""
    if hasattr(os, "memfd_create"):
        memory = os.memfd_create("speech")
        return memory, f"/proc/self/fd/{memory}"
    memory, path = tempfile.mkstemp(suffix=".wav")
    return memory, str(Path(path))
