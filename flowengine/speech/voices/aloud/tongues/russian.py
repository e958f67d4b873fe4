"""Russian: hours are counted (в девять часов), days and years are ordinals in the genitive."""

from __future__ import annotations

import re
from functools import partial

from flowengine.speech.voices.aloud.tongues import slavic
from flowengine.speech.voices.aloud.tongues.russian_numbers import (
    NUMERALS,
    PLAIN,
    cardinal,
    ordinal,
)
from flowengine.speech.voices.aloud.tongues.tongue import (
    FEMININE,
    GENITIVE,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    Clock,
    Noun,
    Tongue,
)

_OF = dict.fromkeys(
    "до от после без около более менее больше меньше свыше старше младше".split(), GENITIVE
)
_FROM = ("с", "со")  # of an hour only; else they may mean "with"
_NAMED = (
    "", "января", "февраля", "марта", "апреля", "мая", "июня", "июля", "августа", "сентября",
    "октября", "ноября", "декабря",
)  # fmt: skip
_MONTHS = {
    **{name: number for number, name in enumerate(_NAMED) if name},
    **{name[:3] + ".": number for number, name in enumerate(_NAMED) if name},
    "февр.": 2, "апр.": 4, "сент.": 9, "нояб.": 11,
}  # fmt: skip
_HOUR = Noun("час", "часа", "часов")


def _decimal(whole: int, figures: str, gender: str) -> str:
    """Полтора, два с половиной, две целых пять десятых; longer ones figure by figure."""
    if figures == "5" and whole == 1:
        return "полторы" if gender == FEMININE else "полтора"
    if figures == "5" and whole in (2, 3, 4):
        return f"{cardinal(whole, gender, NOMINATIVE)} с половиной"
    part = {1: "десят", 2: "сот", 3: "тысячн"}.get(len(figures))
    if part is None:
        said = " ".join(PLAIN.small[int(figure)] for figure in figures)
        return f"{cardinal(whole, MASCULINE, NOMINATIVE)} запятая {said}"
    units, parts = (cardinal(n, FEMININE, NOMINATIVE) for n in (whole, int(figures)))
    one = slavic.counted(whole, Noun("целая", "целых", "целых"), NOMINATIVE)
    some = slavic.counted(int(figures), Noun(part + "ая", part + "ых", part + "ых"), NOMINATIVE)
    return f"{units} {one} {parts} {some}"


def _date(day: int, month: int, year: int | None, before: str) -> str:
    """As a day when something is, unless it stands on its own: пятое марта."""
    case = NOMINATIVE if before in ("на", "по", ":", "–", "—") else GENITIVE
    said = f"{ordinal(day, NEUTER, case)} {_NAMED[month]}"
    return said if year is None else f"{said} {ordinal(year, MASCULINE, GENITIVE)} года"


def _clock(clock: Clock, before: str) -> str:
    case = GENITIVE if before in _FROM else _OF.get(before, NOMINATIVE)
    behind = _minutes(clock, case) or slavic.counted(clock.hour, _HOUR, case)
    return f"{cardinal(clock.hour, MASCULINE, case)} {behind}"


def _minutes(clock: Clock, case: str) -> str:
    """Ноль пять; nothing at the full hour."""
    if not clock.minute:
        return ""
    nought = "ноль " if clock.minute < 10 else ""
    return nought + cardinal(clock.minute, FEMININE, case)


def _hours(start: Clock, end: Clock, before: str) -> str:
    """С девяти до семнадцати тридцати; the noun only behind a full hour at the end."""
    said = [
        f"{cardinal(one.hour, MASCULINE, GENITIVE)} {_minutes(one, GENITIVE)}".strip()
        for one in (start, end)
    ]
    hours = "" if end.minute else " " + slavic.counted(end.hour, _HOUR, GENITIVE)
    return f"{'' if before in _FROM else 'с '}{said[0]} до {said[1]}{hours}"


