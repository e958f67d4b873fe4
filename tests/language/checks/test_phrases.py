from __future__ import annotations

import pytest

from flowengine.language.checks.phrases import (
    phrases_are_read,
    rules_end,
    rules_in_phrases_exist,
    standard_rules,
)
from tests.language.checks.scopes import END, scope, told


def menu(phrase: str) -> str:
    return f'start:\n  menu "?"\n    1 "A or B (literal" or {phrase}\n  end\n'


COLUMN = len('    1 "A or B (literal" or "') + 1


@pytest.mark.parametrize(
    ("phrase", "code", "start", "end"),
    [
        ('"one or two"', "FE110", 4, 6),
        ('"one {{ x }}"', "FE123", 4, 6),
        ('"[one"', "FE120", 0, None),
        ('"""one"" [two"', "FE120", 8, None),
    ],
)
def test_a_phrase_is_told_with_its_columns(
    phrase: str, code: str, start: int, end: int | None
) -> None:
    (found,) = phrases_are_read(scope(menu(phrase)))
    assert (found.code, found.span.line) == (code, 4)
    assert found.span.column == COLUMN + start
    assert end is None or found.span.end_column == COLUMN + end


@pytest.mark.parametrize(
    "phrase", ['"[study] grant[s]"', '"(one | two)+"', '"order"', '"<or> {or}"']
)
def test_phrases_that_can_be_read(phrase: str) -> None:
    assert told(phrases_are_read, menu(phrase)) == []


EVERYWHERE = """languages en, uk
rule size = "(a"
  uk: "(b" or "(c"
words danger
  "(d"
  uk: "(e"
anywhere
  0 "(label" or "(f" -> start
    uk: "(label" or "(g"
"""


def test_every_place_of_grammar_is_read_and_labels_are_not() -> None:
    found = told(phrases_are_read, EVERYWHERE + END)
    assert sorted(line for _, line in found) == [3, 4, 4, 6, 7, 9, 10]
    assert {code for code, _ in found} == {"FE120"}


RULES = 'rule size = "big | small"\n'


@pytest.mark.parametrize(
    ("phrase", "found"),
    [
        ('"a <size> parcel"', []),
        ('"<INTEGER> parcels"', []),
        ('"<numbers.number>"', []),
        ('"b [(a | <sise>)]"', [("FE121", 5)]),
        ('"b <numbers.hidden>*"', [("FE121", 5)]),
        ('"(broken <sise>"', []),
    ],
)
def test_rules_in_phrases(phrase: str, found: list[tuple[str, int]]) -> None:
    grammar = "#JSGF V1.0;\ngrammar numbers;\npublic <number> = one;\n<hidden> = two;\n"
    here = scope(RULES + menu(phrase), grammars={"en/numbers.jsgf": grammar})
    assert told(rules_in_phrases_exist, here) == found


def test_an_unknown_rule_is_underlined_and_guessed() -> None:
    (found,) = rules_in_phrases_exist(scope(RULES + menu('"a <sise>"')))
    assert (found.span.column, found.span.end_column) == (COLUMN + 2, COLUMN + 8)
    assert found.hint == "Did you mean `size`?"


def test_public_rules_of_the_standard_grammars_are_named_in_full() -> None:
    text = "public <day> = today;\npublic  <week>=this week;\n<part> = x;"
    assert standard_rules({"uk/dates.jsgf": text}, "uk") == {"dates.day", "dates.week"}
    assert standard_rules({"uk/dates.jsgf": text}, "en") == frozenset()


@pytest.mark.parametrize(
    ("rules", "at"),
    [
        (['one = "a <one>"'], [2]),
        (['one = "a <two>"', 'two = "b <one>"', 'three = "<one>"'], [2, 3]),
        (['one = "a <two>"', 'two = "b"', 'three = "(broken"', 'four = "<INTEGER>"'], []),
        (['one = "<two> <two>"', 'two = "<three>"', 'three = "c <two>"'], [3, 4]),
    ],
)
def test_rules_that_go_round(rules: list[str], at: list[int]) -> None:
    source = "".join(f"rule {rule}\n" for rule in rules)
    assert told(rules_end, source + END) == [("FE122", line) for line in at]


def test_a_rule_of_the_project_is_followed() -> None:
    here = scope('rule one = "a <two>"\n' + END, project='rule two = "b <one>"\n')
    assert told(rules_end, here) == [("FE122", 2)]
