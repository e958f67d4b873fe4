"""What Persian writes its own way: dates of the Persian calendar, its digits, numbers kept whole.

Babel knows Gregorian dates only. Patterns are those of Unicode LDML, as for every language, but
year, month and day are those of the Persian calendar; the weekday is the same in both. A text
that runs from right to left turns a number with blanks and signs about, so telephone numbers are
joined by hyphens, which belong to a number (Unicode Standard Annex 9, rule W4).
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from flowengine.grammar.calendars import PERSIAN

if TYPE_CHECKING:
    from datetime import date

    from babel import Locale
    from babel.dates import DateTimeFormat

_IRAN = (
    "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور",
    "مهر", "آبان", "آذر", "دی", "بهمن", "اسفند",
)  # fmt: skip
_AFGHANISTAN = (
    "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
)  # fmt: skip
_STYLES = {
    "short": "yyyy/MM/dd",
    "medium": "d MMMM yyyy",
    "long": "d MMMM yyyy",
    "full": "EEEE d MMMM yyyy",
}
_DIGITS = str.maketrans("0123456789", "۰۱۲۳۴۵۶۷۸۹")
_LEFT_TO_RIGHT = "\u200e"  # keeps a plus before its number, and single digits in their order


def day(value: date, style: str, locale: Locale) -> str:
    """۱۵ اسفند ۱۴۰۵; `style` is short, medium, long, full, or a pattern of Unicode LDML."""
    from babel.dates import parse_pattern

    return figures(parse_pattern(_STYLES.get(style, style)) % _format()(value, locale))


def figures(text: str) -> str:
    """The text with ۰ to ۹ for 0 to 9."""
    return text.translate(_DIGITS)


def number(text: str) -> str:
    """۲٫۵ for 2.5"""
    return figures(text.replace(".", "٫"))


def spaced(digits: str) -> str:
    """Digits one by one, in the order in which they are read out."""
    return _LEFT_TO_RIGHT + figures(digits)


def joined(groups: str) -> str:
    """A phone number in groups as one number: ۰۹۱۲-۳۴۵-۶۷۸۹."""
    digits = figures(groups.replace(" ", "-"))
    return _LEFT_TO_RIGHT + digits if digits.startswith("+") else digits


@lru_cache(maxsize=1)
def _format() -> type[DateTimeFormat]:
    """Babel's, with another year, month and day; what it does not name is the Gregorian one's."""
    from babel.dates import DateTimeFormat

    class PersianFormat(DateTimeFormat):
        value: date

        def __getitem__(self, name: str) -> str:
            return _field(self.value, name, self.locale) or super().__getitem__(name)

    return PersianFormat


def _field(value: date, name: str, locale: Locale) -> str:
    """One field of a pattern; empty when both calendars say the same."""
    (year, month, number), width = PERSIAN.parts(value), len(name)
    match name[0]:
        case "y":
            return f"{year % 100:02d}" if width == 2 else f"{year:0{width}d}"
        case "M" | "L" if width > 2:
            return (_AFGHANISTAN if locale.territory == "AF" else _IRAN)[month - 1]
        case "M" | "L":
            return f"{month:0{width}d}"
        case "d":
            return f"{number:0{width}d}"
    return ""
