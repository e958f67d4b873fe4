"""Croatian: days and years are ordinals with a full stop behind the figure: 5. ožujka 2027."""

from __future__ import annotations

import re
from functools import partial

from flowengine.speech.voices.aloud.tongues import slavic
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

_TEENS = "jeda dva tri četr pet šes sedam osam devet".split()
_WORDS = slavic.Words(
    small=(
        "nula", "jedan", "dva", "tri", "četiri", "pet", "šest", "sedam", "osam", "devet", "deset",
        *(f"{stem}naest" for stem in _TEENS),
    ),
    tens=(
        "", "", "dvadeset", "trideset", "četrdeset", "pedeset", "šezdeset", "sedamdeset",
        "osamdeset", "devedeset",
    ),
    hundreds=(
        "", "sto", "dvjesto", "tristo", "četiristo", "petsto", "šesto", "sedamsto", "osamsto",
        "devetsto",
    ),
)  # fmt: skip
_NUMERALS = slavic.Numerals(
    plain=_WORDS,
    genitive=_WORDS,  # behind a preposition they are mostly left as they are: od dva do pet
    changed={
        (NOMINATIVE, FEMININE): {1: "jedna", 2: "dvije"},
        (NOMINATIVE, NEUTER): {1: "jedno"},
    },
    scales=(
        Noun("tisuća", "tisuće", "tisuća", FEMININE),
        Noun("milijun", "milijuna", "milijuna"),
        Noun("milijarda", "milijarde", "milijardi", FEMININE),
        Noun("bilijun", "bilijuna", "bilijuna"),
    ),
    stems={
        0: "nult", 1: "prv", 2: "drug", 3: "treć", 4: "četvrt", 5: "pet", 6: "šest", 7: "sedm",
        8: "osm", 9: "devet", 10: "deset",
        **{11 + n: f"{stem}naest" for n, stem in enumerate(_TEENS)},
        20: "dvadeset", 30: "trideset", 40: "četrdeset", 50: "pedeset", 60: "šezdeset",
        70: "sedamdeset", 80: "osamdeset", 90: "devedeset", 100: "stot", 200: "dvjestot",
        300: "tristot", 400: "četiristot", 500: "petstot", 600: "šestot", 700: "sedamstot",
        800: "osamstot", 900: "devetstot", 1000: "tisućit", 2000: "dvijetisućit",
    },
    endings={
        (NOMINATIVE, MASCULINE): ("i", "i"), (NOMINATIVE, FEMININE): ("a", "a"),
        (NOMINATIVE, NEUTER): ("o", "e"), (GENITIVE, MASCULINE): ("og", "eg"),
        (GENITIVE, FEMININE): ("e", "e"), (GENITIVE, NEUTER): ("og", "eg"),
        (LOCATIVE, MASCULINE): ("om", "em"), (LOCATIVE, FEMININE): ("oj", "oj"),
        (LOCATIVE, NEUTER): ("om", "em"),
    },
)  # fmt: skip
_NAMED = (
    "", "siječnja", "veljače", "ožujka", "travnja", "svibnja", "lipnja", "srpnja", "kolovoza",
    "rujna", "listopada", "studenoga", "prosinca",
)  # fmt: skip
_MONTHS = {
    **{name: number for number, name in enumerate(_NAMED) if name},
    **{name[:3]: number for number, name in enumerate(_NAMED) if name},
    "studenog": 11,
}
_HOUR = Noun("sat", "sata", "sati")


def cardinal(number: int, gender: str, case: str) -> str:
    del case
    return slavic.cardinal(_NUMERALS, number, gender, NOMINATIVE)


def ordinal(number: int, gender: str, case: str) -> str:
    return slavic.ordinal(_NUMERALS, number, gender, case)


def _counted(number: int, noun: Noun, case: str) -> str:
    del case
    return slavic.counted(number, noun, NOMINATIVE)


def _decimal(whole: int, figures: str, gender: str) -> str:
    """Dva i pol, dva zarez dvadeset pet."""
    if figures == "5" and whole:
        return f"{cardinal(whole, gender, NOMINATIVE)} i pol"
    if len(figures) < 3 and not figures.startswith("0"):
        said = cardinal(int(figures), MASCULINE, NOMINATIVE)
    else:
        said = " ".join(_WORDS.small[int(figure)] for figure in figures)
    return f"{cardinal(whole, MASCULINE, NOMINATIVE)} zarez {said}"


