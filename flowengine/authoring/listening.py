"""What one recogniser makes of a recording, for an author who wonders what it hears.

The recording is cut into utterances by the ear of a live call, but it knows no patience and no
prompts: for those there is `calling`.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from msgspec.structs import replace

from flowengine.grammar.jsgf import parse_expansion
from flowengine.grammar.sampling import sentences
from flowengine.runtime import begin
from flowengine.runtime.expecting import Expected, Way, expected
from flowengine.speech.recognition.recogniser import Failed, Final, Guess, Partial
from flowengine.speech.sound.pcm import FRAME_MS, frames

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.language.program import Program
    from flowengine.speech.recognition.here import Here
    from flowengine.speech.recognition.recogniser import Answer
    from flowengine.speech.sound.pcm import Sound

PAUSE = 0.7  # seconds of quiet that part two utterances, as for an incomplete answer in a call
SHORT = 0.1  # seconds; less is a click
MARGIN = 0.3  # seconds of the line before and behind, as a call feeds them
TELEPHONE, BROWSER = 8_000, 16_000
PHRASES = 300  # of one grammar, as many as a question of a flow has at most


class Span(NamedTuple):
    """Seconds from the beginning of the recording."""

    start: float
    stop: float


@dataclass(frozen=True, slots=True)
class Understood:
    """`guesses` are best first. `partial` is what a call would have gone by before the end;
    `seconds` how long it took; `why` is "" unless the recogniser failed."""

    guesses: tuple[Guess, ...]
    partial: str
    seconds: float
    why: str = ""


class NoPlace(Exception):
    """The flow asks nothing at that place. The places where it does are its argument."""

    def __init__(self, places: tuple[str, ...]) -> None:
        super().__init__(", ".join(places))
        self.places = places


def fitting(sound: Sound) -> Sound:
    """At the rate of a call."""
    return sound.at(BROWSER if sound.rate >= BROWSER else TELEPHONE)


def spans(sound: Sound) -> tuple[Span, ...]:
    """Where somebody speaks, in a sound at the rate of a call."""
    from flowengine.speech.turns.activity import Activity
    from flowengine.speech.turns.detector import WARM
    from flowengine.speech.turns.loudness import decibels

    activity, step = Activity(sound.rate), FRAME_MS / 1000
    line = list(frames(sound))
    quietest = sorted(line, key=decibels)[:1]
    # A call has a line before somebody speaks on it; a file may begin with the first word.
    for frame in quietest * WARM:
        activity.frame(frame, b"")
    found: list[Span] = []
    for number, frame in enumerate(line):
        if activity.frame(frame, b""):
            start, stop = number * step, (number + 1) * step
            if found and start - found[-1].stop < PAUSE:
                found[-1] = Span(found[-1].start, stop)
            else:
                found.append(Span(start, stop))
    return tuple(span for span in found if span.stop - span.start >= SHORT)


def understood(
    ears: Here, language: str, sound: Sound, span: Span, wanted: Expected
) -> Understood | None:
    """One utterance; None where there is no recogniser for the language."""
    answers: list[Answer] = []
    recogniser = ears.open(language, answers.append)
    if recogniser is None:
        return None
    first = max(span.start - MARGIN, 0.0)
    begun = time.perf_counter()
    recogniser.begin(1, wanted, sound.rate)
    for frame in _frames(sound, first, span.stop + MARGIN):
        recogniser.feed(1, frame)
    recogniser.end(1, span.start - first, span.stop - first)
    seconds = time.perf_counter() - begun
    recogniser.close()
    partials = [one.text for one in answers if isinstance(one, Partial)]
    final = next((one for one in answers if isinstance(one, Final)), Final(1))
    why = next((one.why for one in answers if isinstance(one, Failed)), "")
    return Understood(final.guesses, partials[-1] if partials else "", seconds, why)


def _frames(sound: Sound, start: float, stop: float) -> Iterator[bytes]:
    for number, frame in enumerate(frames(sound)):
        if start <= number * FRAME_MS / 1000 < stop:
            yield frame


def of_grammar(text: str, language: str) -> Expected:
    """Each alternative of a phrase is a way to answer: "yes | no", "[call] me". Raises
    GrammarError."""
    said = sentences(parse_expansion(text), {}, PHRASES, typed=False)
    phrases = list(dict.fromkeys(" ".join(words) for words in said))
    return Expected(turn=1, language=language, ways=tuple(Way(one, (one,)) for one in phrases))


def of_place(program: Program, place: str, language: str, at: float) -> Expected:
    """What may be said at a place of a flow, named as in `flowengine show`. Raises NoPlace."""
    session = begin(program, channel="voice", seed=1, at=at, language=language)
    known = [name for name in program.blocks if _asks(program, name)]
    full = place if "." in place else f"{program.name}.{place}"
    block = next((name for name in known if full in (name, name.partition("/")[0])), "")
    found = expected(program, replace(session, place=block)) if block else None
    if found is None:
        raise NoPlace(tuple(dict.fromkeys(_short(program, name) for name in known)))
    return found


def _asks(program: Program, name: str) -> bool:
    from flowengine.language.program import Form, Question

    return isinstance(program.blocks[name].exit, Question | Form)


def _short(program: Program, name: str) -> str:
    return name.partition("/")[0].removeprefix(f"{program.name}.")
