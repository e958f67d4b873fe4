"""English, as in Britain: the fifth of March twenty twenty-seven, nine oh five a.m."""

from __future__ import annotations

import re

from flowengine.speech.voices.aloud.tongues.tongue import Clock, Noun, Tongue

_MONTH_NAMES = (
    "January February March April May June July August September October November December"
).split()
_MONTHS = {
    **{name.lower(): number for number, name in enumerate(_MONTH_NAMES, 1)},
    **{name[:3].lower(): number for number, name in enumerate(_MONTH_NAMES, 1)},
    **{name[:3].lower() + ".": number for number, name in enumerate(_MONTH_NAMES, 1)},
    "sept": 9,
}
_DAYS = "Monday Tuesday Wednesday Thursday Friday Saturday Sunday".split()
_SHORT_DAYS = "|".join(day[:3] for day in _DAYS)
_NOON, _DAY = 12, 24


def cardinal(number: int, gender: str = "", case: str = "") -> str:
    """One thousand two hundred and thirty-four."""
    from num2words import num2words

    del gender, case
    return str(num2words(number)).replace(",", "")


def ordinal(number: int) -> str:
    from num2words import num2words

    return str(num2words(number, to="ordinal")).replace(",", "")


def year(number: int) -> str:
    """Nineteen ninety-nine, two thousand and five, twenty twenty-seven."""
    century, rest = divmod(number, 100)
    if (century % 10 == 0 and rest < 10) or not 11 <= century <= 29:
        return cardinal(number)
    if rest == 0:
        return f"{cardinal(century)} hundred"
    return f"{cardinal(century)} {'oh ' if rest < 10 else ''}{cardinal(rest)}"


def _counted(number: int, noun: Noun, case: str) -> str:
    del case
    return noun.one if number == 1 else noun.few


def _decimal(whole: int, figures: str, gender: str) -> str:
    del gender
    return f"{cardinal(whole)} point {' '.join(cardinal(int(figure)) for figure in figures)}"


def _date(day: int, month: int, number: int | None, before: str) -> str:
    """The article only where none stands before it."""
    article = "" if before == "the" else "the "
    said = f"{article}{ordinal(day)} of {_MONTH_NAMES[month - 1]}"
    return said if number is None else f"{said} {year(number)}"


def _clock(clock: Clock, before: str = "") -> str:
    del before
    if not clock.half and clock.minute == 0 and clock.hour in (0, _NOON, _DAY):
        return "noon" if clock.hour == _NOON else "midnight"
    half = clock.half or ("am" if clock.hour % _DAY < _NOON else "pm")
    return f"{_hour(clock)} {half[0]}.m."


def _hour(clock: Clock) -> str:
    """Nine, nine oh five, nine thirty."""
    minute = "" if not clock.minute else " " + cardinal(clock.minute)
    nought = " oh" if 0 < clock.minute < 10 else ""
    return cardinal(clock.hour % _NOON or _NOON) + nought + minute


def _hours(start: Clock, end: Clock, before: str) -> str:
    lead = {"from": "", "between": ""}.get(before, "from ")
    between = " and " if before == "between" else " to "
    return f"{lead}{_clock(start)}{between}{_clock(end)}"


def _half_day(found: re.Match[str]) -> str:
    """9am, 5 p.m."""
    return _clock(Clock(int(found[1]), 0, found[2].lower() + "m"))


def _half_days(found: re.Match[str]) -> str:
    """9-5 pm, 9am-5pm."""
    start = Clock(int(found[1]), 0, (found[2] or found[4]).lower() + "m")
    first = _clock(start) if found[2] else _hour(start)
    return f"{first} to {_clock(Clock(int(found[3]), 0, found[4].lower() + 'm'))}"


def _year(found: re.Match[str]) -> str:
    return year(int(found[0]))


def _with_ending(found: re.Match[str]) -> str:
    return ordinal(int(found[1]))


def _decade(found: re.Match[str]) -> str:
    return year(int(found[1])).removesuffix("y") + "ies"


def _pence(found: re.Match[str]) -> str:
    number = int(found[1])
    return f"{cardinal(number)} {_counted(number, _PENNY, '')}"


def _to(found: re.Match[str]) -> str:
    """Mon-Fri."""
    return f"{found[1]} to "


def _call(found: re.Match[str]) -> str:
    """Short numbers that are called are figures: nine nine nine."""
    return found[1] + ", ".join(
        " ".join(cardinal(int(figure)) for figure in group) for group in found[2].split()
    )


_CENT, _PENNY = Noun("cent", "cents"), Noun("penny", "pence")
_EURO, _POUND = (Noun("euro", "euros"), _CENT), (Noun("pound", "pounds"), _PENNY)
_DOLLAR = (Noun("dollar", "dollars"), _CENT)
_HRYVNIA = (Noun("hryvnia", "hryvnias"), Noun("kopiyka", "kopiykas"))
_ROUBLE = (Noun("rouble", "roubles"), Noun("kopeck", "kopecks"))
_ZLOTY = (Noun("zloty", "zlotys"), Noun("grosz", "grosze"))
_RIAL = (Noun("rial", "rials"), Noun("dinar", "dinars"))
_KUNA = (Noun("kuna", "kunas"), Noun("lipa", "lipas"))

