from __future__ import annotations

import pytest

from flowengine.language.checks.declared import tags_are_known
from flowengine.language.checks.translations import texts_are_translated
from tests.language.checks.scopes import END, scope, told

TWO = "languages en, uk\n"


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (['say "Hello."'], [4]),
        (['say "Hello."', '  uk: "Вітаємо."'], []),
        (['say "Hello."', '  voice uk: "Вітаємо."'], []),
        (['say "Hello."', '  sms: "Hi."'], [4, 5]),
        (['say "Hello."', '  sms: "Hi."', '  uk: "Вітаємо."'], [5]),
        (['say "Hello."', '  sms: "Hi."', '  uk: "Вітаємо."', '  sms uk: "Ві."'], []),
        (['say "Hello."', '  sms: "{{ x }}"', '  uk: "Вітаємо."'], []),
        (['say "Hello."', '  ukr: "Вітаємо."'], []),
        (['say "{{ x }}."'], []),
        (["menu", '  recording voice: "a.wav"', '  1 "A"'], [6]),
        (["menu", '  1 "A"', '    uk: "Б"', '    sms: "C"'], [7]),
        (["menu", '  1 "A"', '    uk: "Б"', '    sms: "C"', '    sms uk: "Д"'], []),
        (["menu", '  1 "Українська":', "    language uk"], []),
        (["menu", '  1 "A":', '    say "B"', '      uk: "Б"'], [5]),
    ],
)
def test_texts_and_labels(lines: list[str], at: list[int]) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    found = told(texts_are_translated, f"{TWO}start:\n{body}  end\n")
    assert found == [("FE119", line) for line in at]


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (['flow shop "Shop"'], []),
        (['flow shop "Shop"', '  uk: "Крамниця"'], []),
        (['flow shop "Shop"', "screen 160"], []),
        (['flow shop "Shop"', 'screen 160, more "On"'], [2]),
        (['flow shop "Shop"', 'screen 160, less "Up"', '  uk: less "Б"', '  ru: less "Г"'], []),
        (['flow shop "Shop"', '  ru: "Лавка"'], [1]),
        (['flow shop "Shop"', 'entry a "Ask" -> start'], [2]),
        (['flow shop "Shop"', 'entry a "Ask" -> start', '  uk: "Питай"', '  ru: "Спроси"'], []),
    ],
)
def test_a_title_said_in_some_languages_is_wanted_in_all_and_so_is_an_entry(
    lines: list[str], at: list[int]
) -> None:
    source = "\n".join(lines) + "\nlanguages en, uk, ru\n" + END
    whole = source.replace('"Крамниця"\n', '"Крамниця"\n  ru: "Лавка"\n')
    found = told(texts_are_translated, scope(whole, head=""))
    assert found == [("FE119", line) for line in at]


def test_the_word_that_turns_a_page_is_wanted_beside_its_name() -> None:
    (found,) = texts_are_translated(scope(f'{TWO}screen 160, less "Up"{END}'))
    assert '`uk: less "…"`' in found.hint


def test_emergency_words_are_wanted_in_every_language() -> None:
    assert told(texts_are_translated, f'{TWO}words danger\n  "fire"\n{END}') == [("FE119", 4)]
    assert told(texts_are_translated, f'{TWO}words danger\n  uk: "вогонь"\n{END}') == []


@pytest.mark.parametrize("head", ["", "languages en\n", "languages uk, ru\nwritten in en\n"])
def test_one_language_needs_no_translation(head: str) -> None:
    assert told(texts_are_translated, head + 'start:\n  say "Hello."\n  end\n') == []


def test_the_letters_of_a_country_are_told_at_the_top_and_not_in_every_line() -> None:
    source = 'languages en, ua, ru\nstart:\n  say "Hello."\n    uk: "Вітаю."\n  end\n'
    assert told(tags_are_known, source) == []
    (found,) = texts_are_translated(scope(source.replace('    uk: "Вітаю."\n', "")))
    assert "`ru`" in found.message
    assert "`ua`" not in found.message


def test_a_text_is_told_once_with_all_its_languages() -> None:
    source = 'languages en, uk, ru\nstart:\n  say "Hello."\n  end\n'
    (found,) = texts_are_translated(scope(source))
    assert "`uk`, `ru`" in found.message
