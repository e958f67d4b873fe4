"""A day, a time of day, or both, as the one moment that is meant, in the flow's zone."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from flowengine.runtime import values as known
from flowengine.runtime.trouble import Trouble

if TYPE_CHECKING:
    from flowengine.runtime.values import Values


def moment(values: Values, day: date, hour: time) -> datetime:
    return datetime.combine(day, hour, ZoneInfo(values.turn.program.zone))


def seconds(values: Values, value: Any) -> float:
    """POSIX seconds: of a day its beginning, of a time of day the next one that comes.

    Raises Trouble, in a sentence for the author, for what is no moment.
    """
    now = known.now(values)
    match value:
        case datetime():
            return (value if value.tzinfo else value.replace(tzinfo=now.tzinfo)).timestamp()
        case date():
            return moment(values, value, time(0)).timestamp()
        case time():
            today = moment(values, now.date(), value)
            return (today if today >= now else today + timedelta(days=1)).timestamp()
    raise Trouble("A call can be promised for a day or a time, and this is neither.")
