"""Only what can be a day or an hour is one."""

from __future__ import annotations

import pytest

from flowengine.speech.voices.aloud.moments import dates, hours
from flowengine.speech.voices.aloud.tongues.english import TONGUE as ENGLISH
from flowengine.speech.voices.aloud.tongues.ukrainian import TONGUE as UKRAINIAN


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("5 March", "the fifth of March"),
        ("5-7 March", "the fifth of March to the seventh of March"),
        ("MARCH 5TH", "the fifth of March"),
        ("32 March", "32 March"),
        ("March 2027", "March 2027"),
        ("05/13/2027", "05/13/2027"),
        ("00/05/2027", "00/05/2027"),
        ("5/3/27", "the fifth of March twenty twenty-seven"),
        ("5 March 9999", "5 March 9999"),
        ("1.2.2027.3", "1.2.2027.3"),
        ("a5/3/2027", "a5/3/2027"),
        ("5 Marching bands", "5 Marching bands"),
        ("5 March at 9:00", "the fifth of March at 9:00"),
    ],
)
def test_days(text: str, said: str) -> None:
    assert dates(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9:05:59", "nine oh five a.m."),
        ("24:00", "midnight"),
        ("9:00 pm", "nine p.m."),
        ("12:00 am", "twelve a.m."),
        ("25:00", "25:00"),
        ("9:60", "9:60"),
        ("1:2:3", "1:2:3"),
        ("9:5", "9:5"),
        ("from 9:00 until 17:00", "from nine a.m. to five p.m."),
        ("9:00–9:30", "from nine a.m. to nine thirty a.m."),
    ],
)
def test_hours(text: str, said: str) -> None:
    assert hours(text, ENGLISH) == said


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("9:00 год.", "дев'ята година."),
        ("о 9:00 год. ранку", "о дев'ятій годині ранку"),
        ("5 березня 2027 року", "п'ятого березня дві тисячі двадцять сьомого року"),
        (
            "5 березня 2027 р. Приходьте",
            "п'ятого березня дві тисячі двадцять сьомого року. Приходьте",
        ),
    ],
)
def test_what_belongs_to_a_day_or_an_hour_is_said_once(text: str, said: str) -> None:
    assert hours(dates(text, UKRAINIAN), UKRAINIAN) == said
