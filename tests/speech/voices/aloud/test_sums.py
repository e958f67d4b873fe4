"""Sums and measures take the noun's right form, and stop a sentence where theirs did."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud.sums import money, units
from flowengine.speech.voices.aloud.tongues.english import TONGUE as ENGLISH
from flowengine.speech.voices.aloud.tongues.ukrainian import TONGUE as UKRAINIAN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("€1", "one euro"),
        ("€0", "zero euros"),
        ("€0.00", "zero euros"),
        ("€0.01", "one cent"),
        ("€1.5", "one point five euros"),
        ("€1.255", "one point two five five euros"),
        ("€3 million", "three million euros"),
        ("€1,000 and 5 USD.", "one thousand euros and five dollars."),
        ("EUR20", "twenty euros"),
        ("20 EURO", "20 EURO"),
        ("€" + "9" * 16, "€" + "9" * 16),
        ("x€5", "x€5"),
    ],
)
def test_money(text: str, said: str) -> None:
    assert money(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("21 грн", "двадцять одна гривня"),
        ("до 21 грн", "до двадцяти однієї гривні"),
        ("22,50 ₴", "двадцять дві гривні п'ятдесят копійок"),
        ("11 $", "одинадцять доларів"),
        ("104 $", "сто чотири долари"),
        ("1,5 $", "півтора долара"),
        ("3 тис. грн", "три тисячі гривень"),
        ("5 грн. Дякуємо", "п'ять гривень. Дякуємо"),
    ],
)
def test_money_in_ukrainian(text: str, said: str) -> None:
    assert money(text, UKRAINIAN) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("1 kg", "one kilogram"),
        ("0.5 kg", "zero point five kilograms"),
        ("2.50 m", "two point five metres"),
        ("5 min. walk", "five minutes walk"),
        ("5 min. Then", "five minutes. Then"),
        ("100%", "one hundred percent"),
        ("5 km/h", "five kilometres an hour"),
        ("5 minds", "5 minds"),
        ("9" * 16 + " kg", "9" * 16 + " kg"),
    ],
)
def test_measures(text: str, said: str) -> None:
    assert units(text, ENGLISH) == said
