"""Years and months: the spans whose length in days depends on where they begin.

`years(2)` and `months(3)` are periods; days, hours and minutes are plain `timedelta` values. A
period can only be added to a date or taken from one. It has no order: whether a month is longer
than thirty days cannot be answered, and guessing would get somebody's age wrong by a day.
"""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

D = TypeVar("D", bound=date)


@dataclass(frozen=True, slots=True)
class Period:
    """A number of calendar months; twelve of them are a year."""

    months: int

    def __neg__(self) -> Period:
        return Period(-self.months)

    def __radd__(self, day: D) -> D:
        """The same day of the month, or the last one there is (29 February + 1 year: 28).

        Raises ValueError when the year leaves 1..9999.
        """
        if not isinstance(day, date):
            return NotImplemented
        year, month = divmod(day.year * 12 + day.month - 1 + self.months, 12)
        if not 1 <= year <= 9999:
            raise ValueError("This date is too far away.")
        last = monthrange(year, month + 1)[1]
        return day.replace(year=year, month=month + 1, day=min(day.day, last))

    def __rsub__(self, day: D) -> D:
        return (-self).__radd__(day)
