"""Neighbours are found, and nothing grows together."""

from __future__ import annotations

import re

import pytest

from flowengine.speech.voices.aloud.context import after, any_of, apart, before, full_stop


@pytest.mark.parametrize(
    ("text", "left", "right"),
    [
        ("до 5 годин", "до", "годин"),
        ("До  5, годин", "до", ""),
        ("Код: 5", ":", ""),
        ("це – 5", "–", ""),
        ("5", "", ""),
        ("a, 5 b", "", "b"),
    ],
)
def test_neighbours(text: str, left: str, right: str) -> None:
    found = re.search(r"\d", text)
    assert found
    assert (before(found), after(found)) == (left, right)


@pytest.mark.parametrize(
    ("text", "said"), [("a5b", " x "), ("a 5 b", "x"), ("5", "x"), ("5b", "x ")]
)
def test_apart(text: str, said: str) -> None:
    found = re.search(r"\d", text)
    assert found
    assert apart("x", found) == said


@pytest.mark.parametrize(
    ("text", "stop"), [("5 р.", "."), ("5 р. Так", "."), ("5 р. так", ""), ("5 р", "")]
)
def test_a_full_stop_ends_a_sentence_too(text: str, stop: str) -> None:
    found = re.search(r"5 р\.?", text)
    assert found
    assert full_stop(found) == stop


def test_the_longest_goes_first() -> None:
    assert re.findall(any_of(["m", "mm", "m²"]), "mm m² m") == ["mm", "m²", "m"]
