"""A whole project spoken before anybody calls: what is the same for everybody, in every language.

It says how many texts there are, how long a caller must listen, and what could not be spoken. What
depends on the conversation is left for the call. It prints nothing.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TYPE_CHECKING

from flowengine.channels.calls.fixed import heard_in
from flowengine.speech.synthesis.studio import Unspoken
from flowengine.speech.voices import chosen

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from flowengine.channels.calls.fixed import Heard
    from flowengine.channels.calls.utterances import Utterance
    from flowengine.language.program import Program
    from flowengine.speech.synthesis.studio import Studio
    from flowengine.speech.voices import Voice

MOST_SECONDS = 20  # of listening in one go, as FE117 reckons: after that people stop listening
_HEADER, _PER_SECOND = 44, 32_000  # bytes of the files that a studio makes

Wanted = tuple[str, str, str]  # language, text, recording


@dataclass(frozen=True, slots=True)
class Prompt:
    """What is heard in one go, and for how many seconds."""

    where: str
    language: str
    seconds: float


@dataclass(frozen=True, slots=True)
class Failure:
    """`what` is the text or the recording."""

    language: str
    what: str
    why: str


@dataclass(frozen=True, slots=True)
class Rendered:
    """`seconds` of sound for so many `texts`; `prompts` with the longest first. `left` are texts
    and questions of which something depends on the conversation."""

    texts: int
    seconds: float
    prompts: tuple[Prompt, ...]
    failures: tuple[Failure, ...]
    left: int

    @property
    def long(self) -> tuple[Prompt, ...]:
        return tuple(one for one in self.prompts if one.seconds > MOST_SECONDS)


class Rendering:
    """Of one program, whose project is `folder`."""

    def __init__(self, program: Program, folder: Path, studio: Studio) -> None:
        self._program = program
        self._folder = folder
        self._studio = studio
        self._heard = tuple(heard_in(program))
        self._voices: dict[str, Voice] = {}
        self.wanted: tuple[Wanted, ...] = tuple(
            dict.fromkeys(_wanted(one, heard) for heard in self._heard for one in heard.utterances)
        )

    def render(
        self, threads: int = 4, told: Callable[[int], None] = lambda _count: None
    ) -> Rendered:
        """`told` hears how many are done. One thread for each worker, and some to keep them fed."""
        failures: list[Failure] = []
        seconds: dict[Wanted, float] = {}
        with ThreadPoolExecutor(threads) as makers:
            for count, (wanted, made) in enumerate(
                zip(self.wanted, makers.map(self._made, self.wanted), strict=True), 1
            ):
                path, failed = made
                failures += failed
                seconds[wanted] = _seconds(path)
                told(count)
        prompts = [_prompt(heard, seconds) for heard in self._heard]
        return Rendered(
            len(self.wanted),
            sum(seconds.values()),
            tuple(sorted(prompts, key=lambda one: -one.seconds)),
            tuple(failures),
            sum(heard.holes for heard in self._heard),
        )

    def _made(self, wanted: Wanted) -> tuple[Path | None, list[Failure]]:
        """The recording, else its words; and what did not work."""
        language, text, recording = wanted
        failures: list[Failure] = []
        if recording:
            if path := self._studio.recorded(self._folder / recording):
                return path, failures
            failures.append(Failure(language, recording, "The recording cannot be played."))
        try:
            path = self._studio.render(text, self._voice(language)) if text else None
        except Unspoken as error:
            return None, [*failures, Failure(language, text, error.why)]
        return path, failures

    def _voice(self, language: str) -> Voice:
        if language not in self._voices:
            named = self._program.voices.get(language, "")
            self._voices[language] = chosen(language, named, [self._folder / "voices"])
        return self._voices[language]


def _wanted(one: Utterance, heard: Heard) -> Wanted:
    return one.language or heard.language, one.text, one.recording


def _seconds(path: Path | None) -> float:
    return (path.stat().st_size - _HEADER) / _PER_SECOND if path else 0.0


def _prompt(heard: Heard, seconds: dict[Wanted, float]) -> Prompt:
    total = sum(seconds[_wanted(one, heard)] + one.silence_after for one in heard.utterances)
    where = f"{heard.place.file}:{heard.place.line}" if heard.place else ""
    return Prompt(where, heard.language, total)
