"""What stands behind a dot or in square brackets, when a conversation runs.

A field is the key of a record, the place of an item in a list, or one of the few parts that dates,
times and texts have. A field that is not there is unset. Python's own attributes are never reached.
"""

from __future__ import annotations

from datetime import date, datetime, time
from typing import TYPE_CHECKING

from flowengine.language.week import DAYS

if TYPE_CHECKING:
    from collections.abc import Callable

_DAY: dict[object, Callable[[date], object]] = {
    "year": lambda day: day.year,
    "month": lambda day: day.month,
    "day": lambda day: day.day,
    "weekday": lambda day: DAYS[day.weekday()],
}
_CLOCK: dict[object, Callable[[time | datetime], object]] = {
    "hour": lambda clock: clock.hour,
    "minute": lambda clock: clock.minute,
}


def field(value: object, key: object) -> object:
    """The field `key` of a value, or None. A key that cannot be one raises TypeError."""
    if isinstance(value, dict):
        found: object = value.get(key)
        return len(value) if found is None and key == "count" and key not in value else found
    if isinstance(value, list | tuple):
        return _item(value, key)
    if isinstance(value, str):
        return _of_text(value, key)
    return _of_moment(value, key)


def _item(items: list[object] | tuple[object, ...], key: object) -> object:
    if key == "count":
        return len(items)
    if isinstance(key, int) and -len(items) <= key < len(items):
        return items[key]
    return None


def _of_text(text: str, key: object) -> object:
    if key == "lines":
        return text.splitlines()
    return len(text) if key == "count" else None


def _of_moment(value: object, key: object) -> object:
    if isinstance(value, date) and key in _DAY:
        return _DAY[key](value)
    if isinstance(value, time | datetime) and key in _CLOCK:
        return _CLOCK[key](value)
    return None
