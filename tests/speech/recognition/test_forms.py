"""How whisper may write a phrase, and what is scored beside it."""

from __future__ import annotations

import pytest

from flowengine.speech.recognition.forms import forms, siblings, spelled


@pytest.mark.parametrize(
    ("phrase", "language", "found"),
    [
        ("three", "en", (" three", " Three", " 3")),
        ("food bank", "en", (" food bank", " Food bank", " Food Bank")),
        ("три", "uk", (" три", " Три", " 3")),
        ("네", "ko", (" 네",)),
        ("one", "xx", (" one", " One")),
    ],
)
def test_a_phrase_is_written_as_it_may_stand(
    phrase: str, language: str, found: tuple[str, ...]
) -> None:
    assert forms(phrase, language) == found


def test_beside_digits_the_digits_that_are_not_offered_are_scored() -> None:
    beside = siblings(("one", "two", "stop"), "en")
    assert {"zero", "three", "nine"} <= set(beside)
    assert not {"one", "two"} & set(beside)
    assert siblings(("food bank",), "en") == ()


@pytest.mark.parametrize(
    ("text", "ways"),
    [
        ("next friday", ("next friday",)),
        ("23", ("twenty three", "two three")),
        ("1, 2, 3", ("one two three",)),
        ("May 5", ("May five",)),
    ],
)
def test_figures_are_read_as_numbers_and_one_by_one(text: str, ways: tuple[str, ...]) -> None:
    assert spelled(text, "en") == ways
