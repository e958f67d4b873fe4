"""What translators get: notes that say what each text is for, files that their programs open."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from flowengine.authoring.messages import (
    Unreadable,
    as_text,
    catalogue_path,
    forms,
    notes,
    opened,
    same,
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


def written() -> Catalog:
    made = template("shop", found(), "uk")
    changed = made.get("Hi.", "start/say/sms")
    assert changed is not None
    changed.string, changed.flags = "Ві.", {"fuzzy"}
    changed.previous_id = ['Hullo,\n"all" of you, ' + "very " * 30]
    changed.user_comments = ["Ask Olha."]
    return made


def test_what_is_written_is_read_again_word_for_word() -> None:
    first = as_text(written())
    again = opened(first, "uk")
    assert same(as_text(again), first)
    assert same(as_text(opened(as_text(again), "uk")), first)
    message = again.get("Hi.", "start/say/sms")
    assert message is not None
    assert message.previous_id == ['Hullo,\n"all" of you, ' + "very " * 30]
    assert message.user_comments == ["Ask Olha."]


def test_a_previous_text_that_counted_is_read_too() -> None:
    made = written()
    message = made.get("Hi.", "start/say/sms")
    assert message is not None
    message.previous_id = ["one bed", "many beds"]
    again = opened(as_text(made), "uk").get("Hi.", "start/say/sms")
    assert again is not None
    assert again.previous_id == ["one bed", "many beds"]


def test_what_is_obsolete_and_was_stale_stays_so() -> None:
    made = written()
    message = made.get("Hi.", "start/say/sms")
    assert message is not None
    made.delete("Hi.", "start/say/sms")
    made.obsolete["Hi.", "start/say/sms"] = message
    text = as_text(made)
    assert as_text(made) == text
    (again,) = opened(text, "uk").obsolete.values()
    assert (again.fuzzy, forms(again), again.user_comments) == (True, ("Ві.",), ["Ask Olha."])


def test_only_dates_in_the_header_are_no_change() -> None:
    text = as_text(written())
    assert same(text, text.replace("Date: 2", "Date: 1"))
    assert not same(text, text.replace("Ві.", "Вітаю."))


@pytest.mark.parametrize("text", ['msgstr[x] ""', 'msgid "a"\nmsgid "b"\nmsgstr ""\n', "rubbish"])
def test_what_cannot_be_read_is_refused(text: str) -> None:
    with pytest.raises(Unreadable, match="cannot be read"):
        opened(text, "uk")
