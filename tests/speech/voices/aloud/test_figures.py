"""Figures that people write down are dictated, in small groups."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud.figures import codes, in_groups, single_digits, telephones
from flowengine.speech.voices.aloud.tongues.english import TONGUE


@pytest.mark.parametrize(
    ("digits", "said"),
    [
        ("1", "one"),
        ("123", "one two three"),
        ("1234", "one two, three four"),
        ("12345", "one two, three four five"),
        ("123456", "one two three, four five six"),
        ("1234567", "one two three four, five six seven"),
        ("12345678", "one two, three four five, six seven eight"),
    ],
)
def test_groups(digits: str, said: str) -> None:
    assert in_groups(digits, TONGUE) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("0 800 100 102", "zero, eight zero zero, one zero zero, one zero two"),
        ("0-800-100-102", "zero, eight zero zero, one zero zero, one zero two"),
        ("+1 (212) 555-0100", "plus one, two one two, five five five, zero one zero zero"),
        ("(020) 7946 0123", "zero two zero, seven nine four six, zero one two three"),
        ("0501 11", "0501 11"),
        ("+0501112233", "plus zero five zero one, one one two, two three three"),
        ("0" * 16, "0" * 16),
        ("05.03.2027", "05.03.2027"),
        ("x0501112233", "x0501112233"),
        ("12 345 678", "12 345 678"),
    ],
)
def test_telephones(text: str, said: str) -> None:
    assert telephones(text, TONGUE) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("4 7 1 1", "four seven, one one"),
        ("code: 4 7.", "code: four seven."),
        ("1 234", "1 234"),
        ("4", "4"),
    ],
)
def test_digits_that_were_set_apart(text: str, said: str) -> None:
    assert single_digits(text, TONGUE) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("A12", "ay twelve"),
        ("AB-1234", "ay B, one two, three four"),
        ("B007", "B, zero zero seven"),
        ("7Z", "seven Z"),
        ("COVID-19", "COVID-19"),
        ("2027", "2027"),
        ("iPhone7", "iPhone7"),
        ("A-B", "A-B"),
    ],
)
def test_codes(text: str, said: str) -> None:
    assert codes(text, TONGUE) == said
