"""Ukrainian: hours and days are ordinals, days and years stand in the genitive: п'ятого березня."""

from __future__ import annotations

import re
from functools import partial

from flowengine.speech.voices.aloud.tongues import slavic
from flowengine.speech.voices.aloud.tongues.tongue import (
    ACCUSATIVE,
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
from flowengine.speech.voices.aloud.tongues.ukrainian_numbers import (
    NUMERALS,
    PLAIN,
    cardinal,
    ordinal,
)

_HOUR = {NOMINATIVE: "година", GENITIVE: "години", LOCATIVE: "годині", ACCUSATIVE: "годину"}
_OF = {
    **dict.fromkeys("до від після без біля близько менше більше".split(), GENITIVE),
    **dict.fromkeys("о об".split(), LOCATIVE),
    **dict.fromkeys("на за через".split(), ACCUSATIVE),
}
_HALVES = (2, 3, 4)  # that are said with a half: два з половиною
_FROM = ("з", "із", "зі")  # of an hour only; else they may mean "with"
_NAMED = ("", "січня", "лютого", "березня", "квітня", "травня", "червня", "липня", "серпня",
          "вересня", "жовтня", "листопада", "грудня")  # fmt: skip
_MONTHS = {
    **{name: number for number, name in enumerate(_NAMED) if name},
    **{name[:3] + ".": number for number, name in enumerate(_NAMED) if name},
    **dict(zip("січ. лют. бер. квіт. трав. черв. лип. серп. вер. жовт. лист. груд.".split(),
               range(1, 13), strict=True)),
}  # fmt: skip


def _decimal(whole: int, figures: str, gender: str) -> str:
    """Півтора, два з половиною, дві цілих п'ять десятих; longer ones figure by figure."""
    if figures == "5" and whole == 1:
        return "півтори" if gender == FEMININE else "півтора"
    if figures == "5" and whole in _HALVES:
        return f"{cardinal(whole, gender, NOMINATIVE)} з половиною"
    part = {1: "десят", 2: "сот", 3: "тисячн"}.get(len(figures))
    if part is None:
        return f"{cardinal(whole, MASCULINE, NOMINATIVE)} кома " + " ".join(
            PLAIN.small[int(figure)] for figure in figures
        )
    units, parts = (
        cardinal(number, FEMININE, NOMINATIVE) for number in (whole, int(figures))
    )  # fmt: skip
    one = slavic.counted(whole, Noun("ціла", "цілих", "цілих"), NOMINATIVE)
    some = slavic.counted(int(figures), Noun(part + "а", part + "их", part + "их"), NOMINATIVE)
    return f"{units} {one} {parts} {some}"


def _parted(whole: int, figures: str, noun: Noun) -> str:
    """Два з половиною кілограми, but півтора кілограма."""
    return noun.few if figures == "5" and whole in _HALVES else noun.part or noun.few


def _date(day: int, month: int, year: int | None, before: str) -> str:
    """As a day when something is, unless it stands on its own: п'яте березня."""
    case = NOMINATIVE if before in ("на", "по", ":", "–", "—") else GENITIVE
    said = f"{ordinal(day, NEUTER, case)} {_NAMED[month]}"
    return said if year is None else f"{said} {ordinal(year, MASCULINE, GENITIVE)} року"


def _clock(clock: Clock, before: str) -> str:
    case = GENITIVE if before in _FROM else _OF.get(before, NOMINATIVE)
    hour = ordinal(clock.hour, FEMININE, case)
    return f"{hour} {_minutes(clock) or _HOUR[case]}"


def _minutes(clock: Clock) -> str:
    """Нуль п'ять; nothing at the full hour."""
    if not clock.minute:
        return ""
    nought = "нуль " if clock.minute < 10 else ""
    return nought + cardinal(clock.minute, FEMININE, NOMINATIVE)


def _hours(start: Clock, end: Clock, before: str) -> str:
    """З дев'ятої до сімнадцятої тридцять."""
    said = [
        f"{ordinal(one.hour, FEMININE, GENITIVE)} {_minutes(one)}".strip() for one in (start, end)
    ]
    return f"{'' if before in _FROM else 'з '}{said[0]} до {said[1]}"


_FEMININE = re.compile(
    r"годин|хвилин|секунд|гривн|гривен|копій|особ|осіб|людин|посил|дитин|жін|кімнат|кноп|цифр"
    r"|заяв|ліні|лінія|адрес|програм|квартир|вулиц|книг|стор|сім'|родин|анкет|відповід|порці|послуг"
)
_NEUTER = re.compile(r"ліж|місц|місць|питан|запитан|слово|слова|повідомлен|число")


def _of_hour(found: re.Match[str]) -> str:
    """О 9 годині, до 18 години: which hour, not how many."""
    number, noun = int(found["hour"]), found["noun"]
    case = LOCATIVE if noun == "годині" else GENITIVE
    return f"{ordinal(number, FEMININE, case)} {noun}"


def _at_hour(found: re.Match[str]) -> str:
    return f"{found[1]} {ordinal(int(found[2]), FEMININE, LOCATIVE)}"


def _between_numbers(found: re.Match[str]) -> str:
    low, high = (cardinal(int(found[n]), MASCULINE, GENITIVE) for n in (2, 4))
    return f"{found[1]} {low} {found[3]} {high}"


_YEAR = {"рік": NOMINATIVE, "року": GENITIVE, "році": LOCATIVE, "роки": NOMINATIVE, "р.": GENITIVE,
         "років": GENITIVE, "роках": LOCATIVE, "рр.": NOMINATIVE}  # fmt: skip


_IN_FULL = {"р.": "року", "рр.": "роки"}


def _year(found: re.Match[str]) -> str:
    """2027 року, у 2027 році, 2027–2030 роки."""
    noun = found["noun"]
    said = [
        ordinal(int(year), MASCULINE, _YEAR[noun])
        for year in (found["first"], found["last"]) if year
    ]  # fmt: skip
    return f"{' – '.join(said)} {_IN_FULL.get(noun, noun)}"


def _of(found: re.Match[str]) -> str:
    """18-річний: вісімнадцятирічний."""
    return cardinal(int(found[1]), MASCULINE, GENITIVE)


def _with_ending(found: re.Match[str]) -> str:
    """5-й, 5-го, 2-х: the form that ends so."""
    number, ending = int(found[1]), found[2]
    forms = [
        ordinal(number, gender, case) for case in (NOMINATIVE, GENITIVE, LOCATIVE, ACCUSATIVE)
        for gender in (MASCULINE, FEMININE, NEUTER)
    ]  # fmt: skip
    forms += [cardinal(number, MASCULINE, GENITIVE)]
    return next((form for form in forms if form.endswith(ending)), found[0])


_WEEK = {
    "пн": "понеділок", "вт": "вівторок", "ср": "середа", "чт": "четвер", "пт": "п'ятниця",
    "сб": "субота", "нд": "неділя",
}  # fmt: skip
_HRYVNIA = (
    Noun("гривня", "гривні", "гривень", FEMININE),
    Noun("копійка", "копійки", "копійок", FEMININE),
)
_CENT = Noun("цент", "центи", "центів", part="цента")
_EURO = (Noun("євро", "євро", "євро"), _CENT)
_DOLLAR = (Noun("долар", "долари", "доларів", part="долара"), _CENT)
_POUND = (
    Noun("фунт", "фунти", "фунтів", part="фунта"),
    Noun("пенс", "пенси", "пенсів", part="пенса"),
)
_ROUBLE = (Noun("рубль", "рублі", "рублів", part="рубля"), _HRYVNIA[1])
_ZLOTY = (
    Noun("злотий", "злоті", "злотих", part="злотого"),
    Noun("грош", "гроші", "грошів", part="гроша"),
)


def _measure(stem: str) -> Noun:
    """Most measures are declined like this."""
    return Noun(stem, stem + "и", stem + "ів", part=stem + "а")


TONGUE = Tongue(
    code="uk",
    number=r"(?P<whole>\d{1,3}(?: \d{3})+(?!\d)|\d+)(?:[.,](?P<part>\d+))?",
    marks=" ",
    cardinal=cardinal,
    counted=slavic.counted,
    decimal=_decimal,
    parted=_parted,
    date=_date,
    clock=_clock,
    hours=_hours,
    months=_MONTHS,
    currencies={
        "₴": _HRYVNIA, "UAH": _HRYVNIA, "грн": _HRYVNIA, "€": _EURO, "EUR": _EURO, "$": _DOLLAR,
        "USD": _DOLLAR, "£": _POUND, "GBP": _POUND, "₽": _ROUBLE, "RUB": _ROUBLE, "PLN": _ZLOTY,
        "zł": _ZLOTY,
    },
    units={
        "%": Noun("відсоток", "відсотки", "відсотків", part="відсотка"),
        "км/год": Noun("кілометр на годину", "кілометри на годину", "кілометрів на годину"),
        "км": _measure("кілометр"), "м": _measure("метр"), "см": _measure("сантиметр"),
        "мм": _measure("міліметр"), "кг": _measure("кілограм"), "г": _measure("грам"),
        "мг": _measure("міліграм"), "л": _measure("літр"), "мл": _measure("мілілітр"),
        "МБ": _measure("мегабайт"), "°C": _measure("градус"), "°": _measure("градус"),
        "хв": Noun("хвилина", "хвилини", "хвилин", FEMININE),
        "год": Noun("година", "години", "годин", FEMININE),
        "сек": Noun("секунда", "секунди", "секунд", FEMININE),
        "шт": Noun("штука", "штуки", "штук", FEMININE),
    },
    scales={
        "тис": NUMERALS.scales[0], "млн": NUMERALS.scales[1], "млрд": NUMERALS.scales[2],
    },
    signs={
        "plus": "плюс", "minus": "мінус", "at": "равлик", "dot": "крапка", "slash": "слеш",
        "dash": "дефіс", "underscore": "підкреслення", "over": "дріб", "&": "і", "№": "номер",
        "%": "відсотків", "§": "параграф", "°": "градусів", "=": "дорівнює",
    },
    codes=r"код\w*|номер\w*|PIN|пін|замовлення|№",
    until="до|по",
    year_signs=r"р\.|року|рік",
    hour_signs=r"год\.|год",
    cases=_OF,
    gender=partial(slavic.gender, _FEMININE, _NEUTER),
    letters=dict(zip(
        "АБВГҐДЕЄЖЗИІЇЙКЛМНОПРСТУФХЦЧШЩЬЮЯ",
        "а бе ве ге ґе де е є же зе и і ї йот ка ел ем ен о пе ер ес те у еф ха це че ша ща"
        " м'який_знак ю я".split(), strict=True,
    )),
    vowels="АЕЄИІЇОУЮЯ",
    own=(
        (re.compile(r"\b24/7\b"), lambda _: "цілодобово"),
        (re.compile(r"(?<![\w.,:/-])(?P<first>(?:19|20)\d\d)(?: ?[–-] ?(?P<last>20\d\d))?"
                    r" ?(?P<noun>рік|року|році|роки|років|роках|рр?\.)(?!\w)"), _year),
        (re.compile(r"(?<![\w.,:])(?P<hour>1?\d|2[0-4]) "
                    r"(?P<noun>годині|(?<=[05-9] )години|(?<=1\d )години)\b"), _of_hour),
        (re.compile(r"\b([Оо]б?) (1?\d|2[0-4])(?![\d:.,]*\d|-|\w)"), _at_hour),
        (re.compile(r"\b([Зз]і?|[Іі]з) (\d{1,3}) (до|по) (\d{1,3})(?![\d:.,]*\d)"),
         _between_numbers),
        (re.compile(r"(?<![\w.,])(\d{1,4})-(?=річн|денн|годинн|поверхов|відсотков|бальн)"), _of),
        (re.compile(r"(?<![\w.,])(\d{1,4})-([а-яіїє]{1,3})\b"), _with_ending),
    ),
    short={
        r"вул\.": "вулиця", r"просп\.|пр-т": "проспект", r"бульв\.": "бульвар",
        r"буд\.": "будинок", r"кв\.(?= ?\w)": "квартира", r"обл\.": "область",
        r"пров\.": "провулок", r"пл\.(?= [А-ЯІЇЄҐ])": "площа", r"м\.(?= [А-ЯІЇЄҐ])": "місто",
        r"ім\.": "імені", r"тел\.": "телефон", r"напр\.": "наприклад", r"т\. ?д\.": "так далі",
        r"т\. ?п\.": "таке інше", r"т\. ?зв\.": "так званий", r"див\.": "дивіться",
        r"стор\.": "сторінка", r"грн\.?": "гривень", r"тис\.": "тисяч", r"млн": "мільйонів",
        r"млрд": "мільярдів", r"год\.": "годин", r"хв\.": "хвилин",
        **{rf"(?i:{day})(?=\.? ?[–,:-]|\.?$|\. | [зo] )\.?": name for day, name in _WEEK.items()},
        **{rf"(?<=[–-])(?i:{day})\.?|(?<=[–-] )(?i:{day})\.?": name for day, name in _WEEK.items()},
    },
)  # fmt: skip
