"""`flowengine test --spoken`: the callers of transcripts speak, and are understood or not."""

from __future__ import annotations

import time
from collections import Counter
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from flowengine.authoring.calling_spoken import (
    CONFIRMED,
    MISHEARD,
    UNDERSTOOD,
    UNSPOKEN,
    SpokenCaller,
)
from flowengine.authoring.transcript_play import VOICE
from flowengine.authoring.transcript_report import told
from flowengine.cli.counting import many
from flowengine.cli.progress import watched
from flowengine.speech.synthesis.studio import Studio

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from flowengine.authoring.calling_spoken import SpokenLine
    from flowengine.authoring.suite import Suite
    from flowengine.authoring.transcript import Test
    from flowengine.speech.recognition.here import Here


def run(suites: Sequence[Suite], only: str, recognisers: Here) -> int:
    """1 where a test failed, or could not be read. Closes the recognisers."""
    begun = time.perf_counter()
    for one in suites:
        for problem in one.problems:
            print(problem, end="\n\n")
    failed = sum(len(one.problems) for one in suites)
    played = [(one, test) for one in suites for test in _on_the_phone(one, only)]
    outcomes: Counter[str] = Counter()
    with ExitStack() as stack:
        studio = Studio(Path(stack.enter_context(TemporaryDirectory())))
        stack.callback(studio.close)
        stack.callback(recognisers.close)
        for one, test in watched(played, "Speaking", (test.name for _, test in played)):
            failed += _played(one, test, studio, recognisers, outcomes)
    tests = many(len(played), "test")
    took = time.perf_counter() - begun
    print(f"{tests}, {failed} failed" if failed else f"{tests} passed", end=f" ({took:.2f} s)\n")
    print(_summary(outcomes))
    return 1 if failed else 0


def _on_the_phone(one: Suite, only: str) -> Iterable[Test]:
    if one.program is None:
        return []
    return [
        test
        for test in one.transcript.tests
        if VOICE in (test.channels or one.program.channels) and only.lower() in test.name.lower()
    ]


def _played(
    one: Suite, test: Test, studio: Studio, recognisers: Here, outcomes: Counter[str]
) -> int:
    assert one.program is not None  # noqa: S101 - `_on_the_phone` has looked
    caller = SpokenCaller(one.program, one.path.parent, studio, recognisers)
    failures = one.play(test, caller)
    for line in caller.lines:
        outcomes[line.outcome] += 1
        if line.outcome == MISHEARD:
            print(_misheard(line, test, one.path))
    for failure in failures:
        print(told(failure, str(one.path)), end="\n\n")
    return 1 if failures else 0


def _misheard(line: SpokenLine, test: Test, path: Path) -> str:
    heard = ", then ".join(line.heard) or "(nothing)"
    return f"{path}:{line.line}: “{test.name}”: “{line.said}” was heard as {heard}"


def _summary(outcomes: Counter[str]) -> str:
    """Such as `12 answers spoken: 10 understood at once, 1 when asked back, 1 misheard.`"""
    spoken = outcomes[UNDERSTOOD] + outcomes[CONFIRMED] + outcomes[MISHEARD]
    answers = "1 answer" if spoken == 1 else f"{spoken} answers"
    text = (
        f"{answers} spoken: {outcomes[UNDERSTOOD]} understood at once, "
        f"{outcomes[CONFIRMED]} when asked back, {outcomes[MISHEARD]} misheard."
    )
    if outcomes[UNSPOKEN]:
        text += f" {outcomes[UNSPOKEN]} could not be spoken or heard: `flowengine doctor` says why."
    return text
