"""What each queue promised, and since when: read from the log, so that new hours change no past.

A queue's terms stand in its flow, and flows change. Whoever serves them writes what reports read of
them into the log when it changes (`entry`); a report asks `Declarations` what held at a moment.
Before its first line a queue is measured by that line, and one without any, in a log from before
there were such lines, by what its flows say today. It refuses to say what holds for those who wait
now: that is `host.desk.terms`.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, time
from typing import TYPE_CHECKING, Any

from flowengine.desk import clock, log
from flowengine.desk.outcomes import UNKNOWN, Category, starter
from flowengine.language.program import Hours

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from flowengine.desk.episodes import Part
    from flowengine.desk.log import Entry

WITHIN = 60.0  # seconds, of a queue whose terms are not known
ALWAYS = float("-inf")  # since when the first line of a queue holds


@dataclass(frozen=True, slots=True)
class Declared:
    """`within` is the bound of the service level in seconds, `hours` when it is open, None for
    always; `outcomes` are the categories of those that the starter set does not have,
    or has otherwise."""

    within: float = WITHIN
    hours: Hours | None = None
    outcomes: Mapping[str, Category] = field(default_factory=dict)


NOT_DECLARED = Declared()


class Declarations:
    """`entries` may be any of the log, in its order; `today` what holds by the flows of today."""

    def __init__(
        self, entries: Iterable[Entry] = (), today: Mapping[str, Declared] | None = None
    ) -> None:
        self._lines = {name: [(ALWAYS, one)] for name, one in (today or {}).items()}
        found: dict[str, list[tuple[float, Declared]]] = {}
        for one in entries:
            if one.kind == log.DECLARED:
                found.setdefault(one.queue, []).append((one.at, read(one)))
        for name, lines in found.items():
            lines.sort(key=lambda line: line[0])
            self._lines[name] = [(ALWAYS, lines[0][1]), *lines[1:]]

    def at(self, queue: str, moment: float) -> Declared:
        """What held then; a queue of which nothing is known is always open."""
        known = [one for since, one in self._lines.get(queue, ()) if since <= moment]
        return known[-1] if known else NOT_DECLARED

    def spans(
        self, queue: str, began: float, ended: float
    ) -> Iterator[tuple[Declared, float, float]]:
        """What held, piece by piece, between two moments."""
        lines = self._lines.get(queue, [(ALWAYS, NOT_DECLARED)])
        ends = [*(since for since, _ in lines[1:]), float("inf")]
        for (since, one), until in zip(lines, ends, strict=True):
            if since < ended and until > began:
                yield one, max(since, began), min(until, ended)

    def counted(self, kind: str, media: str, queue: str, began: float, ended: float) -> float:
        """Seconds between two moments as they count for such an item in that queue."""
        if not clock.asynchronous(kind, media):
            return clock.counted(kind, media, None, began, ended)
        pieces = self.spans(queue, began, ended)
        return sum(clock.counted(kind, media, one.hours, a, b) for one, a, b in pieces)

    def category(self, part: Part) -> Category:
        """What a talk's outcome counted as when it ended."""
        own = self.at(part.queue, part.closed).outcomes.get(part.outcome)
        return own or starter().get(part.outcome, UNKNOWN)


def entry(queue: str, declared: Declared, at: float) -> Entry:
    """The line that says it from `at` on. Of two lines that mean the same the bodies are equal."""
    hours = declared.hours
    body = {
        "within": declared.within,
        "hours": None if hours is None else _written(hours),
        "outcomes": {
            name: [one.contact, one.name] for name, one in sorted(declared.outcomes.items())
        },
    }
    return log.Entry(at=at, kind=log.DECLARED, queue=queue, body=body)


def read(entry: Entry) -> Declared:
    """What such a line says."""
    body = entry.body
    hours = body.get("hours")
    return Declared(
        body.get("within", WITHIN),
        None if hours is None else _hours(hours),
        {name: Category(*one) for name, one in body.get("outcomes", {}).items()},
    )


_Intervals = tuple[tuple[time, time], ...]


def _written(hours: Hours) -> dict[str, Any]:
    """As JSON holds it; days in their order, so that equal hours are equal lines."""
    return {
        "zone": hours.zone,
        "days": {str(day): _pairs(open_) for day, open_ in sorted(hours.days.items())},
        "dates": {day.isoformat(): _pairs(open_) for day, open_ in sorted(hours.dates.items())},
        "holidays": [hours.holidays[0], _pairs(hours.holidays[1])] if hours.holidays else None,
    }


def _pairs(intervals: _Intervals) -> list[list[str]]:
    return [[start.isoformat(), end.isoformat()] for start, end in intervals]


def _hours(body: Mapping[str, Any]) -> Hours:
    holidays = body["holidays"]
    return Hours(
        zone=body["zone"],
        dates={date.fromisoformat(day): _intervals(open_) for day, open_ in body["dates"].items()},
        holidays=(holidays[0], _intervals(holidays[1])) if holidays else None,
        days={int(day): _intervals(open_) for day, open_ in body["days"].items()},
    )


def _intervals(pairs: Iterable[tuple[str, str]]) -> _Intervals:
    return tuple((time.fromisoformat(start), time.fromisoformat(end)) for start, end in pairs)
