from __future__ import annotations

import pytest

from flowengine.desk.moves.words import LOST, SOUGHT, TAKEN
from flowengine.host.desk.phrases import PHONED, RENEWED, UNREACHED, phrase

LANGUAGES = ("en", "uk", "ru", "hr", "fa")


@pytest.mark.parametrize("name", [LOST, SOUGHT, TAKEN, RENEWED, PHONED, UNREACHED])
def test_each_is_there_in_every_language_and_its_own_in_each(name: str) -> None:
    said = [phrase(language, name, name="Olena") for language in LANGUAGES]
    assert [language for _, language in said] == list(LANGUAGES)
    assert len({text for text, _ in said}) == len(LANGUAGES)
    assert not [text for text, _ in said if "{" in text]


def test_another_language_hears_english() -> None:
    assert phrase("de", TAKEN, name="Olena") == ("Olena is with you now.", "en")