_FEMININE = re.compile(
    r"минут|секунд|недел|гривн|гривен|копе|посыл|женщин|комнат|кнопк|кнопок|цифр|заяв|лини|адрес"
    r"|программ|квартир|улиц|книг|страниц|семь[яи]|анкет|порци|услуг|групп|штук|тысяч|тонн|кроват"
)
_NEUTER = re.compile(r"мест|слово|слова|сообщени|число|лицо|лица|окно|заявлени|занят")


def _between_numbers(found: re.Match[str]) -> str:
    low = cardinal(int(found[2]), MASCULINE, GENITIVE)
    high = cardinal(int(found[4]), MASCULINE, GENITIVE if found[3] == "до" else NOMINATIVE)
    return f"{found[1]} {low} {found[3]} {high}"


_YEAR = {
    "год": NOMINATIVE, "года": GENITIVE, "году": LOCATIVE, "годы": NOMINATIVE, "г.": GENITIVE,
    "годов": GENITIVE, "годах": LOCATIVE, "гг.": NOMINATIVE,
}  # fmt: skip
_IN_FULL = {"г.": "года", "гг.": "годы"}


def _year(found: re.Match[str]) -> str:
    """2027 года, в 2027 году, 2027–2030 годы."""
    noun = found["noun"]
    said = [
        ordinal(int(year), MASCULINE, _YEAR[noun])
        for year in (found["first"], found["last"]) if year
    ]  # fmt: skip
    return f"{' – '.join(said)} {_IN_FULL.get(noun, noun)}"


def _of(found: re.Match[str]) -> str:
    """18-летний: восемнадцатилетний."""
    return cardinal(int(found[1]), MASCULINE, GENITIVE)


def _with_ending(found: re.Match[str]) -> str:
    """5-й, 5-го, 2-х: the form that ends so."""
    number, ending = int(found[1]), found[2]
    forms = [
        ordinal(number, gender, case)
        for case in (NOMINATIVE, GENITIVE, LOCATIVE)
        for gender in (MASCULINE, FEMININE, NEUTER)
    ]
    forms.append(cardinal(number, MASCULINE, GENITIVE))
    return next((form for form in forms if form.endswith(ending)), found[0])


_WEEK = {
    "пн": "понедельник", "вт": "вторник", "ср": "среда", "чт": "четверг", "пт": "пятница",
    "сб": "суббота", "вс": "воскресенье",
}  # fmt: skip
_HRYVNIA = (
    Noun("гривна", "гривны", "гривен", FEMININE),
    Noun("копейка", "копейки", "копеек", FEMININE),
)
_CENT = Noun("цент", "цента", "центов")
_EURO = (Noun("евро", "евро", "евро"), _CENT)
_DOLLAR = (Noun("доллар", "доллара", "долларов"), _CENT)
_POUND = (Noun("фунт", "фунта", "фунтов"), Noun("пенс", "пенса", "пенсов"))
_ROUBLE = (Noun("рубль", "рубля", "рублей"), _HRYVNIA[1])
_ZLOTY = (Noun("злотый", "злотых", "злотых", part="злотого"), Noun("грош", "гроша", "грошей"))


def _measure(stem: str) -> Noun:
    """Most measures are declined like this."""
    return Noun(stem, stem + "а", stem + "ов")


