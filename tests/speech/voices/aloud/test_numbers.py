"""What is counted, what is a range, and what is too long to be either."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud.numbers import plain, ranges, signed
from flowengine.speech.voices.aloud.tongues.english import TONGUE as ENGLISH
from flowengine.speech.voices.aloud.tongues.ukrainian import TONGUE as UKRAINIAN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1000", "one thousand"),
        ("1,000,000.5", "one million point five"),
        ("1234567", "one two three four, five six seven"),
        ("482913", "four eight two, nine one three"),
        ("120000", "one hundred and twenty thousand"),
        ("5000000", "five million"),
        ("007", "zero zero seven"),
        ("0", "zero"),
        ("order 20271", "order two zero, two seven one"),
        ("order 5", "order five"),
        ("number of people: 1200", "number of people: one thousand two hundred"),
        ("The code. 1200 people", "The code. one thousand two hundred people"),
        ("1" + ",000" * 5, "one " + ", ".join(["zero zero zero"] * 5)),
        ("covid19x", "covid nineteen x"),
        ("9" * 16, ", ".join(["nine nine nine nine"] + ["nine nine nine"] * 4)),
    ],
)
def test_plain(text: str, said: str) -> None:
    assert plain(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4-6", "four to six"),
        ("4 – 6", "four to six"),
        ("6-4", "6-4"),
        ("4-6-8", "4-6-8"),
        ("4-6.5", "4-6.5"),
        ("04-06", "04-06"),
    ],
)
def test_ranges(text: str, said: str) -> None:
    assert ranges(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [("-5", "minus 5"), ("(+5)", "(plus 5)"), ("5-6", "5-6"), ("a-5", "a-5"), ("- five", "- five")],
)
def test_signs(text: str, said: str) -> None:
    assert signed(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("2 посилки", "дві посилки"),
        ("2 ліжка", "два ліжка"),
        ("1 місце", "одне місце"),
        ("до 2 годин", "до двох годин"),
        ("після 31 дня", "після тридцяти одного дня"),
        ("близько 250 людей", "близько двохсот п'ятдесяти людей"),
        ("не менше 1000", "не менше тисячі"),
    ],
)
def test_gender_by_the_noun_behind_and_case_by_the_word_before(text: str, said: str) -> None:
    assert plain(text, UKRAINIAN) == said
