from __future__ import annotations

import pytest

from flowengine.language import nodes
from flowengine.language.checks.wording import (
    alternatives,
    has_letters,
    joined,
    label,
    languages,
)
from tests.language.checks.scopes import END, scope

TEXT = """languages en, uk, ru
start:
  say "plain" or "other"
    uk: "uk"
    sms: "sms"
    sms uk: "both"
  menu "?"
    1 "A"
      voice: "V"
      uk: "Б"
    each x in y "{{ x }}"
  end
"""


@pytest.mark.parametrize(
    ("channel", "language", "words"),
    [
        ("voice", "en", ["plain", "other"]),
        ("voice", "uk", ["uk"]),
        ("sms", "ru", ["sms"]),
        ("sms", "uk", ["both"]),
    ],
)
def test_the_most_exact_words_are_chosen(channel: str, language: str, words: list[str]) -> None:
    text = scope(TEXT).index.nodes(nodes.Say)[0].text
    assert [joined(lines) for lines in alternatives(text, channel, language)] == words


@pytest.mark.parametrize(
    ("channel", "language", "words"),
    [
        ("chat", "en", "A"),
        ("chat", "uk", "Б"),
        ("chat", "ru", "A"),
        ("voice", "uk", "V"),
        ("voice", "ru", "V"),
    ],
)
def test_labels_vary_as_texts_do(channel: str, language: str, words: str) -> None:
    index = scope(TEXT).index
    assert label(index.nodes(nodes.Option)[0], channel, language).source == words
    assert label(index.nodes(nodes.Each)[0], channel, language).source == "{{ x }}"


def test_the_written_language_comes_first() -> None:
    assert languages(scope("languages uk, en\nwritten in en\n" + END)) == ("en", "uk")
    assert languages(scope(END)) == ("en",)


def test_holes_and_doubled_marks_count_as_they_will_be_read() -> None:
    lines = tuple(nodes.Quote(nodes.Span(1, 1, 1, 1), text) for text in ('a ""b""', "{{ x }}!"))
    assert joined(lines) == 'a "b"\n········!'


@pytest.mark.parametrize(
    ("text", "there"), [("{{ x }} 112.", False), ("Hi {{ x }}", True), ("", False)]
)
def test_words_outside_of_holes(text: str, there: bool) -> None:
    assert has_letters((nodes.Quote(nodes.Span(1, 1, 1, 1), text),)) is there
