"""How many people will come: for each quarter or half hour of a day, the median of the same
weekday's counts in the weeks before.

The median, because one bad evening (a broadcast, a flood) would pull a mean for weeks. Days are the
calendar's in the line's zone, so that ten in the morning stays ten over a change of the clocks.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from statistics import median
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

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
) -> tuple[Interval, ...]:
    """Every interval of `day`. Weeks before the first day that was ever counted are not weeks
    without people; a forecast of no week at all expects nobody and says so."""
    first = min((counted_day for counted_day, _ in counts), default=day)
    past = [day - timedelta(weeks=n) for n in range(1, weeks + 1)]
    same = [one for one in past if one >= first]
    here = ZoneInfo(zone)
    return tuple(
        Interval(
            begins=_begin(day, number * minutes, here),
            minutes=minutes,
            expected=median([counts.get((one, number), 0) for one in same]) if same else 0.0,
            weeks=len(same),
        )
        for number in range(24 * 60 // minutes)
    )


def _begin(day: date, minute: int, zone: ZoneInfo) -> float:
    hour = time(minute // 60, minute % 60)
    return datetime.combine(day, hour, zone).timestamp()
