"""The engine's own words: every one in every language that ships, with the same holes."""

from __future__ import annotations

import string

import pytest

from flowengine.runtime import phrases

LANGUAGES = ("en", "uk", "ru", "hr", "fa")


def holes(text: str) -> list[str]:
    return sorted(
        str(field) for _, field, _, _ in string.Formatter().parse(text) if field is not None
    )


@pytest.mark.parametrize("name", sorted(phrases._PHRASES))
def test_a_phrase_is_there_in_every_language(name: str) -> None:
    forms = phrases._PHRASES[name]
    assert set(forms) == set(LANGUAGES)
    assert len({tuple(holes(text)) for text in forms.values()}) == 1


def test_a_language_we_do_not_speak_hears_english() -> None:
    assert phrases.phrase("sw", "yes") == "Yes"


def test_there_are_seven_weekdays() -> None:
    assert {len(phrases.phrase(one, "weekdays").split(",")) for one in LANGUAGES} == {7}
