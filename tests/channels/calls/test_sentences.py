from __future__ import annotations

import pytest

from flowengine.channels.calls import sentences
from flowengine.channels.calls.sentences import CALL_NUMBER, MOMENT, WHOLE, sentence

SHIPPED = {"en", "uk", "ru", "hr", "fa"}


@pytest.mark.parametrize("words", [*WHOLE, CALL_NUMBER])
def test_each_sentence_is_there_in_every_language_that_ships(words: dict[str, str]) -> None:
    assert set(words) == SHIPPED
    assert len(set(words.values())) == len(SHIPPED)


def test_those_that_are_rendered_before_anybody_calls_have_no_hole() -> None:
    assert not [text for words in WHOLE for text in words.values() if "{" in text]
    assert all("{number}" in text for text in sentences.CALL_NUMBER.values())


@pytest.mark.parametrize(
    ("language", "said"),
    [
        ("uk", ("uk", MOMENT["uk"])),
        ("en-GB", ("en-GB", MOMENT["en"])),
        ("ko", ("en", MOMENT["en"])),
        ("", ("en", MOMENT["en"])),
    ],
)
def test_a_language_without_its_own_words_hears_english(
    language: str, said: tuple[str, str]
) -> None:
    assert sentence(MOMENT, language) == said
