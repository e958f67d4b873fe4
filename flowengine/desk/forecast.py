"""How many people will come: for each quarter or half hour of a day, the median of the same
weekday's counts in the weeks before.

The median, because one bad evening (a broadcast, a flood) would pull a mean for weeks. Days are the
calendar's in the line's zone, so that ten in the morning stays ten over a change of the clocks.
Closed hours and holidays are no hours without people: they are left out, of the past and of the
day that is planned.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flowengine.desk import clock, items, log

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from flowengine.desk.log import Entry
    from flowengine.language.program import Hours

WEEKS = 6  # of which the median is taken
Counts = Counter[tuple[date, int]]


@dataclass(frozen=True, slots=True)
class Interval:
    """From `begins` (POSIX seconds) on, `minutes` long: so many people are `expected`; `weeks` is
    of how many weeks that is the median."""

    begins: float
    minutes: int
    expected: float
    weeks: int

    @property
    def rate(self) -> float:
        """People a second."""
        return self.expected / (60.0 * self.minutes)


def arrivals(entries: Iterable[Entry]) -> list[float]:
    """When people came who sat waiting: calls and chats."""
    return [
        one.at
        for one in entries
        if one.kind == log.JOINED
        and not clock.asynchronous(
            one.body.get("kind", items.CONTACT), one.body.get("media", items.CHAT)
        )
    ]


def counted(arrivals: Iterable[float], zone: str, minutes: int = 30) -> Counts:
    """People by day and interval of the day, as the zone's clocks showed it."""
    here = ZoneInfo(zone)
    found: Counts = Counter()
    for at in arrivals:
        moment = datetime.fromtimestamp(at, UTC).astimezone(here)
        found[moment.date(), (moment.hour * 60 + moment.minute) // minutes] += 1
    return found


def forecast(
    counts: Mapping[tuple[date, int], int],
    day: date,
    zone: str,
    minutes: int = 30,
    weeks: int = WEEKS,
    hours: Hours | None = None,
) -> tuple[Interval, ...]:
    """Every interval of `day` in which it is open by `hours`, always without. Weeks before the
    first day that was ever counted are not weeks without people, nor are those in which it was
    closed; a forecast of no week at all expects nobody and says so."""
    first = min((counted_day for counted_day, _ in counts), default=day)
    past = [day - timedelta(weeks=n) for n in range(1, weeks + 1)]
    here = ZoneInfo(zone)
    known = [day, *(one for one in past if one >= first)]
    open_ = {one: _open(one, here, minutes, hours) for one in known}
    found = []
    for number in sorted(open_.get(day, ())):
        same = [counts.get((one, number), 0) for one in past if number in open_.get(one, ())]
        expected = float(median(same)) if same else 0.0
        found.append(Interval(_begin(day, number * minutes, here), minutes, expected, len(same)))
    return tuple(found)


def _open(day: date, here: ZoneInfo, minutes: int, hours: Hours | None) -> frozenset[int]:
    """The intervals of a day, by number, in which it is open for a while at least."""
    every = range(24 * 60 // minutes)
    if hours is None:
        return frozenset(every)
    begins = [_begin(day, number * minutes, here) for number in every]
    ends = [*begins[1:], _begin(day + timedelta(days=1), 0, here)]
    spans = clock.openings(hours, begins[0], ends[-1])
    return frozenset(
        number
        for number, begin, end in zip(every, begins, ends, strict=True)
        if any(opens < end and closes > begin for opens, closes in spans)
    )


def _begin(day: date, minute: int, zone: ZoneInfo) -> float:
    hour = time(minute // 60, minute % 60)
    return datetime.combine(day, hour, zone).timestamp()
