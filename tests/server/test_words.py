from __future__ import annotations

import pytest

from flowengine.server.words import FALLBACK, spoken, words


@pytest.mark.parametrize("language", ["en", "uk", "ru", "hr", "fa"])
def test_every_language_has_every_word(language: str) -> None:
    assert words(language).keys() == words(FALLBACK).keys()
    assert all(text.strip() for text in words(language).values())


def test_no_language_is_a_copy_of_another() -> None:
    assert len({words["lead"] for words in spoken().values()}) == len(spoken())


def test_a_language_without_words_reads_english() -> None:
    assert words("sw") is words(FALLBACK)
