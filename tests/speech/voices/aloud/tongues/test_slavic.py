"""Numbers of Slavic languages agree with their noun in gender, number and case."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud.tongues import (
    croatian,
    russian_numbers,
    slavic,
    ukrainian_numbers,
)
from flowengine.speech.voices.aloud.tongues.tongue import (
    FEMININE,
    GENITIVE,
    LOCATIVE,
    MASCULINE,
    NEUTER,
    NOMINATIVE,
    Noun,
)

DAY = Noun("день", "дні", "днів", part="дня")


@pytest.mark.parametrize(
    ("number", "plain", "genitive"),
    [
        (0, "днів", "днів"),
        (1, "день", "дня"),
        (2, "дні", "днів"),
        (4, "дні", "днів"),
        (5, "днів", "днів"),
        (11, "днів", "днів"),
        (12, "днів", "днів"),
        (14, "днів", "днів"),
        (21, "день", "дня"),
        (22, "дні", "днів"),
        (111, "днів", "днів"),
        (101, "день", "дня"),
        (1000, "днів", "днів"),
    ],
)
def test_the_form_of_a_noun(number: int, plain: str, genitive: str) -> None:
    assert slavic.counted(number, DAY, NOMINATIVE) == plain
    assert slavic.counted(number, DAY, GENITIVE) == genitive


@pytest.mark.parametrize(
    ("number", "gender", "case", "words"),
    [
        (0, MASCULINE, NOMINATIVE, "нуль"),
        (0, MASCULINE, GENITIVE, "нуля"),
        (1, FEMININE, GENITIVE, "однієї"),
        (2, NEUTER, NOMINATIVE, "два"),
        (41, NEUTER, NOMINATIVE, "сорок одне"),
        (19, MASCULINE, GENITIVE, "дев'ятнадцяти"),
        (999, MASCULINE, GENITIVE, "дев'ятисот дев'яноста дев'яти"),
        (1000, MASCULINE, GENITIVE, "тисячі"),
        (2002, FEMININE, NOMINATIVE, "дві тисячі дві"),
        (21_000, MASCULINE, NOMINATIVE, "двадцять одна тисяча"),
        (1_000_001, MASCULINE, NOMINATIVE, "мільйон один"),
        (5_000_000_000, MASCULINE, NOMINATIVE, "п'ять мільярдів"),
    ],
)
def test_cardinals(number: int, gender: str, case: str, words: str) -> None:
    assert ukrainian_numbers.cardinal(number, gender, case) == words


def test_less_than_nothing_is_no_number_of_things() -> None:
    with pytest.raises(ValueError, match="not negative"):
        ukrainian_numbers.cardinal(-1, MASCULINE, NOMINATIVE)


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (0, "нульовий"),
        (3, "третій"),
        (10, "десятий"),
        (12, "дванадцятий"),
        (20, "двадцятий"),
        (40, "сороковий"),
        (90, "дев'яностий"),
        (100, "сотий"),
        (112, "сто дванадцятий"),
        (1000, "тисячний"),
        (2000, "двотисячний"),
        (2011, "дві тисячі одинадцятий"),
        (2100, "дві тисячі сотий"),
        (5000, "п'ять тисяч"),
    ],
)
def test_ordinals(number: int, words: str) -> None:
    assert ukrainian_numbers.ordinal(number, MASCULINE, NOMINATIVE) == words


@pytest.mark.parametrize(
    ("said", "words"),
    [
        (russian_numbers.ordinal(3, FEMININE, GENITIVE), "третьей"),
        (russian_numbers.ordinal(8, MASCULINE, NOMINATIVE), "восьмой"),
        (russian_numbers.ordinal(8, NEUTER, NOMINATIVE), "восьмое"),
        (russian_numbers.ordinal(27, MASCULINE, LOCATIVE), "двадцать седьмом"),
        (croatian.ordinal(3, MASCULINE, LOCATIVE), "trećem"),
        (croatian.ordinal(3, NEUTER, NOMINATIVE), "treće"),
        (croatian.ordinal(21, FEMININE, GENITIVE), "dvadeset prve"),
    ],
)
def test_ordinals_of_the_others(said: str, words: str) -> None:
    assert said == words


@pytest.mark.parametrize(
    ("cardinal", "number", "words"),
    [
        (
            russian_numbers.cardinal,
            1_234_567,
            "миллион двести тридцать четыре тысячи пятьсот шестьдесят семь",
        ),
        (croatian.cardinal, 2_001_002, "dva milijuna tisuća dva"),
        (croatian.cardinal, 16, "šesnaest"),
        (croatian.cardinal, 14, "četrnaest"),
        (croatian.cardinal, 11, "jedanaest"),
    ],
)
def test_cardinals_of_the_others(cardinal: object, number: int, words: str) -> None:
    assert callable(cardinal)
    assert cardinal(number, MASCULINE, NOMINATIVE) == words


def test_every_number_up_to_a_thousand_has_words_of_its_own() -> None:
    for tongue in (ukrainian_numbers, russian_numbers, croatian):
        said = {tongue.cardinal(n, MASCULINE, NOMINATIVE) for n in range(1001)}
        assert len(said) == 1001
        ordinals = {tongue.ordinal(n, MASCULINE, NOMINATIVE) for n in range(1001)}
        assert len(ordinals) == 1001