def _date(day: int, month: int, year: int | None, before: str) -> str:
    """As a day when something is, unless it stands on its own: peti ožujka."""
    case = NOMINATIVE if before in (":", "–", "—", "je") else GENITIVE
    said = f"{ordinal(day, MASCULINE, case)} {_NAMED[month]}"
    return said if year is None else f"{said} {ordinal(year, FEMININE, GENITIVE)}"


def _clock(clock: Clock, before: str) -> str:
    del before
    hour = cardinal(clock.hour, MASCULINE, NOMINATIVE)
    return f"{hour} {_minutes(clock) or slavic.counted(clock.hour, _HOUR, NOMINATIVE)}"


def _minutes(clock: Clock) -> str:
    """I trideset; nothing at the full hour."""
    return f"i {cardinal(clock.minute, FEMININE, NOMINATIVE)}" if clock.minute else ""


def _hours(start: Clock, end: Clock, before: str) -> str:
    """Od devet do sedamnaest i trideset; the noun only behind a full hour at the end."""
    first = f"{cardinal(start.hour, MASCULINE, NOMINATIVE)} {_minutes(start)}".strip()
    return f"{'' if before == 'od' else 'od '}{first} do {_clock(end, 'do')}"


_FEMININE = re.compile(
    r"minut|sekund|godin|osob|kun[aeu]\b|lip[aeu]\b|tisuć|porci|poruk|soba|sobe|tipk|žen"
    r"|grupa|grupe|stranic|obitelj|linij|adres|uslug|molb|prijav|knjig|stvar|cijen|znamenk"
)
_NEUTER = re.compile(r"mjest|dijete|djece|pitanj|slovo|slova|pism|predavanj|potpitanj")
_gender = partial(slavic.gender, _FEMININE, _NEUTER)


_YEAR = {"godina": NOMINATIVE, "godine": GENITIVE, "godini": LOCATIVE, "godinu": "acc"}


def _year(found: re.Match[str]) -> str:
    """2027. godine, u 2027. godini, 2027./2028."""
    noun, number = found["noun"], int(found["year"])
    if noun == "godinu":
        return ordinal(number, FEMININE, NOMINATIVE).removesuffix("a") + "u godinu"
    return f"{ordinal(number, FEMININE, _YEAR[noun])} {noun}"


def _lone_year(found: re.Match[str]) -> str:
    """U 2027., do 2027."""
    case = LOCATIVE if found[1].lower() == "u" else GENITIVE
    return f"{found[1]} {ordinal(int(found[2]), FEMININE, case)}"


def _academic_year(found: re.Match[str]) -> str:
    """2026./2027."""
    return ", ".join(ordinal(int(found[n]), FEMININE, NOMINATIVE) for n in (1, 2))


_PARTICLE = 2  # letters: no noun, 3. u redu
_ENDS = (("u", MASCULINE, LOCATIVE), ("a", FEMININE, NOMINATIVE), ("e", FEMININE, GENITIVE),
         ("i", FEMININE, LOCATIVE), ("o", NEUTER, NOMINATIVE))  # fmt: skip


def _ordinal(found: re.Match[str]) -> str:
    """5. kat, 2. godina, na 3. katu: the gender is guessed by the noun's end."""
    number, noun = int(found[1]), found[2]
    if _gender(noun) == NEUTER:
        return f"{ordinal(number, NEUTER, NOMINATIVE)} {noun}"
    for end, gender, case in _ENDS:
        if noun.endswith(end) and len(noun) > _PARTICLE:
            return f"{ordinal(number, gender, case)} {noun}"
    return f"{ordinal(number, MASCULINE, NOMINATIVE)} {noun}"


_EURO = (Noun("euro", "eura", "eura"), Noun("cent", "centa", "centi"))
_DOLLAR = (Noun("dolar", "dolara", "dolara"), _EURO[1])
_POUND = (Noun("funta", "funte", "funti", FEMININE), Noun("peni", "penija", "penija"))
_KUNA = (Noun("kuna", "kune", "kuna", FEMININE), Noun("lipa", "lipe", "lipa", FEMININE))
_HRYVNIA = (
    Noun("grivnja", "grivnje", "grivnji", FEMININE),
    Noun("kopijka", "kopijke", "kopijki", FEMININE),
)
_DEGREE = Noun("stupanj", "stupnja", "stupnjeva")
_ROUBLE = (
    Noun("rubalj", "rublja", "rubalja"),
    Noun("kopejka", "kopejke", "kopejki", FEMININE),
)


def _measure(stem: str, many: str = "") -> Noun:
    """Most measures are declined like this."""
    return Noun(stem, stem + "a", many or stem + "a")


