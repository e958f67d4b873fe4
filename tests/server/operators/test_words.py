"""Every word of these pages stands in one table, so that others can say it in their language."""

from __future__ import annotations

import re
from importlib import resources
from pathlib import Path

import pytest

from flowengine.server.operators.words import FALLBACK, Words, spoken, words
from flowengine.server.words import spoken as kept

PAGES = {
    file.name: file.read_text(encoding="utf-8")
    for file in (resources.files("flowengine.server.operators") / "pages").iterdir()
}
CODE = re.compile(r"\{%.*?%\}|\{\{.*?\}\}|\{#.*?#\}|<!doctype html>|<code>.*?</code>", re.DOTALL)
NAMED = re.compile(r"\bwords\.(\w+)\b(?!\()|words\[\"(\w+)\"\]")


@pytest.mark.parametrize("name", PAGES)
def test_no_page_has_words_of_its_own(name: str) -> None:
    shown = re.sub(r"<[^>]*>", " ", CODE.sub(" ", PAGES[name]))
    assert re.findall(r"[^\W\d_]{2,}", shown) == []


@pytest.mark.parametrize("name", PAGES)
def test_every_word_that_a_page_wants_is_there(name: str) -> None:
    wanted = {one or other for one, other in NAMED.findall(PAGES[name])} - {"get"}
    assert wanted <= words(FALLBACK).keys()


HOLE = re.compile(r"\{(\w+)(?::([^{}]*))?\}")
FORMS = {"en": 2, "uk": 3, "ru": 3, "hr": 3, "fa": 2}
ROOM = Path(str(resources.files("flowengine.server.operators")))


def holes(text: str) -> set[str]:
    return {name for name, _ in HOLE.findall(text)}


@pytest.mark.parametrize("language", FORMS)
def test_every_language_has_every_word_of_its_own(language: str) -> None:
    own, english = kept("flowengine.server.operators")[language], words(FALLBACK)
    assert own.keys() == english.keys()
    assert {name: holes(text) for name, text in own.items()} == {
        name: holes(text) for name, text in english.items()
    }
    assert all(text.strip() for text in own.values())
    forms = [found for text in own.values() for _, found in HOLE.findall(text) if found]
    assert forms
    assert {one for one in forms if one.count("/") + 1 != FORMS[language]} == set()


def test_every_word_is_asked_for() -> None:
    """By its whole name, or by how it begins where the rest is a value."""
    files = [*ROOM.rglob("*.py"), *ROOM.rglob("*.html"), ROOM.parent / "wording.py"]
    code = "\n".join(file.read_text(encoding="utf-8") for file in files)
    whole = set(re.findall(r"\w+", code))
    begun = tuple(set(re.findall(r"""["']([a-z]+_)["'{]""", code)) | {"did_"})
    ends = tuple(set(re.findall(r"""~ "(_[a-z]+)""", code)))
    asked = {name for name in words(FALLBACK) if name.startswith(begun) or name.endswith(ends)}
    assert words(FALLBACK).keys() - asked - whole == set()


@pytest.mark.parametrize("room", ["desk", "operators"])
def test_no_word_is_called_as_a_page_calls_something_else(room: str) -> None:
    """`words.clear` in a page is what a dictionary does, and no word of ours."""
    known = kept(f"flowengine.server.{room}")[FALLBACK]
    assert [name for name in known if hasattr(Words, name) or name == "language"] == []


def test_a_language_without_words_reads_english() -> None:
    assert words("sw") is words(FALLBACK)
    assert set(spoken()) == set(FORMS)
