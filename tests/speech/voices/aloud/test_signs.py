"""What is left is said by name, or is silent; marks are not doubled."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud.signs import read, short, spelled, tidy
from flowengine.speech.voices.aloud.tongues.english import TONGUE as ENGLISH
from flowengine.speech.voices.aloud.tongues.ukrainian import TONGUE as UKRAINIAN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("Dr. No, e.g. etc.", "Doctor No, for example et cetera"),
        ("Drum", "Drum"),
        ("Mon, Tues. and Thurs", "Monday, Tuesday and Thursday"),
        ("Money", "Money"),
    ],
)
def test_abbreviations(text: str, said: str) -> None:
    assert short(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("НМТ", "ен ем те"),
        ("ВПО", "ве пе о"),
        ("ЗСУ", "зе ес у"),
        ("ФОП", "ФОП"),
        ("УВАГА", "УВАГА"),
        ("США-2", "США-2"),
        ("NATO", "NATO"),
    ],
)
def test_capitals(text: str, said: str) -> None:
    assert spelled(text, UKRAINIAN) == said


def test_english_capitals_are_the_engines() -> None:
    assert spelled("NHS", ENGLISH) == "NHS"


@pytest.mark.parametrize(
    ("text", "said"),
    [("A & B", "A  and  B"), ("in €", "in  euros "), ("§", " section "), ("~", "~")],
)
def test_named_signs(text: str, said: str) -> None:
    assert read(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("a  b ,c", "a b,c"),
        ("one,, two", "one, two"),
        ("done..", "done."),
        ("well...", "well..."),
        ("# * _ /", ""),
        ("?!", ""),
        ("", ""),
        ("yes!", "yes!"),
    ],
)
def test_tidy(text: str, said: str) -> None:
    assert tidy(text) == said
