"""What a walk needs to know before it begins: moments worth trying, answers that services gave."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from flowengine.authoring.transcript import GivenFetch
from flowengine.authoring.walk.deciding import Deciding
from flowengine.authoring.walk.walker import Task
from flowengine.runtime.hours import is_open

if TYPE_CHECKING:
    from flowengine.authoring.transcript import Answer, Transcript
    from flowengine.language.checks.scope import Scope
    from flowengine.language.program import Program

DAYS = 14  # to look ahead for an hour that is open, and one that is closed
MOST_ANSWERS = 6  # of one service


def task(
    program: Program,
    scopes: Iterable[Scope],
    transcripts: Iterable[Transcript],
    *,
    channel: str,
    language: str,
    now: datetime,
) -> Task:
    """`scopes` are those of the program's parts; `now` is aware.

    What services answer is what the transcripts give.
    """
    return Task(
        program,
        channel,
        language,
        moments(program, now),
        Deciding(scopes),
        answers(transcripts),
    )


def moments(program: Program, now: datetime) -> Mapping[str, float]:
    """One moment at which everything with hours is open, one at which everything is closed.

    Where no such moment comes, the one with the most; without hours, now.
    """
    if not program.hours:
        return {"any time": now.timestamp()}
    hours = [now.replace(minute=0, second=0, microsecond=0) + timedelta(hours=h)
             for h in range(24 * DAYS)]  # fmt: skip
    opened = {at: sum(is_open(one, at) for one in program.hours.values()) for at in hours}
    best = max(hours, key=lambda at: opened[at])
    worst = min(hours, key=lambda at: opened[at])
    return {"open": best.astimezone(UTC).timestamp(), "closed": worst.astimezone(UTC).timestamp()}


def answers(transcripts: Iterable[Transcript]) -> Mapping[str, tuple[Answer, ...]]:
    """By the name of the result: different answers that came in time, as far as they are given."""
    found: defaultdict[str, list[Answer]] = defaultdict(list)
    for transcript in transcripts:
        for test in transcript.tests:
            for line in test.lines:
                if isinstance(line, GivenFetch) and not (line.answer.error or line.answer.late):
                    answer, known = replace(line.answer, after=0.0), found[line.name]
                    if answer not in known and len(known) < MOST_ANSWERS:
                        known.append(answer)
    return {name: tuple(known) for name, known in found.items()}
