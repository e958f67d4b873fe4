"""Russian numbers in words, counted and in order: ноль, две тысячи, двадцать седьмой."""

from __future__ import annotations

from flowengine.speech.voices.aloud.tongues import slavic
from flowengine.speech.voices.aloud.tongues.tongue import (
    FEMININE,
    GENITIVE,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    Noun,
)

_TEENS = "один две три четыр пят шест сем восем девят".split()
PLAIN = slavic.Words(
    small=(
        "ноль", "один", "два", "три", "четыре", "пять", "шесть", "семь", "восемь", "девять",
        "десять", *(f"{stem}надцать" for stem in _TEENS),
    ),
    tens=(
        "", "", "двадцать", "тридцать", "сорок", "пятьдесят", "шестьдесят", "семьдесят",
        "восемьдесят", "девяносто",
    ),
    hundreds=(
        "", "сто", "двести", "триста", "четыреста", "пятьсот", "шестьсот", "семьсот",
        "восемьсот", "девятьсот",
    ),
)  # fmt: skip
_GENITIVE = slavic.Words(
    small=(
        "ноля", "одного", "двух", "трёх", "четырёх", "пяти", "шести", "семи", "восьми",
        "девяти", "десяти", *(f"{stem}надцати" for stem in _TEENS),
    ),
    tens=(
        "", "", "двадцати", "тридцати", "сорока", "пятидесяти", "шестидесяти", "семидесяти",
        "восьмидесяти", "девяноста",
    ),
    hundreds=(
        "", "ста", "двухсот", "трёхсот", "четырёхсот", "пятисот", "шестисот", "семисот",
        "восьмисот", "девятисот",
    ),
)  # fmt: skip
NUMERALS = slavic.Numerals(
    plain=PLAIN,
    genitive=_GENITIVE,
    changed={
        (NOMINATIVE, FEMININE): {1: "одна", 2: "две"},
        (NOMINATIVE, NEUTER): {1: "одно"},
        (GENITIVE, FEMININE): {1: "одной"},
    },
    scales=(
        Noun("тысяча", "тысячи", "тысяч", FEMININE),
        Noun("миллион", "миллиона", "миллионов"),
        Noun("миллиард", "миллиарда", "миллиардов"),
        Noun("триллион", "триллиона", "триллионов"),
    ),
    stems={
        0: "нулев", 1: "перв", 2: "втор", 3: "трет", 4: "четвёрт", 5: "пят", 6: "шест",
        7: "седьм", 8: "восьм", 9: "девят", 10: "десят",
        **{11 + n: f"{stem}надцат" for n, stem in enumerate(_TEENS)},
        20: "двадцат", 30: "тридцат", 40: "сороков", 50: "пятидесят", 60: "шестидесят",
        70: "семидесят", 80: "восьмидесят", 90: "девяност", 100: "сот", 200: "двухсот",
        300: "трёхсот", 400: "четырёхсот", 500: "пятисот", 600: "шестисот", 700: "семисот",
        800: "восьмисот", 900: "девятисот", 1000: "тысячн", 2000: "двухтысячн",
    },
    endings={
        (NOMINATIVE, MASCULINE): ("ый", "ий"), (NOMINATIVE, FEMININE): ("ая", "ья"),
        (NOMINATIVE, NEUTER): ("ое", "ье"), (GENITIVE, MASCULINE): ("ого", "ьего"),
        (GENITIVE, FEMININE): ("ой", "ьей"), (GENITIVE, NEUTER): ("ого", "ьего"),
        (LOCATIVE, MASCULINE): ("ом", "ьем"), (LOCATIVE, FEMININE): ("ой", "ьей"),
        (LOCATIVE, NEUTER): ("ом", "ьем"),
    },
    stressed={
        0: "нулевой", 2: "второй", 6: "шестой", 7: "седьмой", 8: "восьмой", 40: "сороковой",
    },
)  # fmt: skip


def cardinal(number: int, gender: str, case: str) -> str:
    return slavic.cardinal(NUMERALS, number, gender, case)


def ordinal(number: int, gender: str, case: str) -> str:
    return slavic.ordinal(NUMERALS, number, gender, case)