TONGUE = Tongue(
    code="hr",
    number=r"(?P<whole>\d{1,3}(?:\.\d{3})+(?!\d)|\d+)(?:(?:,|\.(?=\d{1,2}(?!\d)))(?P<part>\d+))?",
    marks=".",
    cardinal=cardinal,
    counted=_counted,
    decimal=_decimal,
    date=_date,
    clock=_clock,
    hours=_hours,
    months=_MONTHS,
    currencies={
        "€": _EURO, "EUR": _EURO, "$": _DOLLAR, "USD": _DOLLAR, "£": _POUND, "GBP": _POUND,
        "kn": _KUNA, "HRK": _KUNA, "₴": _HRYVNIA, "UAH": _HRYVNIA, "₽": _ROUBLE, "RUB": _ROUBLE,
    },
    units={
        "%": Noun("posto", "posto", "posto"),
        "km/h": Noun("kilometar na sat", "kilometra na sat", "kilometara na sat"),
        "km": Noun("kilometar", "kilometra", "kilometara"),
        "m": Noun("metar", "metra", "metara"),
        "cm": Noun("centimetar", "centimetra", "centimetara"),
        "mm": Noun("milimetar", "milimetra", "milimetara"), "kg": _measure("kilogram"),
        "g": _measure("gram"), "mg": _measure("miligram"),
        "l": Noun("litra", "litre", "litara", FEMININE),
        "dl": Noun("decilitar", "decilitra", "decilitara"),
        "ml": Noun("mililitar", "mililitra", "mililitara"), "MB": _measure("megabajt"),
        "°C": _DEGREE, "°": _DEGREE,
        "h": _HOUR, "min": Noun("minuta", "minute", "minuta", FEMININE),
        "sek": Noun("sekunda", "sekunde", "sekundi", FEMININE),
        "kom": Noun("komad", "komada", "komada"),
    },
    scales={"tis": _NUMERALS.scales[0], "mil": _NUMERALS.scales[1], "mlrd": _NUMERALS.scales[2]},
    signs={
        "plus": "plus", "minus": "minus", "at": "et", "dot": "točka", "slash": "kosa crta",
        "dash": "crtica", "underscore": "donja crta", "over": "kroz", "&": "i", "№": "broj",
        "%": "posto", "§": "paragraf", "°": "stupnjeva", "=": "jednako", "and cents": " i ",
    },
    codes=r"kod\w*|šifr\w*|broj\w*|PIN|OIB|JMBAG|narudžb\w*|br\.|№",
    until="do",
    between=" do ",
    year_signs=r"\. ?godine|\. ?god\.|\.",
    hour_signs="sati|sata|sat|h",
    gender=_gender,
    own=(
        (re.compile(r"\b24/7\b"), lambda _: "dvadeset četiri sata dnevno"),
        (re.compile(r"\b((?:19|20)\d\d)\./((?:19|20)\d\d)\.?(?!\w)"), _academic_year),
        (re.compile(r"(?<![\w.,:/-])(?P<year>(?:19|20)\d\d)\. ?(?P<noun>godin[aeiu])\b"), _year),
        (re.compile(r"\b([Uu]|[Dd]o|[Oo]d|[Ii]z|[Nn]akon|[Pp]rije) ((?:19|20)\d\d)\.(?=\W|$)"),
         _lone_year),
        (re.compile(r"(?<![\w.,:/-])(\d{1,4})\. ([a-zčćđšž]+)"), _ordinal),
    ),
    short={
        r"[Uu]l\.": "ulica", r"[Tt]rg\.": "trg", r"[Tt]el\.": "telefon", r"npr\.": "na primjer",
        r"tj\.": "to jest", r"itd\.": "i tako dalje", r"i sl\.": "i slično", r"[Bb]r\.": "broj",
        r"str\.": "stranica", r"god\.": "godina", r"tis\.": "tisuća", r"mil\.": "milijuna",
        r"[Dd]r\.(?= [A-ZČĆĐŠŽ])": "doktor", r"[Pp]rof\.": "profesor", r"sv\.": "sveti",
        r"(?<=[a-zčćđšž][–-])(?i:pet)\.?": "petak", r"kn": "kuna",
        r"min\.": "minuta", r"čl\.": "članak", r"odn\.": "odnosno",
        **{rf"(?i:{short})(?=\.? ?[–,:-]|\.?$|\. | od )\.?|(?<=[–-])(?i:{short})\.?(?!\w)": name
           for short, name in (
               ("pon", "ponedjeljak"), ("uto", "utorak"), ("sri", "srijeda"), ("čet", "četvrtak"),
               ("sub", "subota"), ("ned", "nedjelja"))},
    },
)  # fmt: skip
