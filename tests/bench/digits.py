"""`python -m tests.bench.digits`: a menu of ten, by spoken digits, with each recogniser there is.

What is believed and what is asked back is learnt on two speakers and judged on the third, each in
turn. The figures are of three people in a studio; they are no share of anybody's callers.
"""

from __future__ import annotations

import sys
from collections import Counter
from contextlib import contextmanager
from statistics import median
from time import perf_counter
from typing import TYPE_CHECKING

import numpy as np

from flowengine.runtime.hearing import SURE
from flowengine.speech.recognition.here import Here
from flowengine.speech.recognition.models import available
from flowengine.speech.recognition.recogniser import NOTHING
from tests.bench.digits_call import (
    FOLDER,
    GAVE_UP,
    RIGHT,
    WORDS,
    WRONG,
    Clip,
    DigitCall,
    Outcome,
    clips,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from flowengine.speech.recognition.recogniser import Recogniser, Tell

AT_ONCE = 0.001  # seconds: nothing was decided
BELIEVED_WRONGLY = 0.0025  # of all that was said, at most, on the two speakers that are learnt from
TURNED_AWAY = 0.005  # of what was right, at most
BELIEVES = tuple(round(0.5 + 0.05 * step, 2) for step in range(10))  # shares that are tried
ASKS = (0.4, 0.35, 0.3, 0.25, 0.2, 0.15)


class Timed:
    """Recognisers that work at once, and how long they think when somebody has finished."""

    def __init__(self, named: str) -> None:
        self.took: list[float] = []  # seconds
        self._here = Here(named=named)

    def open(self, language: str, tell: Tell) -> Recogniser | None:
        recogniser = self._here.open(language, tell)
        if recogniser is not None:
            self._time(recogniser)
        return recogniser

    def prepare(self, language: str) -> None:
        """It is ready as soon as it is opened."""

    def close(self) -> None:
        self._here.close()

    def _time(self, recogniser: Recogniser) -> None:
        """What is known since a silence before the end takes no time at the end: both count."""
        for name in ("lull", "end"):
            setattr(recogniser, name, self._timed(getattr(recogniser, name)))

    def _timed(self, decide: Callable[[int, float, float], None]) -> Callable[..., None]:
        def timed(utterance: int, start: float, stop: float) -> None:
            before = perf_counter()
            decide(utterance, start, stop)
            took = perf_counter() - before
            if took > AT_ONCE:
                self.took.append(took)

        return timed


def called(recognisers: Timed, by: Sequence[Clip]) -> list[Outcome]:
    """A call for each recording."""
    every = clips()
    return [DigitCall(clip, every, recognisers, every.index(clip)).run() for clip in by]


def ears() -> list[str]:
    """The ways to understand English that can be used here."""
    return [ear.name for ear in available("en") if not ear.why]


# ------------------------------------------------------------ thresholds


def learnt(outcomes: Sequence[Outcome]) -> tuple[float, float]:
    """(BELIEVE, ASK) of these calls: as little is asked back as may be with so few mistakes.

    They are shares of the probability of all ways, which each try's confidence is made of.
    """
    tries = [
        (_share(guess.confidence), _is(guess.text, outcome.clip.digit))
        for outcome in outcomes
        for guesses in outcome.tries
        for guess in guesses[:1]
    ]
    wrong = [share for share, right in tries if not right]
    rightly = [share for share, right in tries if right]
    few = BELIEVED_WRONGLY * len(tries)
    believe = next((at for at in BELIEVES if sum(w >= at for w in wrong) <= few), BELIEVES[-1])
    lost = TURNED_AWAY * len(rightly)
    ask = next((at for at in ASKS if sum(r < at for r in rightly) <= lost), ASKS[-1])
    return believe, ask


def _share(confidence: float) -> float:
    """What `whisper.confidence` made it of."""
    from flowengine.speech.recognition import whisper

    return float(
        np.interp(confidence, (0.0, NOTHING, SURE, 1.0), (0.0, whisper.ASK, whisper.BELIEVE, 1.0))
    )


def _is(text: str, digit: str) -> bool:
    return digit in text.split()


@contextmanager
def thresholds(believe: float, ask: float) -> Iterator[None]:
    from flowengine.speech.recognition import whisper

    before = whisper.BELIEVE, whisper.ASK
    whisper.BELIEVE, whisper.ASK = believe, ask
    try:
        yield
    finally:
        whisper.BELIEVE, whisper.ASK = before


def rotated(named: str, outcomes: Sequence[Outcome]) -> Iterator[tuple[str, tuple[float, float]]]:
    """Each speaker, with what the others teach."""
    for speaker in speakers():
        others = [each for each in outcomes if each.clip.speaker != speaker]
        yield f"{named}, {speaker}", learnt(others)


def speakers() -> list[str]:
    return sorted({clip.speaker for clip in clips()})


# ------------------------------------------------------------ the report


def summary(outcomes: Sequence[Outcome]) -> str:
    count, total = Counter(each.result for each in outcomes), len(outcomes)
    first = sum(each.first == each.clip.digit for each in outcomes)
    asked = sum(each.asked_back for each in outcomes) / total
    ends = ", ".join(f"{name} {count[name] / total:.1%}" for name in (RIGHT, WRONG, GAVE_UP))
    return f"{total} calls: first try {first / total:.1%}; {ends}; asked back {asked:.2f} a call"


def confusion(outcomes: Sequence[Outcome]) -> Iterator[str]:
    """First tries: a row for each digit said, a column for what it was taken for."""
    yield "       " + "".join(f"{word:>6}" for word in WORDS) + "  other   none"
    for digit in WORDS:
        found = Counter(each.first for each in outcomes if each.clip.digit == digit)
        cells = [found[word] for word in WORDS]
        other = sum(found.values()) - sum(cells) - found[""]
        numbers = "".join(f"{cell or '.':>6}" for cell in cells)
        yield f"{digit:7}{numbers}{other or '.':>7}{found[''] or '.':>7}"


def report(named: str) -> None:
    recognisers = Timed(named)
    outcomes = called(recognisers, clips())
    took = median(recognisers.took or [0.0]) * 1000
    print(f"\n{named}\n  {summary(outcomes)}; second pass {took:.0f} ms in the middle")
    for speaker in speakers():
        print(f"  {speaker}: {summary([o for o in outcomes if o.clip.speaker == speaker])}")
    print("\n".join(f"  {row}" for row in confusion(outcomes)), flush=True)
    if "whisper" in named:
        for who, (believe, ask) in rotated(named, outcomes):
            with thresholds(believe, ask):
                judged = called(recognisers, clips([who.rpartition(" ")[2]]))
            learnt_from = f"believes from {believe:.2f}, asks back from {ask:.2f}, by the others"
            print(f"  judged on {who} ({learnt_from}): {summary(judged)}", flush=True)
    recognisers.close()


def main(named: Sequence[str]) -> None:
    if not FOLDER.is_dir():
        raise SystemExit(f"The recordings are not here: {FOLDER}")
    for each in named or ears():
        report(each)


if __name__ == "__main__":
    main(sys.argv[1:])
