"""What is expected at a place, and a caller on its line, for the tests of this folder."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from flowengine.runtime.expecting import Expected, Way
from flowengine.speech.recognition.models import WHISPER, Model, installed
from flowengine.speech.sound import g711
from flowengine.speech.sound.pcm import Sound, frames

if TYPE_CHECKING:
    from flowengine.speech.recognition.recogniser import Recogniser

BEFORE, AFTER = 0.3, 0.4  # seconds of line noise around what is said
NUMBERS = """#JSGF V1.0;
grammar answer;
<tens> = twenty | thirty;
<unit> = one | two | three;
public <number> = <unit> | <tens> [<unit>];
"""


def place(*phrases: str, language: str = "en", accepts: str = "", values: str = "") -> Expected:
    """Each phrase is a way of its own, by its own name; `yes|yeah` are two phrases of one."""
    ways = tuple(Way(each.split("|")[0], tuple(each.split("|"))) for each in phrases)
    return Expected(turn=1, language=language, accepts=accepts, ways=ways, values=values)


def line(sound: Sound, rate: int, *, quiet: float = 25.0) -> tuple[Sound, float, float]:
    """Heard over a line with noise, `quiet` dB below; at 8 kHz through µ-law. And from when to
    when somebody speaks."""
    said = sound.at(rate).samples.astype(np.float32)
    loud = np.flatnonzero(np.abs(said) > np.abs(said).max() * 0.03)
    said = said[loud[0] : loud[-1]]
    said *= 1640 / np.sqrt((said[np.abs(said) > 100] ** 2).mean())
    whole = np.concatenate([np.zeros(int(BEFORE * rate)), said, np.zeros(int(AFTER * rate))])
    noise = np.random.default_rng(len(whole)).standard_normal(len(whole))
    heard = np.clip(whole + noise * 1640 * 10 ** (-quiet / 20), -32767, 32767).astype(np.int16)
    if rate == 8_000:
        heard = g711.from_mulaw(g711.to_mulaw(heard))
    return Sound(heard, rate), BEFORE, BEFORE + len(said) / rate


def speak(recogniser: Recogniser, utterance: int, expected: Expected, sound: Sound) -> None:
    """All of it, over a line of its rate, to its end."""
    heard, start, stop = line(sound, sound.rate)
    recogniser.begin(utterance, expected, sound.rate)
    for frame in frames(heard):
        recogniser.feed(utterance, frame)
    recogniser.end(utterance, start, stop)


def english() -> Model:
    """The whisper model that a package brings."""
    return next(model for model in installed() if model.engine == WHISPER)
