"""One call in virtual time: what the person does, and what the duplex said to the host and when."""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar

import numpy as np

from flowengine.runtime.expecting import Expected, Way
from flowengine.speech.duplex.duplex import Duplex
from flowengine.speech.duplex.orders import SPEECH, Listen, Piece, Play
from flowengine.speech.sound.pcm import Sound, frame_bytes, frames, from_pcm
from tests.speech.scripted import Scripted

if TYPE_CHECKING:
    from flowengine.speech.duplex.reports import AnyReport
    from flowengine.speech.recognition.recogniser import Answer, Recogniser

R = TypeVar("R")
MENU = Expected(
    turn=1,
    language="en",
    ways=(Way("hours", ("opening hours",)), Way("person", ("a person",))),
    keys="12",
)


class Line:
    """Remembers what it was asked for."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def flush(self) -> None:
        self.asked.append("flush")

    def send_keys(self, keys: str) -> None:
        self.asked.append(f"keys {keys}")

    def hold(self, on: bool) -> None:
        self.asked.append(f"hold {on}")

    def hang_up(self, reason: str) -> None:
        self.asked.append(f"hang up {reason}")


class Talk:
    """`sounds` are the files there are. `heard` is what the person heard, `log` what was reported.

    Each 20 ms the person's frame comes in and a frame goes out, as a pacer does it. Without other
    sound they are on a quiet line.
    """

    def __init__(
        self,
        recogniser: Recogniser | None = None,
        *,
        rate: int = 8000,
        sounds: dict[str, Sound] | None = None,
        in_band: bool = False,
    ) -> None:
        self.rate, self.at, self.line = rate, 0.0, Line()
        self.sounds = sounds or {}
        self.log: list[AnyReport] = []
        self.captions: list[tuple[float, str]] = []
        self.out: list[bytes] = []
        self.duplex = Duplex(
            rate, recogniser, self.log.append,
            load=self._load, line=self.line,
            caption=lambda text: self.captions.append((self.at, text)), in_band=in_band,
        )  # fmt: skip
        if isinstance(recogniser, Scripted):
            recogniser.tell = self.told
        self._chance = np.random.default_rng(1)

    def _load(self, path: str) -> Sound:
        if path not in self.sounds:
            raise FileNotFoundError(f"There is no file {path}.")
        return self.sounds[path]

    def told(self, answer: Answer) -> None:
        """By a recogniser of this call."""
        self.duplex.told(answer, self.at)

    def frame(self, pcm: bytes | None) -> None:
        """One step of the pacer; None is a frame that never came."""
        self.at = round(self.at + 0.02, 2)
        if pcm is not None:
            self.duplex.frame(pcm, self.at)
        self.out.append(self.duplex.next_frame(self.at))

    def hear(self, sound: Sound) -> None:
        for pcm in frames(sound.at(self.rate)):
            self.frame(pcm)

    def quiet(self, seconds: float) -> None:
        for _ in range(round(seconds * 50)):
            noise = self._chance.standard_normal(self.rate // 50) * 4
            self.frame(noise.astype("<i2").tobytes())

    def nothing(self, seconds: float) -> None:
        """No frames come at all."""
        for _ in range(round(seconds * 50)):
            self.frame(None)

    def speak(self, seconds: float, level: float = 1640.0) -> None:
        self.hear(voice(seconds, self.rate, level))

    def press(self, keys: str) -> None:
        for key in keys:
            self.duplex.key_down(key, self.at)
            self.quiet(0.1)
            self.duplex.key_up(key, self.at)
            self.quiet(0.1)

    def play(self, path: str, id_: int = 1, *, interrupt: str = SPEECH, text: str = "") -> None:
        pieces = (Piece(path=path, text=text),)
        self.duplex.obey(Play(id=id_, pieces=pieces, interrupt=interrupt), self.at)

    def listen(self, expected: Expected = MENU, patience: float = 7.0, pause: float = 0.0) -> None:
        self.duplex.obey(Listen(expected=expected, patience=patience, pause=pause), self.at)

    def all(self, kind: type[R]) -> list[R]:
        return [report for report in self.log if isinstance(report, kind)]

    def one(self, kind: type[R]) -> R:
        (found,) = self.all(kind)
        return found

    @property
    def heard(self) -> Sound:
        return from_pcm(b"".join(self.out), self.rate)


@lru_cache(maxsize=64)
def voice(seconds: float, rate: int, level: float = 1640.0) -> Sound:
    """Something that every detector takes for a voice: a buzz with formants, that rises and falls
    as syllables do. `level` is its root mean square."""
    at = np.arange(round(seconds * rate)) / rate
    pitch = 2 * np.pi * np.cumsum(120 + 20 * np.sin(2 * np.pi * 2.3 * at)) / rate
    formants = ((500, 1.0), (1500, 0.5), (2500, 0.25))
    weights = {
        h: sum(a / (1 + ((h * 120 - f) / 150) ** 2) for f, a in formants) for h in range(1, 28)
    }
    buzz = sum((w * np.sin(h * pitch) for h, w in weights.items()), np.zeros(len(at)))
    buzz *= np.minimum(2.5 * np.sin(2 * np.pi * 2 * at) ** 2, 1.0)
    buzz *= level / max(float(np.sqrt((buzz**2).mean())), 1e-9)
    return Sound(np.clip(buzz, -32768, 32767).astype(np.int16), rate)


def silence(seconds: float, rate: int = 8000) -> bytes:
    return bytes(frame_bytes(rate) * round(seconds * 50))
