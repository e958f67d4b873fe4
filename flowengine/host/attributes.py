"""What is known of a contact, as the JSON it is kept as, and as the values a flow works with.

Dates, times, lengths of time and exact numbers are no JSON; each is an object of one name that says
what it is, `{"$date": "2026-05-01"}`. Everything else is as it is, so that programs may write it.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterable

    from flowengine.store.records import Attribute


def encoded(value: Any) -> str:
    """The JSON of a value of a flow, "" for none."""
    return "" if value is None else msgspec.json.encode(_marked(value)).decode()


def decoded(text: str) -> Any:
    """The value again. Raises ValueError for what is no JSON."""
    return _unmarked(msgspec.json.decode(text))


def values(attributes: Iterable[Attribute]) -> dict[str, Any]:
    """Attributes by name; what cannot be read is as though it were not known."""
    found: dict[str, Any] = {}
    for one in attributes:
        try:
            found[one.name] = decoded(one.value)
        except ValueError:
            continue
    return found


def _marked(value: Any) -> Any:
    match value:
        case dict():
            return {name: _marked(one) for name, one in value.items()}
        case list() | tuple():
            return [_marked(one) for one in value]
        case datetime():
            return {"$moment": value.isoformat()}
        case date():
            return {"$date": value.isoformat()}
        case time():
            return {"$time": value.isoformat()}
        case timedelta():
            return {"$seconds": value.total_seconds()}
        case Decimal():
            return {"$number": str(value)}
    return value


_READERS: dict[str, Any] = {
    "$moment": datetime.fromisoformat,
    "$date": date.fromisoformat,
    "$time": time.fromisoformat,
    "$seconds": lambda seconds: timedelta(seconds=seconds),
    "$number": Decimal,
}


def _unmarked(value: Any) -> Any:
    match value:
        case list():
            return [_unmarked(one) for one in value]
        case dict() if len(value) == 1 and next(iter(value)) in _READERS:
            return _read(*next(iter(value.items())))
        case dict():
            return {name: _unmarked(one) for name, one in value.items()}
    return value


def _read(mark: str, value: Any) -> Any:
    try:
        return _READERS[mark](value)
    except (TypeError, InvalidOperation, OverflowError) as error:
        raise ValueError(f"{mark} is followed by something else") from error
