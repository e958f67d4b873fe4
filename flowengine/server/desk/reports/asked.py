"""What a reader asked for: a period, some queues, channels, languages and agents, and by what the
rows are made. A value that makes no sense counts as one that was not given."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from flowengine.desk.reports import AGENT, CHANNEL, INTERVAL, LANGUAGE, QUEUE
from flowengine.host.desk.reporting import LONGEST, Question
from flowengine.runtime import formats

if TYPE_CHECKING:
    from flowengine.server.desk.words import Words

TODAY, YESTERDAY, CHOSEN = "today", "yesterday", "chosen"
PERIODS = (TODAY, YESTERDAY, "7", "28", "91", CHOSEN)
QUARTER, HOUR, DAY, WEEK = "15", "60", "day", "week"
SPANS = (QUARTER, HOUR, DAY, WEEK)
WIDEST = 200  # intervals of one chart
_SECONDS = {QUARTER: 900.0, HOUR: 3600.0, DAY: 86_400.0, WEEK: 604_800.0}
ROWS = (QUEUE, CHANNEL, LANGUAGE, AGENT, INTERVAL)


@dataclass(frozen=True, slots=True)
class Asked:
    """`first` and `last` are days as `zone` counts them, both within. The others are "" for all."""

    period: str
    first: date
    last: date
    zone: str
    span: str
    by: str = QUEUE
    queue: str = ""
    channel: str = ""
    language: str = ""
    agent: str = ""

    @property
    def since(self) -> float:
        return _begin(self.first, self.zone)

    @property
    def until(self) -> float:
        return _begin(self.last + timedelta(days=1), self.zone)

    @property
    def careful(self) -> bool:
        """Whether small numbers could tell who somebody is."""
        return self.by == LANGUAGE or bool(self.language)

    def question(self, queues: tuple[str, ...]) -> Question:
        """`queues` are those that the reader may see, nothing where all."""
        return Question(
            self.since,
            self.until,
            queues=(self.queue,) if self.queue else queues,
            channels=(self.channel,) if self.channel else (),
            languages=(self.language,) if self.language else (),
            agents=(self.agent,) if self.agent else (),
        )

    def begins(self, at: float) -> float:
        """The beginning of the interval in which a moment lies, by the clock of the zone."""
        return begins(at, self.span, self.zone)

    def intervals(self, now: float) -> list[float]:
        """All of the period up to now, also those in which nothing was."""
        step = min(_SECONDS[self.span], 86_400.0)
        count = int((min(self.until, max(now, self.since + 1)) - self.since - 1e-6) // step) + 1
        # A day more: one of 23 hours must not swallow the last.
        found = dict.fromkeys(self.begins(self.since + step * n) for n in range(count + 1))
        return [one for one in found if self.begins(self.since) <= one < min(self.until, now + 1)]


def read(given: Callable[[str], str], now: float, zone: str) -> Asked:
    """`given` answers what the address says under a name, "" for nothing."""
    today = datetime.fromtimestamp(now, UTC).astimezone(ZoneInfo(zone)).date()
    period = given("period") or ("7" if not given("from") else CHOSEN)
    period = period if period in PERIODS else "7"
    first, last = _days(period, given, today)
    if period == given("was") and (day(given("from")), day(given("to"))) != (first, last):
        period = CHOSEN  # the days of the form were changed, and not the period
        first, last = _days(period, given, today)
    by = given("by")
    return Asked(
        period=period,
        first=first,
        last=last,
        zone=zone,
        span=_span(given("span"), (last - first).days + 1),
        by=by if by in ROWS else QUEUE,
        queue=given("queue"),
        channel=given("channel"),
        language=given("language"),
        agent=given("agent"),
    )


def _days(period: str, given: Callable[[str], str], today: date) -> tuple[date, date]:
    if period == TODAY:
        return today, today
    if period == YESTERDAY:
        return today - timedelta(days=1), today - timedelta(days=1)
    if period != CHOSEN:
        return today - timedelta(days=int(period) - 1), today
    last = day(given("to")) or today
    first = day(given("from")) or last
    first, last = min(first, last), max(first, last)
    return max(first, last - timedelta(seconds=LONGEST)), last


def day(text: str) -> date | None:
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2999, 12, 31) else None


def _span(wanted: str, days: int) -> str:
    """The wanted one, or one that gives a chart that can be read."""
    if wanted not in SPANS:
        wanted = HOUR if days <= 2 else DAY if days <= 92 else WEEK
    place = SPANS.index(wanted)
    return next((one for one in SPANS[place:] if days * 86_400.0 / _SECONDS[one] <= WIDEST), WEEK)


def begins(at: float, span: str, zone: str) -> float:
    moment = _there(at, zone)
    if span == QUARTER:
        return at // 900.0 * 900.0
    if span == HOUR:
        return at - moment.minute * 60.0 - moment.second - moment.microsecond / 1e6
    first = moment.date() - timedelta(days=moment.weekday() if span == WEEK else 0)
    return _begin(first, zone)


def _begin(first: date, zone: str) -> float:
    return datetime.combine(first, time(), ZoneInfo(zone)).timestamp()


def read_label(at: float, span: str, zone: str, told: Words) -> str:
    """An interval as its reader writes it."""
    moment = _there(at, zone)
    day = formats.day(moment.date(), "medium", told.language)
    if span in (DAY, WEEK):
        return day
    return told["comma"].join((day, formats.clock(moment, "HH:mm", told.language)))


def ticks(moments: Sequence[float], span: str, zone: str, told: Words) -> list[str]:
    """Intervals as they stand below a chart: days without their year, hours without their day
    where all are of one."""
    found = [_there(at, zone) for at in moments]
    days = [formats.day(one.date(), "d MMM", told.language) for one in found]
    if span in (DAY, WEEK):
        return days
    clocks = [formats.clock(one, "HH:mm", told.language) for one in found]
    if len(set(days)) <= 1:
        return clocks
    return [f"{day} {clock}" for day, clock in zip(days, clocks, strict=True)]


def period(asked: Asked, told: Words) -> str:
    """Its first day and its last, as the reader writes them."""
    days = (asked.first,) if asked.first == asked.last else (asked.first, asked.last)
    return " – ".join(formats.day(one, "medium", told.language) for one in days)


def _there(at: float, zone: str) -> datetime:
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone))


def label(at: float, span: str, zone: str) -> str:
    """An interval for files that other programs read."""
    return _there(at, zone).strftime("%Y-%m-%d" if span in (DAY, WEEK) else "%Y-%m-%d %H:%M")


def named(values: Mapping[str, str]) -> Callable[[str], str]:
    """A way to read from a mapping."""
    return lambda name: values.get(name, "")
