"""Values in the words of a language: dates, amounts, lists, plurals. Babel's data, loaded late.

English is written as in Britain (1 March 2027), because the lines we serve are in Europe; a
project that wants another order writes a pattern: `date("MM/dd/yyyy")`.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from decimal import Decimal
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from flowengine.grammar.calendars import is_persian
from flowengine.runtime import numbering, persian
from flowengine.runtime.phrases import phrase

if TYPE_CHECKING:
    from collections.abc import Sequence

    from babel import Locale

_FORMS = ("zero", "one", "two", "few", "many", "other")
_WEEK = 7
_BEFORE_A_VOWEL = {("uk", 11): "{0} об {1}"}  # об одинадцятій, but о десятій
_SIGNS = {"EUR": "€", "GBP": "£", "UAH": "₴", "USD": "$"}  # Babel has letters for some
_DIGITS = "default"  # those of the language: Babel's own default is 0 to 9 everywhere


def figures(text: str, language: str) -> str:
    """With the digits of the language."""
    return persian.figures(text) if is_persian(language) else text


def spaced(text: str, language: str) -> str:
    """One by one, to be read out: 4 7 1 1."""
    single = " ".join(text.replace(" ", ""))
    return persian.spaced(single) if is_persian(language) else single


@lru_cache(maxsize=32)
def locale(language: str) -> Locale:
    from babel import Locale, UnknownLocaleError

    try:
        return Locale.parse("en_GB" if language == "en" else language.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return Locale.parse("en_GB")


def day(value: date, style: str, language: str) -> str:
    """`style` is short, medium, long, full, or a pattern of Unicode LDML such as `dd-MM-yyyy`."""
    from babel.dates import format_date

    if is_persian(language):
        return persian.day(value, style, locale(language))
    return format_date(value, style, locale(language))


def clock(value: time | datetime, style: str, language: str) -> str:
    from babel.dates import format_time

    plain = value.time() if isinstance(value, datetime) else value
    return figures(format_time(plain, style, locale=locale(language)), language)


def moment(value: date | datetime, today: date, language: str) -> str:
    """As people say it: today at 18:00, tomorrow at 9:00, on Monday at 9:00, on 1 March at 9:00."""
    at = value.date() if isinstance(value, datetime) else value
    ahead = (at - today).days
    if ahead in (0, 1):
        when = phrase(language, ("today", "tomorrow")[ahead])
    elif 1 < ahead < _WEEK:
        when = phrase(language, "weekdays").split(",")[at.weekday()].strip()
    else:
        when = phrase(language, "on day").format(day(at, "long", language))
    if not isinstance(value, datetime):
        return when
    said = _BEFORE_A_VOWEL.get((language[:2], value.hour)) or phrase(language, "at time")
    return said.format(when, clock(value, "short", language))


def money(value: Decimal | float, currency: str, language: str) -> str:
    from babel.numbers import format_currency, format_decimal, get_currency_symbol

    chosen = locale(language)
    if not currency:
        shown = format_decimal(value, locale=chosen, numbering_system=_DIGITS)
        return figures(shown, language)
    code = currency.upper()
    shown = format_currency(
        value, code, _sum_pattern(language, whole=value == int(value)),
        locale=chosen, currency_digits=False, numbering_system=_DIGITS,
    )  # fmt: skip
    if code in _SIGNS and not is_persian(language):
        shown = shown.replace(get_currency_symbol(code, chosen), _SIGNS[code])
    return figures(shown, language)


def _sum_pattern(language: str, *, whole: bool) -> str:
    """As people write it, without pennies that there are none of: €20, 20 ₴, ۵۰٬۰۰۰ ریال."""
    if is_persian(language):
        return "#,##0 ¤" if whole else "#,##0.00 ¤"
    pattern = str(locale(language).currency_formats["standard"].pattern).partition(";")[0]
    return pattern.replace(".00", "") if whole else pattern


def items(values: Sequence[Any], language: str) -> str:
    """a, b and c."""
    from babel.lists import format_list

    return format_list([plain(value, language) for value in values], locale=locale(language))


def options(values: Sequence[Any], language: str) -> str:
    """a, b or c."""
    from babel.lists import format_list

    named = [plain(value, language) for value in values]
    return format_list(named, style="or", locale=locale(language))


def plural(count: Any, forms: Sequence[str], language: str) -> str:
    """The form for this number, in the order of the language's own (one, few, many …).

    Ukrainian and Russian have a fourth form for fractions that nobody writes: it is like the
    second, 1,5 години as 2 години.
    """
    rule = locale(language).plural_form
    tag = rule(abs(count))
    own = [form for form in _FORMS if form in rule.tags or form == "other"]
    if tag == "other" and len(forms) < len(own) and "few" in own:
        tag = "few"
    return forms[min(own.index(tag), len(forms) - 1)]


def grouped(digits: str, language: str = "en") -> str:
    """A phone number as its country writes it: +380 50 111 22 33; others in groups of three.

    A number without its country is taken for one of where the language is spoken.
    """
    found = numbering.grouped(digits, language) or _threes(digits)
    return persian.joined(found) if is_persian(language) else found


def _threes(digits: str) -> str:
    """The last group has two to four: 12 345."""
    sign, rest = ("+", digits[1:]) if digits.startswith("+") else ("", digits)
    head = len(rest) % 3
    groups = [rest[:head]] if head else []
    groups += [rest[i : i + 3] for i in range(head, len(rest), 3)]
    if groups and len(groups[0]) == 1 and len(groups) > 1:
        groups[:2] = [groups[0] + groups[1]]
    return sign + " ".join(groups)


def span(seconds: float, language: str) -> str:
    """A length of time in whole minutes: 6 minutes; never less than one."""
    whole = max(1, -int(-seconds // 60))
    return f"{figures(str(whole), language)} {_minutes(whole, language)}"


def estimate(low: float, high: float, language: str) -> str:
    """A wait as people say it, in whole minutes: about 4 to 6 minutes. Both in seconds."""
    least, most = max(1, int(low // 60)), max(1, -int(-high // 60))
    if least >= most:
        return phrase(language, "about").format(span(high, language))
    bounds = phrase(language, "from to").format(least, most)
    said = f"{figures(bounds, language)} {_minutes(most, language)}"
    return phrase(language, "about").format(said)


def _minutes(count: int, language: str) -> str:
    forms = [form.strip() for form in phrase(language, "minutes").split(",")]
    return plural(count, forms, language)


def plain(value: Any, language: str) -> str:
    """Any value where a text stands and no filter was written. Unset is empty."""
    match value:
        case None:
            return ""
        case bool():
            return phrase(language, "yes" if value else "no")
        case str():
            return str(value)
        case int() | float() | Decimal():
            return _number(value, language)
        case list() | tuple():
            return items(value, language)
        case dict():
            return next((plain(v, language) for v in value.values() if isinstance(v, str)), "")
    return _when(value, language)


def _number(value: float | Decimal, language: str) -> str:
    """To the last figure and without groups: it may be a year or a code."""
    shown = f"{value:f}" if isinstance(value, Decimal) else f"{value:.10g}"
    if isinstance(value, int):
        shown = str(value)
    if is_persian(language):
        return persian.number(shown)
    return shown.replace(".", _point(language)) if "." in shown else shown


@lru_cache(maxsize=32)
def _point(language: str) -> str:
    """What stands before the fraction: 4.5 and 4,5."""
    from babel.numbers import get_decimal_symbol

    return get_decimal_symbol(locale(language))


def _when(value: Any, language: str) -> str:
    match value:
        case datetime():
            return f"{day(value, 'long', language)}, {clock(value, 'short', language)}"
        case date():
            return day(value, "long", language)
        case time():
            return clock(value, "short", language)
        case timedelta():
            return span(value.total_seconds(), language)
    return str(value)