TONGUE = Tongue(
    code="ru",
    number=r"(?P<whole>\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d+))?",
    marks=" ",
    cardinal=cardinal,
    counted=slavic.counted,
    decimal=_decimal,
    date=_date,
    clock=_clock,
    hours=_hours,
    months=_MONTHS,
    currencies={
        "₴": _HRYVNIA, "UAH": _HRYVNIA, "грн": _HRYVNIA, "€": _EURO, "EUR": _EURO, "$": _DOLLAR,
        "USD": _DOLLAR, "£": _POUND, "GBP": _POUND, "₽": _ROUBLE, "RUB": _ROUBLE, "руб": _ROUBLE,
        "PLN": _ZLOTY, "zł": _ZLOTY,
    },
    units={
        "%": Noun("процент", "процента", "процентов"),
        "км/ч": Noun("километр в час", "километра в час", "километров в час"),
        "км": _measure("километр"), "м": _measure("метр"), "см": _measure("сантиметр"),
        "мм": _measure("миллиметр"), "кг": _measure("килограмм"), "мг": _measure("миллиграмм"),
        "л": _measure("литр"), "мл": _measure("миллилитр"), "МБ": _measure("мегабайт"),
        "°C": _measure("градус"), "°": _measure("градус"), "ч": _HOUR,
        "мин": Noun("минута", "минуты", "минут", FEMININE),
        "сек": Noun("секунда", "секунды", "секунд", FEMININE),
        "шт": Noun("штука", "штуки", "штук", FEMININE),
    },
    scales={
        "тыс": NUMERALS.scales[0], "млн": NUMERALS.scales[1], "млрд": NUMERALS.scales[2],
    },
    signs={
        "plus": "плюс", "minus": "минус", "at": "собака", "dot": "точка", "slash": "слэш",
        "dash": "дефис", "underscore": "подчёркивание", "over": "дробь", "&": "и", "№": "номер",
        "%": "процентов", "§": "параграф", "°": "градусов", "=": "равно",
    },
    codes=r"код\w*|номер\w*|PIN|пин|заказ\w*|№",
    until="до|по",
    year_signs=r"г\.|года|год",
    hour_signs=r"ч\.|ч",
    cases=_OF,
    gender=partial(slavic.gender, _FEMININE, _NEUTER),
    letters=dict(zip(
        "АБВГДЕЁЖЗИЙКЛМНОПРСТУФХЦЧШЩЫЬЭЮЯ",
        "а бэ вэ гэ дэ е ё жэ зэ и и_краткое ка эль эм эн о пэ эр эс тэ у эф ха цэ че ша ща ы"
        " мягкий_знак э ю я".split(), strict=True,
    )),
    vowels="АЕЁИОУЫЭЮЯ",
    own=(
        (re.compile(r"\b24/7\b"), lambda _: "круглосуточно"),
        (re.compile(r"(?<![\w.,:/-])(?P<first>(?:19|20)\d\d)(?: ?[–-] ?(?P<last>20\d\d))?"
                    r" ?(?P<noun>год|года|году|годы|годов|годах|гг?\.)(?!\w)"), _year),
        (re.compile(r"\b([Сс]о?) (\d{1,3}) (до|по) (\d{1,3})(?![\d:.,]*\d)"), _between_numbers),
        (re.compile(r"(?<![\w.,])(\d{1,4})-(?=летн|дневн|часов|этажн|процентн|балльн)"), _of),
        (re.compile(r"(?<![\w.,])(\d{1,4})-([а-яё]{1,3})\b"), _with_ending),
    ),
    short={
        r"ул\.": "улица", r"просп\.|пр-т": "проспект", r"бульв\.": "бульвар", r"пер\.": "переулок",
        r"кв\.(?= ?\w)": "квартира", r"обл\.": "область",
        r"пл\.(?= [А-ЯЁ])": "площадь", r"г\.(?= [А-ЯЁ])": "город", r"им\.": "имени",
        r"тел\.": "телефон", r"напр\.": "например", r"т\. ?д\.": "так далее",
        r"д\.(?= ?\w)": "дом", r"т\. ?п\.": "тому подобное", r"т\. ?е\.": "то есть",
        r"т\. ?к\.": "так как",
        r"см\.": "смотрите", r"стр\.": "страница", r"грн\.?": "гривен", r"руб\.?": "рублей",
        r"тыс\.": "тысяч", r"млн": "миллионов", r"млрд": "миллиардов", r"мин\.": "минут",
        **{rf"(?i:{day})(?=\.? ?[–,:-]|\.?$|\. | с )\.?": name for day, name in _WEEK.items()},
        **{rf"(?<=[–-])(?i:{day})\.?|(?<=[–-] )(?i:{day})\.?": name for day, name in _WEEK.items()},
    },
)  # fmt: skip
