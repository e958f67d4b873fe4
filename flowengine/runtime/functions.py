"""What each filter, test and function does. The vocabulary says what may be written.

Every entry takes the values first, then its arguments, which the checker has typed as far as it
could; what it could not know (a field of a fetched record) may still be of a wrong type, and then
a ValueError or TypeError becomes a fault at the place of the expression.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from flowengine.language.expressions.period import Period
from flowengine.runtime import formats, lookup, moments
from flowengine.runtime import values as known

if TYPE_CHECKING:
    from flowengine.runtime.values import Values

Function = Callable[..., Any]


def _language(values: Values) -> str:
    return values.turn.language


def _date(values: Values, moment: date, style: str = "long") -> str:
    return formats.day(moment, style, _language(values))


def _time(values: Values, moment: time | datetime, style: str = "short") -> str:
    return formats.clock(moment, style, _language(values))


def _day(_: Values, year: int, month: int, day: int) -> date | None:
    """Unset where there is no such day."""
    try:
        return date(year, month, day)
    except (ValueError, OverflowError):
        return None


def _clock(_: Values, text: str) -> time:
    """Raises ValueError for what is no time of day."""
    hour, _colon, minute = text.partition(":")
    try:
        return time(int(hour), int(minute or 0))
    except ValueError:
        raise ValueError(f"`{text}` is not a time of day.") from None


def _when(values: Values, moment: date | datetime | time) -> str:
    today = known.today(values)
    if isinstance(moment, time):
        return formats.clock(moment, "short", _language(values))
    return formats.moment(moment, today, _language(values))


def _money(values: Values, amount: Any, currency: str = "") -> str:
    return formats.money(Decimal(str(amount)), currency, _language(values))


def _phone(values: Values, number: str, *_rest: Any) -> str:
    return formats.grouped(number, _language(values))


def _digits(values: Values, value: Any) -> str:
    return formats.spaced(str(value), _language(values))


def _in_an_address(_: Values, value: Any) -> str:
    """As machines read it, whatever is spoken: 2027-03-06, 12.5, true."""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, date | time):
        return value.isoformat()
    return formats.plain(value, "en")


def _range(values: Values, wait: Any) -> str:
    if isinstance(wait, list | tuple) and len(wait) == 2:
        return formats.estimate(wait[0], wait[1], _language(values))
    return formats.plain(wait, _language(values))


def _first(_: Values, items: Any, count: int | None = None) -> Any:
    return (items[0] if items else None) if count is None else list(items[:count])


def _last(_: Values, items: Any, count: int | None = None) -> Any:
    if count is None:
        return items[-1] if items else None
    return list(items[max(0, len(items) - count) :])


def _number(_: Values, text: Any) -> int | float | Decimal | None:
    if isinstance(text, int | float | Decimal):
        return text
    try:
        exact = Decimal(str(text).strip().replace(" ", "").replace(",", "."))
    except InvalidOperation:
        return None
    if not exact.is_finite() or abs(exact.adjusted()) > 18:
        return None
    return int(exact) if exact == int(exact) else exact


def _round(_: Values, number: Any, places: int = 0) -> Any:
    exact = round(Decimal(str(number)), places)
    return int(exact) if exact == int(exact) else exact


def _weekend(_: Values, day: date) -> bool:
    return day.weekday() >= 5


def _luhn(_: Values, digits: Any) -> bool:
    """ISO/IEC 7812-1, annex B."""
    text = str(digits).replace(" ", "")
    if not (text.isascii() and text.isdigit()):
        return False
    doubled = (int(d) * (2 if i % 2 else 1) for i, d in enumerate(reversed(text)))
    return sum(d - 9 if d > 9 else d for d in doubled) % 10 == 0


def _sa_id(values: Values, digits: Any) -> bool:
    """A South African identity number: 13 digits, born on a real day, with a Luhn check digit."""
    text = str(digits)
    if len(text) != 13 or not _luhn(values, text):
        return False
    return any(
        _day(values, century + int(text[:2]), int(text[2:4]), int(text[4:6])) is not None
        for century in (1900, 2000)
    )


def _years_ago(values: Values, years: int) -> date:
    return known.today(values) - Period(12 * years)


def _phone_number(number: str) -> str:
    return "".join(c for c in number if c.isdigit() or c == "+")


def _plain(function: Callable[..., Any]) -> Function:
    """For what needs to know nothing of the conversation."""
    return lambda _, *arguments: function(*arguments)


FUNCTIONS: dict[str, Function] = {
    "in an address": _in_an_address,
    "text": lambda values, value: formats.plain(value, _language(values)),
    "date": _date,
    "time": _time,
    "when": _when,
    "money": _money,
    "digits": _digits,
    "phone": _phone,
    "range": _range,
    "plural": lambda values, count, *forms: formats.plural(count, forms, _language(values)),
    "list": lambda values, items: formats.items(items, _language(values)),
    "first": _first,
    "last": _last,
    "count": _plain(len),
    "upper": _plain(str.upper),
    "lower": _plain(str.lower),
    "trim": _plain(str.strip),
    "cut": _plain(lambda text, most: text if len(text) <= most else text[: most - 1] + "…"),
    "round": _round,
    "join": lambda values, items, by=", ": by.join(
        formats.plain(item, _language(values)) for item in items
    ),
    "number": _number,
    "is open": known.is_open,
    "is closed": lambda values, subject: not known.is_open(values, subject),
    "is open_at": known.open_at,
    "is weekend": _weekend,
    "is even": _plain(lambda number: number % 2 == 0),
    "is odd": _plain(lambda number: number % 2 == 1),
    "is luhn": _luhn,
    "is sa_id": _sa_id,
    "is alphanumeric": _plain(lambda text: text.replace(" ", "").isalnum()),
    "date()": _day,
    "time()": _clock,
    "phone()": _plain(_phone_number),
    "years()": _plain(lambda count: Period(12 * count)),
    "months()": _plain(Period),
    "weeks()": _plain(lambda count: timedelta(weeks=count)),
    "days()": _plain(lambda count: timedelta(days=count)),
    "hours()": _plain(lambda count: timedelta(hours=count)),
    "minutes()": _plain(lambda count: timedelta(minutes=count)),
    "years_ago()": _years_ago,
    "moment()": moments.moment,
    "key()": lookup.key,
    "word()": lookup.word,
    "abs()": _plain(abs),
    "min()": _plain(min),
    "max()": _plain(max),
}
