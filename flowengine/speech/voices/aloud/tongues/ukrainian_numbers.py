"""Ukrainian numbers in words, counted and in order: нуль, дві тисячі, двадцять сьомий."""

from __future__ import annotations

from flowengine.speech.voices.aloud.tongues import slavic
from flowengine.speech.voices.aloud.tongues.tongue import (
    ACCUSATIVE,
    FEMININE,
    GENITIVE,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    Noun,
)

_TEENS = "оди два три чотир п'ят шіст сім вісім дев'ят"
PLAIN = slavic.Words(
    small=(
        "нуль", "один", "два", "три", "чотири", "п'ять", "шість", "сім", "вісім", "дев'ять",
        "десять", *(f"{stem}надцять" for stem in _TEENS.split()),
    ),
    tens=(
        "", "", "двадцять", "тридцять", "сорок", "п'ятдесят", "шістдесят", "сімдесят",
        "вісімдесят", "дев'яносто",
    ),
    hundreds=(
        "", "сто", "двісті", "триста", "чотириста", "п'ятсот", "шістсот", "сімсот", "вісімсот",
        "дев'ятсот",
    ),
)  # fmt: skip
_GENITIVE = slavic.Words(
    small=(
        "нуля", "одного", "двох", "трьох", "чотирьох", "п'яти", "шести", "семи", "восьми",
        "дев'яти", "десяти", *(f"{stem}надцяти" for stem in _TEENS.split()),
    ),
    tens=(
        "", "", "двадцяти", "тридцяти", "сорока", "п'ятдесяти", "шістдесяти", "сімдесяти",
        "вісімдесяти", "дев'яноста",
    ),
    hundreds=(
        "", "ста", "двохсот", "трьохсот", "чотирьохсот", "п'ятисот", "шестисот", "семисот",
        "восьмисот", "дев'ятисот",
    ),
)  # fmt: skip
_STEMS = {
    0: "нульов", 1: "перш", 2: "друг", 3: "трет", 4: "четверт", 5: "п'ят", 6: "шост", 7: "сьом",
    8: "восьм", 9: "дев'ят", 10: "десят",
    **{11 + n: f"{stem}надцят" for n, stem in enumerate(_TEENS.split())},
    20: "двадцят", 30: "тридцят", 40: "сороков", 50: "п'ятдесят", 60: "шістдесят",
    70: "сімдесят", 80: "вісімдесят", 90: "дев'яност", 100: "сот", 200: "двохсот",
    300: "трьохсот", 400: "чотирьохсот", 500: "п'ятисот", 600: "шестисот", 700: "семисот",
    800: "восьмисот", 900: "дев'ятисот", 1000: "тисячн", 2000: "двотисячн",
}  # fmt: skip
NUMERALS = slavic.Numerals(
    plain=PLAIN,
    genitive=_GENITIVE,
    changed={
        (NOMINATIVE, FEMININE): {1: "одна", 2: "дві"},
        (NOMINATIVE, NEUTER): {1: "одне"},
        (GENITIVE, FEMININE): {1: "однієї"},
    },
    scales=(
        Noun("тисяча", "тисячі", "тисяч", FEMININE),
        Noun("мільйон", "мільйони", "мільйонів", part="мільйона"),
        Noun("мільярд", "мільярди", "мільярдів", part="мільярда"),
        Noun("трильйон", "трильйони", "трильйонів", part="трильйона"),
    ),
    stems=_STEMS,
    endings={
        (NOMINATIVE, MASCULINE): ("ий", "ій"), (NOMINATIVE, FEMININE): ("а", "я"),
        (NOMINATIVE, NEUTER): ("е", "є"), (GENITIVE, MASCULINE): ("ого", "ього"),
        (GENITIVE, FEMININE): ("ої", "ьої"), (GENITIVE, NEUTER): ("ого", "ього"),
        (LOCATIVE, MASCULINE): ("ому", "ьому"), (LOCATIVE, FEMININE): ("ій", "ій"),
        (LOCATIVE, NEUTER): ("ому", "ьому"), (ACCUSATIVE, MASCULINE): ("ий", "ій"),
        (ACCUSATIVE, FEMININE): ("у", "ю"), (ACCUSATIVE, NEUTER): ("е", "є"),
    },
)  # fmt: skip


def cardinal(number: int, gender: str, case: str) -> str:
    return slavic.cardinal(NUMERALS, number, gender, GENITIVE if case == GENITIVE else NOMINATIVE)


def ordinal(number: int, gender: str, case: str) -> str:
    return slavic.ordinal(NUMERALS, number, gender, case)
