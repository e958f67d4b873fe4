"""What is written for translators' programs comes back as it was, and rubbish is refused."""

from __future__ import annotations

import pytest
from babel.messages.catalog import Catalog

from flowengine.authoring.messages.po import Unreadable, as_text, forms, opened, same
from flowengine.authoring.messages.template import template
from flowengine.language.catalogue import entries
from flowengine.language.parse import parse

FLOW = """\
flow shop "Shop"
languages en, uk

start:
  say "Hello {{ name }}."
    sms: "Hi."
  say "{{ n }} {{ n | plural('bed', 'beds') }}."
"""


def written() -> Catalog:
    file, mistakes = parse(FLOW, "shop.flow")
    assert file is not None, mistakes
    made = template("shop", entries(file), "uk")
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


def test_a_previous_text_that_another_program_broke_into_lines_is_one() -> None:
    text = '#, fuzzy\n#| msgid ""\n#| "Hullo, "\n#| "all."\nmsgid "Hello, all."\nmsgstr "Вітаю."\n'
    message = opened(text, "uk").get("Hello, all.")
    assert message is not None
    assert message.previous_id == ["Hullo, all."]
