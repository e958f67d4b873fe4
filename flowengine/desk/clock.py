"""Time as a promise counts it: only while the office is open.

A closed evening, a lunch break, a holiday and the hour that summer time skips do not count; the
hour that it repeats counts twice. What is due is due when so much *open* time is over.

Which clock counts is decided here (`counted`): whoever sits at a window or on the line waits by the
clock on the wall; what nobody sits waiting for counts only while its queue is open.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flowengine.desk import items
from flowengine.runtime.hours import HORIZON, intervals

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence
    from datetime import date

    from flowengine.language.program import Hours

PERSON, AGENT = "person", "agent"  # who wrote


def spans(hours: Hours, day: date) -> Iterator[tuple[float, float]]:
    """Openings that begin on `day`, in POSIX seconds; past midnight belongs to its first day."""
    zone = ZoneInfo(hours.zone)
    for start, end in intervals(hours, day):
        last = day + timedelta(days=1) if end <= start else day
        opens, closes = datetime.combine(day, start, zone), datetime.combine(last, end, zone)
        yield opens.timestamp(), closes.timestamp()


def openings(hours: Hours, began: float, ended: float) -> list[tuple[float, float]]:
    """When it was open between two moments, in order; what overlaps is one opening."""
    zone = ZoneInfo(hours.zone)
    first = datetime.fromtimestamp(began, UTC).astimezone(zone).date() - timedelta(days=1)
    last = datetime.fromtimestamp(ended, UTC).astimezone(zone).date()
    days = (first + timedelta(days=n) for n in range((last - first).days + 1))
    found = sorted(span for day in days for span in spans(hours, day))
    cut = [(max(a, began), min(b, ended)) for a, b in found if b > began and a < ended]
    return _merged(cut)


def _merged(cut: Iterable[tuple[float, float]]) -> list[tuple[float, float]]:
    whole: list[tuple[float, float]] = []
    for start, end in cut:
        if whole and start <= whole[-1][1]:
            whole[-1] = whole[-1][0], max(whole[-1][1], end)
        else:
            whole.append((start, end))
    return whole


def open_seconds(hours: Hours | None, began: float, ended: float) -> float:
    """Open time between two moments; without hours it is always open."""
    if ended <= began:
        return 0.0
    if hours is None:
        return ended - began
    return sum(end - start for start, end in openings(hours, began, ended))


def asynchronous(kind: str, media: str) -> bool:
    """Whether nobody sits waiting for it: SMS, messengers and e-mail, promises to phone, messages
    that were left. `kind` and `media` as in `items`."""
    return kind in (items.CALLBACK, items.MESSAGE) or media == items.ASYNC


def counted(kind: str, media: str, hours: Hours | None, began: float, ended: float) -> float:
    """Seconds between two moments as they count for such an item in a queue with those hours."""
    return open_seconds(hours if asynchronous(kind, media) else None, began, ended)


def due(hours: Hours | None, began: float, seconds: float) -> float | None:
    """When `seconds` of open time after `began` are over; None where it never opens so long."""
    if hours is None:
        return began + seconds
    zone = ZoneInfo(hours.zone)
    day = datetime.fromtimestamp(began, UTC).astimezone(zone).date() - timedelta(days=1)
    left, reached = seconds, began
    for _ in range(HORIZON):
        for start, end in sorted(spans(hours, day)):
            start = max(start, reached)
            if end - start >= left:
                return start + left
            left -= max(end - start, 0.0)
            reached = max(reached, end)
        day += timedelta(days=1)
    return None


def waits(lines: Sequence[tuple[float, str]]) -> list[tuple[float, float]]:
    """How long the person waited for each answer: (asked, answered), answered 0.0 where nobody has.

    `lines` are (at, PERSON or AGENT). The clock runs from the person's first words that nobody has
    answered until the agent's next, never while it is the person's turn; another question before
    the answer does not begin it anew.
    """
    found: list[tuple[float, float]] = []
    asked = 0.0
    for at, side in lines:
        if side == PERSON:
            asked = asked or at
        elif asked:
            found.append((asked, at))
            asked = 0.0
    return [*found, (asked, 0.0)] if asked else found
