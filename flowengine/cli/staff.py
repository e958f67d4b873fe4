"""`flowengine staff`: how many people are needed at the desk, interval by interval, and what a plan
would come to."""

from __future__ import annotations

import argparse
import math
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from flowengine.cli.beside import beside, store_argument
from flowengine.cli.counting import many
from flowengine.cli.refusal import Refusal

if TYPE_CHECKING:
    from argparse import Namespace
    from collections.abc import Sequence
    from datetime import date

    from flowengine.desk.forecast import Interval
    from flowengine.desk.log import Entry
    from flowengine.desk.planning import Planned, Tried
    from flowengine.desk.staffing import Goal
    from flowengine.desk.waits import Figures
    from flowengine.language.program import Hours
    from flowengine.store.verbs import Store

WEEK = 7 * 24 * 3600.0
FEW = 20  # talks below which nothing can be learnt


def register(commands: Any) -> None:
    command = commands.add_parser(
        "staff",
        help="say how many people a queue needs, half hour by half hour",
        description="Forecasts a day from the desk's log, or takes --calls an hour, and counts by"
        " Erlang A, which knows that people give up. Erlang C stands beside it.",
    )
    command.add_argument("queue", nargs="?", default="", metavar="QUEUE", help="as in the flow")
    store_argument(command)
    add = command.add_argument
    add("--day", default="", metavar="DATE", help="which day, as 2026-11-30; else tomorrow")
    add("--zone", default="UTC", metavar="ZONE", help="of the day, as Europe/Kyiv")
    add("--flows", type=Path, metavar="FOLDER",
        help="when the queue is open: closed hours and holidays are left out")  # fmt: skip
    add("--minutes", type=int, default=30, choices=(15, 30, 60), help="of an interval")
    add("--weeks", type=int, default=6, metavar="N", help="of which the forecast is the median")
    add("--calls", type=_positive, metavar="N", help="people an hour, in the place of a forecast")
    add("--aht", type=_positive, metavar="SECONDS", help="handling time with wrap-up; else learnt")
    add("--patience", type=_positive, metavar="SECONDS", help="mean, until people give up")
    add("--within", type=_positive, default=60.0, metavar="SECONDS", help="to answer in")
    add("--share", type=_share, default=0.8, metavar="PERCENT", help="of people, in that time")
    add("--abandoned", type=_share, default=1.0, metavar="PERCENT", help="may give up at most")
    add("--shrinkage", type=_share, default=0.0, metavar="PERCENT", help="of time is not worked")
    add("--what-if", type=int, nargs="?", const=-1, metavar="AGENTS",
        help="try it out: with the plan, or with so many all day")  # fmt: skip
    add("--seed", type=int, default=1, metavar="N", help="of the chance with which it is tried")
    command.set_defaults(run=run)


def _number(text: str) -> float:
    try:
        return float(text)
    except ValueError as error:
        raise argparse.ArgumentTypeError(f"{text} is not a number.") from error


def _positive(text: str) -> float:
    number = _number(text)
    if not 0 < number < math.inf:
        raise argparse.ArgumentTypeError("Give a number greater than nothing.")
    return number


def _share(text: str) -> float:
    number = _number(text.removesuffix("%")) / 100.0
    if not 0 <= number < 1:
        raise argparse.ArgumentTypeError("Give per cent, from 0 to 99.")
    return number


def run(chosen: Namespace) -> int:
    """Raises Refusal."""
    from flowengine.desk.staffing import Goal

    goal = Goal(chosen.share, chosen.within, chosen.abandoned or 1.0, chosen.shrinkage)
    if chosen.calls is not None:
        if chosen.aht is None:
            raise Refusal("Say how long a talk takes with its wrap-up, for example --aht 900.")
        return _one_hour(chosen, goal)
    if not chosen.queue:
        raise Refusal("Name the queue, or people an hour: --calls 20 --aht 900 --patience 180.")
    return beside(chosen.store, lambda store: _from_log(store, chosen, goal))


def _one_hour(chosen: Namespace, goal: Goal) -> int:
    from flowengine.desk.forecast import Interval
    from flowengine.desk.waits import Figures

    hour = Interval(0.0, 60, chosen.calls, 1)
    _tell(chosen, [hour], Figures(0, chosen.aht, chosen.patience or math.inf), goal)
    return 0


async def _from_log(store: Store, chosen: Namespace, goal: Goal) -> int:
    from flowengine.host.desk.reporting import entries

    day, hours = _day(chosen), _hours(chosen)
    since = time.time() - WEEK * (chosen.weeks + 1)
    own = [one for one in await entries(store, since) if one.queue == chosen.queue]
    figures = _learnt(own, chosen)
    busy = _expected(own, day, hours, chosen)
    print(f"{chosen.queue}, {day:%A} {day}, from {busy[0].weeks} weeks before;"
          f" {many(figures.handled, 'talk')} of {figures.aht:.0f} s with wrap-up,"
          f" {_patience(figures.patience)}.")  # fmt: skip
    _tell(chosen, busy, figures, goal)
    return 0


