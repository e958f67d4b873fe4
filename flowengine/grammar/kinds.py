"""Every kind of value by the word an author uses for it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.grammar import (
    dates,
    digits,
    durations,
    emails,
    money,
    names,
    numbers,
    phones,
    times,
    yesno,
)

if TYPE_CHECKING:
    from flowengine.grammar.reading import Kind

KINDS: dict[str, Kind] = {
    "number": numbers.KIND,
    "digits": digits.KIND,
    "yes/no": yesno.KIND,
    "date": dates.KIND,
    "time": times.KIND,
    "phone": phones.KIND,
    "email": emails.KIND,
    "money": money.KIND,
    "duration": durations.KIND,
    "name": names.KIND,
}
