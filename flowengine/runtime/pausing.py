"""`wait 5s`, `wait until tomorrow 9:00`: a timer, and on when it is due."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flowengine.language.week import DAYS
from flowengine.runtime import effects as fx
from flowengine.runtime import values as known

if TYPE_CHECKING:
    from flowengine.language import program as p
    from flowengine.runtime.turn import Turn

PAUSE = "pause"


def enter(turn: Turn, wait: p.Pause) -> None:
    if turn.asked is not None:
        return
    turn.rest(wait)
    turn.emit(fx.Timer(turn=turn.number, timer=PAUSE, seconds=_seconds(turn, wait)))


def _seconds(turn: Turn, wait: p.Pause) -> float:
    if wait.day is None:
        return wait.seconds
    moment = known.now(turn.values)
    at = wait.at or time(0)
    goal = datetime.combine(_day(moment.date(), wait.day), at, ZoneInfo(turn.program.zone))
    if goal <= moment:
        goal += timedelta(days=_again(wait.day))
    return max(0.0, (goal.astimezone(UTC) - moment.astimezone(UTC)).total_seconds())


def _again(day: Any) -> int:
    """Days until there is such a day again: a time alone is daily, a weekday weekly."""
    return 1 if day == "" else 7 if _weekday(day) else 0


def _weekday(day: Any) -> bool:
    return isinstance(day, str) and day[:3] in DAYS


def _day(today: date, day: Any) -> date:
    if isinstance(day, date):
        return day
    if not _weekday(day):
        return today + timedelta(days=day == "tomorrow")
    return today + timedelta(days=(DAYS.index(day[:3]) - today.weekday()) % 7)
