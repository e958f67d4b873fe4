from __future__ import annotations

import pytest

from flowengine.language.checks.options import (
    keys_are_no_answers,
    keys_are_unique,
    labels_are_no_keys,
    phrases_are_unique,
)
from tests.language.checks.scopes import END, scope, told


def menu(*options: str, head: str = "") -> str:
    return head + 'start:\n  menu "?"\n' + "".join(f"    {line}\n" for line in options) + "  end\n"


@pytest.mark.parametrize(
    ("options", "found"),
    [
        (['1 "A"', '1 "B"'], [("FE105", 5)]),
        (['1 "A"', '1 "B" if x'], []),
        (['1 "A" if not x', '1 "B" if x'], []),
        (['- "A"', '- "B"'], []),
        (['star "A"', 'star "B"'], [("FE105", 5)]),
        (['1 "A"', '2 "B"'], []),
        (['1 "A"', '12 "B"'], [("FE107", 5)]),
        (['12 "A"', '1 "B"'], [("FE107", 4)]),
        (['each c in d "{{ c }}"', '1 "A"'], []),
    ],
)
def test_keys(options: list[str], found: list[tuple[str, int]]) -> None:
    assert told(keys_are_unique, menu(*options)) == found


def test_options_of_asks_browses_and_anywhere_are_looked_at() -> None:
    twice = '    1 "A" -> start\n    1 "B" -> start\n'
    ask = f'start:\n  ask x "?"\n{twice}  browse y in z\n    show "."\n{twice}  end\n'
    assert [line for _, line in told(keys_are_unique, ask)] == [5, 9]
    anywhere = "anywhere\n" + twice.replace("    ", "  ") + END
    assert told(keys_are_unique, anywhere) == [("FE105", 4)]


@pytest.mark.parametrize(
    ("kind", "key", "found"),
    [
        (": number", "1", [("FE108", 4)]),
        (": phone", "0", [("FE108", 4)]),
        (": number", "star", []),
        (": number", "-", []),
        (": text", "1", []),
        ("", "1", []),
    ],
)
def test_keys_that_are_answers(kind: str, key: str, found: list[tuple[str, int]]) -> None:
    source = f'start:\n  ask x{kind} "?"\n    {key} "A" = 1\n  end\n'
    assert told(keys_are_no_answers, source) == found


@pytest.mark.parametrize(
    ("option", "found"),
    [
        ('1 "2"', [("FE109", 4)]),
        ('2 "2"', []),
        ('- "2."', [("FE109", 4)]),
        ('1 "2027"', []),
        ('1 "Two"', []),
        ('1 "{{ x }}"', []),
    ],
)
def test_labels_that_look_like_keys(option: str, found: list[tuple[str, int]]) -> None:
    assert told(labels_are_no_keys, menu(option)) == found


@pytest.mark.parametrize(
    ("options", "at"),
    [
        (['1 "Grants" or "money"', '2 "Fees" or "money"'], [5]),
        (['1 "Grants"', '2 "Fees" or "grant[s]"'], [5]),
        (['1 "Grants"', '2 "grants!"'], [5]),
        (['1 "Grants"', '2 "Grants" if x'], []),
        (['1 "Grants"', '2 "Fees"'], []),
        (['1 "Grants" or "(broken"', '2 "Fees" or "(broken"'], []),
        (['1 "{{ x }}"', '2 "{{ x }}"'], []),
        (['1 "…" or "money"', '2 "…" or "cash"'], []),
        (['1 "Grants" or "<what>"', '2 "Grants"'], []),
        (['1 "Grants"'], []),
    ],
)
def test_phrases(options: list[str], at: list[int]) -> None:
    assert told(phrases_are_unique, menu(*options)) == [("FE106", line) for line in at]


def test_rules_are_followed() -> None:
    head = 'rule money = "cash | money"\nrule broken = "(cash"\n'
    source = menu('1 "Grants" or "<money>"', '2 "Fees" or "cash"', head=head)
    (found,) = phrases_are_unique(scope(source))
    assert found.message == "“cash” would choose this option and also “Grants” in line 6."


def test_each_language_is_looked_at_by_itself() -> None:
    head = "languages en, uk\n"
    options = ['1 "Grants"', '  uk: "Гроші" or "так"', '2 "Fees"', '  uk: "Плата" or "так"']
    assert told(phrases_are_unique, menu(*options, head=head)) == [("FE106", 7)]


def test_other_words_for_one_language_do_not_clash_with_those_of_another() -> None:
    head = "languages en, uk\n"
    options = ['1 "Grants"', '  voice uk: "Fees"', '2 "Fees"', '  uk: "Grants"']
    assert told(phrases_are_unique, menu(*options, head=head)) == []


@pytest.mark.parametrize("tags", ["voice", "sms en"])
def test_a_label_of_one_channel_is_heard_on_all(tags: str) -> None:
    options = ['1 "Grants"', f'  {tags}: "Money" or "cash"', '2 "Fees" or "cash"']
    assert told(phrases_are_unique, menu(*options)) == [("FE106", 6)]


def test_a_pair_is_told_once_whatever_the_number_of_languages() -> None:
    head = "languages en, uk\n"
    options = ['1 "Grants"', '  uk: "OK"', '2 "Grants"', '  uk: "OK"']
    assert told(phrases_are_unique, menu(*options, head=head)) == [("FE106", 7)]