def _hours(chosen: Namespace) -> Hours | None:
    """When the queue is open; None where nobody says."""
    from flowengine.cli.why import terms

    if chosen.flows is None:
        return None
    known = terms(chosen.flows)
    if chosen.queue not in known:
        raise Refusal(f"No flow of {chosen.flows} has a queue {chosen.queue}. Name another one.")
    return known[chosen.queue].hours


def _expected(
    own: Sequence[Entry], day: date, hours: Hours | None, chosen: Namespace
) -> list[Interval]:
    from flowengine.desk.forecast import arrivals, counted, forecast

    counts = counted(arrivals(own), chosen.zone, chosen.minutes)
    intervals = forecast(counts, day, chosen.zone, chosen.minutes, chosen.weeks, hours)
    if not intervals:
        raise Refusal(f"{chosen.queue} is closed on {day}, so nobody is needed. Try another --day.")
    busy = [one for one in intervals if one.expected > 0]
    if not busy:
        raise Refusal(f"In the weeks before {day}, nobody came on that weekday. Try --calls.")
    return busy


def _learnt(entries: Sequence[Entry], chosen: Namespace) -> Figures:
    from flowengine.desk import waits

    found = waits.learn(entries).get(chosen.queue, waits.Figures(0, 0.0, math.inf))
    if chosen.aht is None and found.handled < FEW:
        raise Refusal(
            f"The log has {many(found.handled, 'talk')} of {chosen.queue}, too few to learn from."
            " Say how long one takes: --aht 900 --patience 180."
        )
    return waits.Figures(found.handled, chosen.aht or found.aht, chosen.patience or found.patience)


def _day(chosen: Namespace) -> date:
    from datetime import UTC, date, datetime, timedelta
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        zone = ZoneInfo(chosen.zone)
        if chosen.day:
            return date.fromisoformat(chosen.day)
    except (ZoneInfoNotFoundError, ValueError) as error:
        raise Refusal(f"{error}. Write --day 2026-11-30 --zone Europe/Kyiv.") from error
    return (datetime.now(UTC).astimezone(zone) + timedelta(days=1)).date()


# ---------------------------------------------------------------- the table


def _tell(chosen: Namespace, intervals: list[Interval], figures: Figures, goal: Goal) -> None:
    from flowengine.desk.planning import plan

    try:
        planned = plan(intervals, figures.aht, figures.patience, goal)
    except ValueError as error:
        raise Refusal(str(error)) from error
    print(f"Goal: {goal.share:.0%} of those who come answered within {goal.within:.0f} s.")
    print("                        Erlang A                                 Erlang C")
    print("from    people  load    agents  rostered  in time  give up  busy    agents  in time")
    for one in planned:
        print(_row(one, chosen.zone if chosen.calls is None else ""))
    hours = sum(one.need.agents * one.interval.minutes / 60.0 for one in planned)
    print(f"{hours:.1f} hours of people at the desk.")
    if chosen.what_if is not None:
        _try(chosen, planned, figures, goal)


def _row(one: Planned, zone: str) -> str:
    need, line = one.need, one.need.line
    return (
        f"{_clock(one.interval.begins, zone):<6}  {one.interval.expected:>6.1f}  {need.load:>4.1f}"
        f"    {need.agents:>6}  {need.rostered:>8}  {line.within:>7.0%}  {line.abandoned:>7.1%}"
        f"  {line.occupancy:>4.0%}    {need.simple:>6}  {need.simple_line.within:>7.0%}"
    )


def _clock(at: float, zone: str) -> str:
    from datetime import UTC, datetime
    from zoneinfo import ZoneInfo

    if not zone:
        return "hour"
    return datetime.fromtimestamp(at, UTC).astimezone(ZoneInfo(zone)).strftime("%H:%M")


def _patience(seconds: float) -> str:
    return "nobody gave up" if math.isinf(seconds) else f"patience {seconds:.0f} s"


def _try(chosen: Namespace, planned: Sequence[Planned], figures: Figures, goal: Goal) -> None:
    from dataclasses import replace
    from random import Random

    from flowengine.desk.planning import tried

    if chosen.calls is not None:  # an hour like that all day long, so that the line fills up
        planned = [
            replace(planned[0], interval=replace(planned[0].interval, begins=hour * 3600.0))
            for hour in range(24)
        ]
    needed = [one.need.agents for one in planned]
    agents = needed if chosen.what_if < 0 else [chosen.what_if] * len(planned)
    found = tried(
        [one.interval for one in planned],
        agents,
        figures.aht,
        figures.patience,
        goal.within,
        Random(chosen.seed),  # noqa: S311 - a simulation; nothing is kept secret by it
    )
    print(_words(found, "the plan" if chosen.what_if < 0 else f"{chosen.what_if} all the time"))


def _words(found: Tried, plan: str) -> str:
    if found.within is None or found.abandoned is None or found.asa is None:
        return f"Tried over 20 days with {plan}: nobody came."
    return (
        f"Tried over 20 days with {plan}: of {found.people:.0f} people {found.within:.0%} answered"
        f" in time, {found.abandoned:.1%} gave up, mean wait {found.asa:.0f} s,"
        f" agents busy {found.occupancy or 0.0:.0%}."
    )
