"""What an engine gives a call: understanding one utterance after another, blocking while it works.

`Recogniser` is the same seen from the call, which must never block; `here` and `workers` join the
two. An engine is opened once for a process, its decoders one for each call.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from flowengine.speech.sound.pcm import Sound, from_pcm

if TYPE_CHECKING:
    from flowengine.speech.recognition.choices import Choices
    from flowengine.speech.recognition.models import Ear
    from flowengine.speech.recognition.recogniser import Guess

MARGIN = 0.08  # seconds kept on each side of what was taken for speech


class Decoder(Protocol):
    def begin(self, choices: Choices, rate: int) -> None:
        """An utterance, at 8,000 or 16,000 samples a second."""

    def feed(self, frame: bytes) -> str:
        """What it sounds like so far, "" while that is nothing."""

    def lull(self, start: float, stop: float, /) -> str:
        """Speech lies between these seconds so far, and may be over: as `feed`."""

    def end(self, start: float, stop: float, /) -> tuple[Guess, ...]:
        """Speech lies between these seconds; best first, and only what may be believed or asked."""

    def drop(self) -> None:
        """The utterance is over and was nothing."""


class Engine(Protocol):
    def decoder(self) -> Decoder: ...


class Unopened(Exception):
    """This ear cannot be used: a sentence for the log, with what to do."""


class Take:
    """What was fed of one utterance, kept for whoever decides at its end."""

    def __init__(self, rate: int) -> None:
        self.rate = rate
        self._frames: list[bytes] = []

    def add(self, frame: bytes) -> None:
        self._frames.append(frame)

    def clip(self, start: float, stop: float, margin: float = MARGIN) -> Sound:
        """What lies between these seconds, and `margin` seconds more on each side."""
        whole = from_pcm(b"".join(self._frames), self.rate)
        first = max(int((start - margin) * self.rate), 0)
        last = max(int((stop + margin) * self.rate), first)
        return Sound(whole.samples[first:last], self.rate)


def opened(ear: Ear) -> Engine:
    """What understands with this ear; its model is loaded now. Raises `Unopened`."""
    try:
        return _opened(ear)
    except (ImportError, OSError, RuntimeError, ValueError) as error:
        raise Unopened(f"The recogniser {ear.name} does not open: {error}") from error


def _opened(ear: Ear) -> Engine:
    first = _first(ear)
    if ear.second_model is None:
        if first is None:
            raise ValueError("no model is named for it.")
        return first
    from flowengine.speech.recognition.second import SecondPass
    from flowengine.speech.recognition.whisper import Whisper

    return SecondPass(Whisper(ear.second_model, ear.language), first)


def _first(ear: Ear) -> Engine | None:
    if ear.first == "pocketsphinx":
        from flowengine.speech.recognition.pocketsphinx import Pocketsphinx

        return Pocketsphinx()
    if ear.first == "vosk" and ear.first_model is not None:
        from flowengine.speech.recognition.vosk import Vosk

        return Vosk(ear.first_model)
    return None
