"""Persian: days of the Persian calendar as ordinals, hours with «ساعت», figures joined by «و»."""

from __future__ import annotations

import re

from flowengine.speech.voices.aloud.tongues.tongue import Clock, Noun, Tongue

_SMALL = (
    "صفر یک دو سه چهار پنج شش هفت هشت نه ده یازده دوازده سیزده چهارده پانزده شانزده هفده هجده نوزده"
).split()
_TENS = ("", "", "بیست", "سی", "چهل", "پنجاه", "شصت", "هفتاد", "هشتاد", "نود")
_HUNDREDS = (
    "", "صد", "دویست", "سیصد", "چهارصد", "پانصد", "ششصد", "هفتصد", "هشتصد", "نهصد",
)  # fmt: skip
_SCALES = ("", "هزار", "میلیون", "میلیارد", "تریلیون")
_AND = " و "
_MONTHS = (
    "", "فروردین", "اردیبهشت", "خرداد", "تیر", "مرداد", "شهریور", "مهر", "آبان", "آذر", "دی",
    "بهمن", "اسفند",
)  # fmt: skip
_GREGORIAN = (
    "", "ژانویه", "فوریه", "مارس", "آوریل", "مه", "ژوئن", "ژوئیه", "اوت", "سپتامبر", "اکتبر",
    "نوامبر", "دسامبر",
)  # fmt: skip
_AFGHAN = (
    "حمل", "ثور", "جوزا", "سرطان", "اسد", "سنبله", "میزان", "عقرب", "قوس", "جدی", "دلو", "حوت",
)  # fmt: skip
_FIRST_GREGORIAN, _FIRST_AFGHAN = 20, 40  # months of other calendars, numbered on
_PERSIAN_YEARS = range(1200, 1600)
_HOUR_WORD = "ساعت"
_FROM = "از"


def cardinal(number: int, gender: str = "", case: str = "") -> str:
    """هزار و دویست و سی و چهار: a thousand is never called one thousand."""
    del gender, case
    if number < len(_SMALL):
        return _SMALL[number]
    parts: list[str] = []
    power = 0
    while number:
        number, group = divmod(number, 1000)
        if group:
            parts.append(_group(group, power))
        power += 1
    return _AND.join(reversed(parts))


def _group(group: int, power: int) -> str:
    if power == 1 and group == 1:
        return _SCALES[1]
    hundreds, rest = divmod(group, 100)
    tens, ones = divmod(rest, 10) if rest >= len(_SMALL) else (0, rest)
    words = [_HUNDREDS[hundreds], _TENS[tens], _SMALL[ones] if ones else ""]
    said = _AND.join(word for word in words if word)
    return f"{said} {_SCALES[power]}" if power else said


def ordinal(number: int) -> str:
    """اول، سوم، چهاردهم؛ سی is joined by a joiner: سی‌ام."""
    if number == 1:
        return "اول"
    word = cardinal(number)
    if word.endswith("سه"):
        return word.removesuffix("سه") + "سوم"
    return word + ("‌ام" if word.endswith("ی") else "م")


def _counted(number: int, noun: Noun, case: str) -> str:
    """Never a plural behind a number."""
    del number, case
    return noun.one


def _decimal(whole: int, figures: str, gender: str) -> str:
    """Two and a half, two point twenty-five; longer ones figure by figure."""
    del gender
    if figures == "5" and whole:
        return f"{cardinal(whole)} و نیم"
    if len(figures) < 3 and not figures.startswith("0"):
        return f"{cardinal(whole)} ممیز {cardinal(int(figures))}"
    return f"{cardinal(whole)} ممیز {' '.join(_SMALL[int(figure)] for figure in figures)}"


def _date(day: int, month: int, year: int | None, before: str) -> str:
    """By the calendar that the month's name belongs to, or for figures the year."""
    del before
    if month >= _FIRST_AFGHAN:
        name = _AFGHAN[month - _FIRST_AFGHAN]
    elif month >= _FIRST_GREGORIAN:
        name = _GREGORIAN[month - _FIRST_GREGORIAN]
    else:
        persian = year is None or year in _PERSIAN_YEARS
        name = (_MONTHS if persian else _GREGORIAN)[month]
    said = f"{ordinal(day)} {name}"
    return said if year is None else f"{said} {cardinal(year)}"


