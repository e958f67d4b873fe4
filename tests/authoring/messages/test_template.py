"""What translators get: each text with its place, its line, and a note that says what it is for."""

from __future__ import annotations

import pytest

from flowengine.authoring.messages.po import Unreadable, as_text
from flowengine.authoring.messages.template import (
    catalogue_path,
    notes,
    template,
    template_path,
)
from flowengine.language.catalogue import Entry, entries, read_catalogue
from flowengine.language.parse import parse

FLOW = """\
flow shop "Shop"
languages en, uk

start:
  say "Hello {{ name }}."
    sms: "Hi."
    chat: "Hello, {{ name }}!"
  say "100 % free, {{ n }} {{ n | plural('bed', 'beds') }}."
  send email to contact.email
    subject "News"
    "Dear all."
  -> main

menu main "What?"
  1 "Beds" or "bed[s]" or "sleep" -> start
  2 "Bye" or "bye" -> start

rule size = "small {small}"
screen 60, more "On", less "Up"
"""


def found() -> tuple[Entry, ...]:
    file, mistakes = parse(FLOW, "shop.flow")
    assert file is not None, mistakes
    return entries(file)


def note(context: str) -> str:
    return " ".join(notes(next(one for one in found() if one.context == context)))


@pytest.mark.parametrize(
    ("context", "words"),
    [
        ("flow/title", "name of the hotline"),
        ("start/say", "Said to the caller. Keep {{ … }}"),
        ("start/say/sms", "Only for sms: at most 459 characters, 201 in Cyrillic"),
        ("start/say/chat", "Only for chat. Keep {{ … }}"),
        ("start/send email", "A message sent by email."),
        ("start/send email/subject", "subject of an e-mail"),
        ("main/question", "A question"),
        ("main/label", "shown on a button"),
        ("screen/more", "next page of a small screen"),
        ("screen/less", "the page before"),
        ("main/phrases", "say or type for “Beds”. Write how people"),
        ("rule size", "say or type here. Write how people"),
        ("rule size", "Keep what stands in {braces}"),
    ],
)
def test_a_note_says_what_a_text_is_for(context: str, words: str) -> None:
    assert words in note(context)


def test_a_template_has_each_text_with_its_place_and_line() -> None:
    text = as_text(template("shop", found()))
    assert '#: shop.flow:6\nmsgctxt "start/say/sms"\nmsgid "Hi."\nmsgstr ""\n' in text
    assert 'msgid_plural "100 % free, {{ n }} beds."' in text
    assert "python-format" not in text
    assert "fuzzy" not in text


def test_a_catalogue_knows_its_language_and_its_forms() -> None:
    text = as_text(template("shop", found(), "uk"))
    assert '"Language: uk\\n"' in text
    assert "nplurals=3" in text
    assert "charset=utf-8" in text
    assert text.count('msgstr[2] ""') == 1
    catalogue, mistakes = read_catalogue(text, "locale/uk/shop.po", "uk")
    assert mistakes == []
    assert set(catalogue.written) == {entry.key for entry in found()}


@pytest.mark.parametrize("language", ["xx", "nonsense-here", "1"])
def test_a_language_that_nobody_knows_is_told(language: str) -> None:
    with pytest.raises(Unreadable, match="no language"):
        template("shop", found(), language)


def test_files_have_their_places() -> None:
    assert template_path("shop") == "locale/shop.pot"
    assert catalogue_path("shop", "uk") == "locale/uk/shop.po"
