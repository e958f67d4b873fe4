"""Opening hours that can be true: a zone that exists, intervals that fit, and not always closed."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, time
from functools import cache
from itertools import pairwise
from zoneinfo import available_timezones

from flowengine.language import nodes
from flowengine.language.checks.guess import mend
from flowengine.language.checks.scope import Scope
from flowengine.language.diagnostics import Diagnostic


def hours_open(scope: Scope) -> Iterator[Diagnostic]:
    """FE134: dates and holidays are exceptions, so they do not count as being open."""
    for hours in scope.file.hours:
        usual = [line for line in hours.lines if _is_usual(line)]
        if not any(line.intervals for line in usual):
            yield scope.warning(
                "FE134",
                hours.name,
                f"`{hours.name.text}` is never open on an ordinary day.",
                "Add a line such as `every day 9:00-17:00` or `mon-fri 9:00-17:00`.",
            )


def _is_usual(line: nodes.HoursLine) -> bool:
    return not isinstance(line.days, date) and "holidays" not in line.days


def zones_exist(scope: Scope) -> Iterator[Diagnostic]:
    """FE135"""
    for hours in scope.file.hours:
        zone = hours.zone
        if zone is not None and zone not in _zones():
            city = (name for name in sorted(_zones()) if name.endswith(f"/{zone.title()}"))
            hint = mend(next(city, zone), _zones(), "Zones are named by city, as in Europe/Kyiv.")
            at = nodes.Node(_where(scope, hours, zone))
            yield scope.mistake("FE135", at, f"There is no time zone `{zone}`.", hint)


def _where(scope: Scope, hours: nodes.Hours, zone: str) -> nodes.Span:
    """The zone's own place: it is the one word of a flow that the tree keeps without its span."""
    for number in range(hours.span.line, hours.span.end_line + 1):
        line = scope.lines[number - 1] if number <= len(scope.lines) else ""
        column = line.find(zone) + 1
        if column:
            return nodes.Span(number, column, number, column + len(zone))
    return hours.name.span


@cache
def _zones() -> frozenset[str]:
    return frozenset(available_timezones())


def intervals_fit(scope: Scope) -> Iterator[Diagnostic]:
    """FE136: intervals of one line that overlap, or a day that two lines are about."""
    for hours in scope.file.hours:
        seen: dict[str | date, nodes.HoursLine] = {}
        for line in hours.lines:
            yield from _overlaps(scope, line)
            for day in (line.days,) if isinstance(line.days, date) else line.days:
                first = seen.setdefault(day, line)
                if first is not line:
                    yield scope.mistake(
                        "FE136",
                        line,
                        f"Line {first.span.line} is already about {_day(day)}.",
                        "Join both lines: `sat 9:00-12:00, 14:00-17:00`.",
                    )
                    break


def intervals_have_a_length(scope: Scope) -> Iterator[Diagnostic]:
    """FE200: `9:00-9:00` opens for a day and a night, which nobody reads in it."""
    for interval in scope.index.nodes(nodes.Interval):
        if interval.start == interval.end and not _is_whole_day(scope, interval):
            begin = f"{interval.start.hour}:{interval.start.minute:02}"
            yield scope.mistake(
                "FE200",
                interval,
                f"This begins and ends at {begin}: it could mean never as well as always.",
                "Write `00:00-24:00` for the whole day, or `closed`.",
            )


def _is_whole_day(scope: Scope, interval: nodes.Interval) -> bool:
    """`00:00-24:00`: the tree has one midnight for both, so the line itself is looked at."""
    span = interval.span
    line = "".join(scope.lines[span.line - 1 : span.line])
    return interval.start == time(0) and "24:00" in line[span.column - 1 : span.end_column - 1]


def _day(day: str | date) -> str:
    return f"`{day}`" if isinstance(day, str) else day.isoformat()


def _overlaps(scope: Scope, line: nodes.HoursLine) -> Iterator[Diagnostic]:
    """An end at or before the start means past midnight, so only the last may have one."""
    ordered = sorted(line.intervals, key=lambda interval: interval.start)
    for first, second in pairwise(ordered):
        if first.end <= first.start or second.start < first.end:
            yield scope.mistake(
                "FE136",
                second,
                "This interval begins before the one before it is over.",
                "Join them, or correct one of the times.",
            )


def countries_have_holidays(scope: Scope) -> Iterator[Diagnostic]:
    """FE137"""
    for line in scope.index.nodes(nodes.HoursLine):
        if line.country is None and line.days == ("holidays",):
            yield scope.mistake(
                "FE137",
                line,
                "This line does not say whose holidays it means.",
                "Write the country with two letters, as in `holidays UA`.",
            )
        elif line.country is not None and line.country.text.upper() not in _countries():
            yield scope.mistake(
                "FE137",
                line.country,
                f"The holidays of `{line.country.text.upper()}` are not known.",
                "Write the country with two letters, as in `holidays UA`.",
            )


@cache
def _countries() -> frozenset[str]:
    """Loaded late: it takes a tenth of a second, and few flows name a country."""
    from holidays.registry import COUNTRIES

    return frozenset(name for names in COUNTRIES.values() for name in names if len(name) == 2)
