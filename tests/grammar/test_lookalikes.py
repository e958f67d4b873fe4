from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.grammar.lookalikes import capitals, unmixed


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("тaк", "так"),
        ("ПPИBIТ", "ПРИВІТ"),
        ("hеlр mе", "help me"),
        ("ΥΕS", "YES"),
        ("мoжнo, yes", "можно, yes"),
        ("аc", "ас"),
        ("Zoоm", "Zoom"),
        ("бот2bot", "бот2bot"),
        ("ботbot", "ботbot"),
        ("SMS-повідомлення", "SMS-повідомлення"),
        ("αβγ", "αβγ"),
        ("copy сору", "copy сору"),
        ("", ""),
    ],
)
def test_a_word_of_two_scripts_becomes_one_of_one(text: str, expected: str) -> None:
    assert unmixed(text) == expected


@pytest.mark.parametrize(
    ("word", "expected"),
    [("HI", "НІ"), ("TAK", "ТАК"), ("hi", ""), ("NO", ""), ("НІ", "НІ"), ("", "")],
)
def test_capitals_that_look_cyrillic(word: str, expected: str) -> None:
    assert capitals(word) == expected


@given(st.text("aceBHжЖіІбzρΑ -", max_size=12))
def test_twice_changes_nothing_more(text: str) -> None:
    assert unmixed(unmixed(text)) == unmixed(text)
