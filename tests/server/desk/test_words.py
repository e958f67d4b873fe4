"""Every language says everything, in its own words, and nothing is said that nobody asks for."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from flowengine.server.desk.words import FALLBACK, sentences, spoken, words
from flowengine.server.words import spoken as kept

ROOT = Path(__file__).parents[3] / "flowengine"
OURS = ("uk", "ru", "hr", "fa")
FORMS = {"en": 2, "uk": 3, "ru": 3, "hr": 3, "fa": 2}
HOLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")


def holes(text: str) -> set[str]:
    return {name for name, _ in HOLE.findall(text)}


@pytest.mark.parametrize("language", OURS)
def test_every_language_has_every_word_of_its_own(language: str) -> None:
    own, english = kept("flowengine.server.desk")[language], words(FALLBACK)
    assert own.keys() == english.keys()
    assert {name: holes(text) for name, text in own.items()} == {
        name: holes(text) for name, text in english.items()
    }
    assert all(text.strip() for text in own.values())


@pytest.mark.parametrize("language", FORMS)
def test_counts_have_the_forms_of_the_language(language: str) -> None:
    texts = [*words(language).values()]
    texts += [text for table in sentences(language).values() for text in table.values()]
    found = [forms for text in texts for _, forms in HOLE.findall(text) if forms]
    assert found
    assert {forms for forms in found if forms.count("/") + 1 != FORMS[language]} == set()


def test_every_word_is_asked_for() -> None:
    """By its whole name, or by how it begins where the rest is a value."""
    room, scripts = ROOT / "server" / "desk", ROOT / "server" / "static" / "desk"
    files = [*room.rglob("*.py"), *room.rglob("*.html"), *scripts.glob("*.js")]
    files.append(ROOT / "server" / "wording.py")
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    whole = set(re.findall(r"[\w-]+", code))
    begun = set(re.findall(r"""["'`]([a-z][a-z-]*(?:_[a-z-]+)*_)(?=["'`{$])""", code))
    begun |= {f"console_{one}" for one in begun}
    asked = {name for name in words(FALLBACK) if name.startswith(tuple(begun))}
    asked |= whole | {f"console_{one}" for one in whole}
    assert words(FALLBACK).keys() - asked == set()


@pytest.mark.parametrize(
    ("language", "count", "said"),
    [
        ("en", 1, "tried 1 time"),
        ("en", 3, "tried 3 times"),
        ("uk", 1, "спроби: 1 раз"),
        ("uk", 3, "спроби: 3 рази"),
        ("uk", 5, "спроби: 5 разів"),
        ("uk", 21, "спроби: 21 раз"),
        ("ru", 12, "попытки: 12 раз"),
        ("hr", 2, "pokušano 2 puta"),
        ("fa", 12, "۱۲ بار تلاش شد"),
    ],
)
def test_a_count_has_its_form(language: str, count: int, said: str) -> None:
    assert words(language).say("console_tries", count=count) == said


def test_a_language_without_words_reads_english() -> None:
    assert words("sw") is words(FALLBACK)
    assert set(spoken()) == set(FORMS)