TONGUE = Tongue(
    code="en",
    number=r"(?P<whole>\d{1,3}(?:,\d{3})+(?!\d)|\d+)(?:\.(?P<part>\d+))?",
    marks=",",
    cardinal=cardinal,
    counted=_counted,
    decimal=_decimal,
    date=_date,
    clock=_clock,
    hours=_hours,
    months=_MONTHS,
    currencies={
        "€": _EURO, "EUR": _EURO, "£": _POUND, "GBP": _POUND, "$": _DOLLAR, "USD": _DOLLAR,
        "₴": _HRYVNIA, "UAH": _HRYVNIA, "₽": _ROUBLE, "RUB": _ROUBLE, "PLN": _ZLOTY,
        "IRR": _RIAL, "HRK": _KUNA,
    },
    units={
        "%": Noun("percent", "percent"), "km/h": Noun("kilometre an hour", "kilometres an hour"),
        "mph": Noun("mile an hour", "miles an hour"), "km": Noun("kilometre", "kilometres"),
        "m": Noun("metre", "metres"), "cm": Noun("centimetre", "centimetres"),
        "mm": Noun("millimetre", "millimetres"), "kg": Noun("kilogram", "kilograms"),
        "g": Noun("gram", "grams"), "mg": Noun("milligram", "milligrams"),
        "l": Noun("litre", "litres"), "ml": Noun("millilitre", "millilitres"),
        "lb": Noun("pound", "pounds"), "ft": Noun("foot", "feet"), "h": Noun("hour", "hours"),
        "hr": Noun("hour", "hours"), "hrs": Noun("hour", "hours"),
        "min": Noun("minute", "minutes"), "mins": Noun("minute", "minutes"),
        "sec": Noun("second", "seconds"), "MB": Noun("megabyte", "megabytes"),
        "GB": Noun("gigabyte", "gigabytes"), "°C": Noun("degree", "degrees"),
        "°": Noun("degree", "degrees"),
    },
    scales={
        "thousand": Noun("thousand", "thousand"), "million": Noun("million", "million"),
        "billion": Noun("billion", "billion"), "bn": Noun("billion", "billion"),
        "k": Noun("thousand", "thousand"),
    },
    signs={
        "plus": "plus", "minus": "minus", "at": "at", "dot": "dot", "slash": "slash",
        "dash": "dash", "underscore": "underscore", "over": "over", "&": "and", "№": "number",
        "%": "percent", "§": "section", "°": "degrees", "=": "equals", "and cents": " and ",
    },
    codes=r"codes?|number(?! of)|PIN|reference|ref|order|ID|No\.|№",
    until="to|until|till|and",
    between=" to ",
    letters={"A": "ay"},
    own=(
        (re.compile(r"\b24/7\b"), lambda _: "twenty-four seven"),
        (re.compile(r"\b(\d{1,2})(?: ?([ap])\.?m\.?)? ?(?:-|–|to) ?(\d{1,2}) ?([ap])\.?m\b\.?",
                    re.IGNORECASE), _half_days),
        (re.compile(r"\b(\d{1,2}) ?([ap])\.?m\b\.?", re.IGNORECASE), _half_day),
        (re.compile(r"(?<![\w.,])(\d{1,4})(?:st|nd|rd|th)\b"), _with_ending),
        (re.compile(r"(?<![\w.,])((?:19|20)[1-9]0)'?s\b"), _decade),
        (re.compile(r"((?i:\b(?:call|dial|ring|phone)(?: us)?(?: on)?) )(\d{3}(?: \d{3})?)"
                    r"(?![\w,.]*\d)"), _call),
        (re.compile(r"((?i:\b(?:on|or|and)) )(999|911|112|111|101|116 \d{3})(?![\w,.]*\d)"), _call),
        (re.compile(r"(?<![\w.,-])()(999|911|112|116 \d{3})(?![\w,.]*\d| [a-z])"), _call),
        (re.compile(r"(?<![\w.,])(\d+)p\b(?!\.?m)"), _pence),
        (re.compile(rf"\b({_SHORT_DAYS})[a-z]*\.? ?[–-] ?(?=(?:{_SHORT_DAYS}))"), _to),
        (re.compile(r"(?<![\w.,:/-])(?:19|20)\d\d(?![\w:/]|[.,]\d|-\d)"), _year),
    ),
    short={
        r"e\.g\.": "for example", r"i\.e\.": "that is", r"etc\.": "et cetera", r"Mr\.?": "Mister",
        r"Mrs\.?": "Missis", r"Ms\.?": "Miz", r"Dr\.?": "Doctor", r"Prof\.": "Professor",
        r"St\.(?= [A-Z])": "Saint", r"(?<=[a-z] )(?:St|Str)\.(?! [A-Z])": "Street", r"Rd\.": "Road",
        r"Ave\.": "Avenue", r"Sq\.": "Square", r"Apt\.": "apartment", r"No\.(?= ?\w)": "number",
        r"approx\.": "approximately", r"tel\.": "telephone", r"Tel\.": "telephone",
        r"vs\.?": "versus", r"max\.": "at most", r"min\.": "at least", r"incl\.": "including",
        **{rf"{day[:3]}\b\.?(?!\w)": day for day in _DAYS}, r"Thurs\.?": "Thursday",
        r"Tues\.?": "Tuesday",
    },
)  # fmt: skip