def _clock(clock: Clock, before: str = "") -> str:
    """ساعت چهارده و سی دقیقه; the word for hour only once."""
    word = "" if before == _HOUR_WORD else _HOUR_WORD + " "
    minutes = f"{_AND}{cardinal(clock.minute)} دقیقه" if clock.minute else ""
    return f"{word}{cardinal(clock.hour)}{minutes}"


def _hours(start: Clock, end: Clock, before: str) -> str:
    lead = "" if before in (_FROM, _HOUR_WORD) else f"{_FROM} "
    return f"{lead}{_clock(start, before)} تا {_clock(end, _HOUR_WORD)}"


def _with_ending(found: re.Match[str]) -> str:
    """۵ام، ۵م، ۵مین."""
    said = ordinal(int(found[1]))
    return f"{said}ین" if found[2].endswith("ین") else said


def _same(word: str) -> Noun:
    return Noun(word, word)


def _money(main: str, hundredth: str) -> tuple[Noun, Noun]:
    return _same(main), _same(hundredth)


_EURO, _DOLLAR, _POUND = _money("یورو", "سنت"), _money("دلار", "سنت"), _money("پوند", "پنی")
_RIAL, _HRYVNIA = _money("ریال", "دینار"), _money("گریونا", "کوپک")
_ROUBLE = _money("روبل", "کوپک")

TONGUE = Tongue(
    code="fa",
    number=r"(?P<whole>\d{1,3}(?:[٬,]\d{3})+(?!\d)|\d+)(?:[٫.](?P<part>\d+))?",
    marks="٬,",
    cardinal=cardinal,
    counted=_counted,
    decimal=_decimal,
    date=_date,
    clock=_clock,
    hours=_hours,
    months={
        **{name: number for number, name in enumerate(_MONTHS) if name},
        **{name: _FIRST_GREGORIAN + n for n, name in enumerate(_GREGORIAN) if name},
        **{name: _FIRST_AFGHAN + n for n, name in enumerate(_AFGHAN)},
    },
    currencies={
        "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "USD": _DOLLAR, "£": _POUND, "GBP": _POUND,
        "IRR": _RIAL, "﷼": _RIAL, "₴": _HRYVNIA, "UAH": _HRYVNIA, "₽": _ROUBLE, "RUB": _ROUBLE,
    },
    units={
        "%": _same("درصد"), "٪": _same("درصد"), "km": _same("کیلومتر"), "kg": _same("کیلوگرم"),
        "m": _same("متر"), "cm": _same("سانتی‌متر"), "g": _same("گرم"), "mg": _same("میلی‌گرم"),
        "ml": _same("میلی‌لیتر"), "°C": _same("درجه"), "°": _same("درجه"),
    },
    scales={},
    signs={
        "plus": "مثبت", "minus": "منفی", "at": "اَت", "dot": "نقطه", "slash": "اسلش",
        "dash": "خط تیره", "underscore": "زیرخط", "over": "ممیز", "&": "و", "№": "شمارهٔ",
        "%": "درصد", "٪": "درصد", "°": "درجه", "=": "مساوی", "and cents": " و ",
    },
    comma="، ",
    codes="کد|رمز|شماره|شمارهٔ|سفارش|پین|PIN",
    until="تا|الی",
    between=" تا ",
    own=(
        (re.compile(r"\b24/7\b"), lambda _: "شبانه‌روزی"),
        (re.compile(r"(?<![\w.,])(\d{1,4})[‌ ]?(اُم|ام|مین|م)(?!\w)"), _with_ending),
    ),
    short={
        r"و غیره\.": "و غیره", r"ه\. ?ش\.": "هجری شمسی", r"ق\. ?م\.": "قبل از میلاد",
        r"ص\.": "صفحهٔ", r"ک\.": "کوچهٔ", r"خ\.": "خیابان",
    },
)  # fmt: skip
