"""Every word of these pages stands in one table, so that others can say it in their language."""

from __future__ import annotations

import re
from importlib import resources

import pytest

from flowengine.server.operators.words import FALLBACK, spoken, words

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


@pytest.mark.parametrize("language", spoken())
def test_every_language_has_every_word(language: str) -> None:
    assert words(language).keys() == words(FALLBACK).keys()
    assert all(text.strip() for text in words(language).values())


def test_a_language_without_words_reads_english() -> None:
    assert words("sw") is words(FALLBACK)
