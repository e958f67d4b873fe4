"""Grammar files that cannot be used are told in their own lines; phrases stay within bounds."""

from __future__ import annotations

import pytest

from flowengine.language.checks.grammars import grammars_are_read, phrases_fit
from flowengine.language.checks.phrases import rules_in_phrases_exist
from flowengine.language.checks.scope import Scope
from tests.language.checks.scopes import END, scope, told

FILE = "en/sizes.jsgf"


def jsgf(*rules: str, name: str = "sizes") -> str:
    return "\n".join(["#JSGF V1.0 UTF-8 en;", f"grammar {name};", *rules, ""])


def here(*rules: str, file: str = FILE, flow: str = END) -> Scope:
    return scope(flow, grammars={file: jsgf(*rules)})


@pytest.mark.parametrize(
    ("rules", "place", "said"),
    [
        (["public <big> = big;"], None, ""),
        (["public <big> = big", "  | (large;"], (4, 5), ""),
        (["public <big> = big;", "<a> = <b>;"], (4, 7), "no rule <b>"),
        (["public <big> = x <big>;"], (3, 18), "contains itself"),
        (["public <big> = big;", "public <big> = big;"], (4, 9), "twice"),
        (["public <big> = big"], (3, 1), "does not end"),
    ],
)
def test_a_grammar_file_is_told_in_its_own_lines(
    rules: list[str], place: tuple[int, int] | None, said: str
) -> None:
    found = list(grammars_are_read(here(*rules)))
    assert [(one.code, one.file) for one in found] == [("FE174", f"grammars/{FILE}")] * len(found)
    assert [(one.span.line, one.span.column) for one in found] == ([place] if place else [])
    assert all(said in one.message and one.span.end_line == one.span.line for one in found)
    assert all(one.span.end_column > one.span.column for one in found)


def test_xml_is_told_as_well() -> None:
    found = list(grammars_are_read(scope(END, grammars={"en/sizes.grxml": "<grammar>\n<rule"})))
    assert [(one.code, one.file) for one in found] == [("FE174", "grammars/en/sizes.grxml")]


def test_a_grammar_goes_by_the_name_of_its_file() -> None:
    found = list(grammars_are_read(scope(END, grammars={FILE: jsgf(name="size")})))
    assert [(one.span.line, one.span.column, one.span.end_column) for one in found] == [(2, 9, 13)]


def test_an_empty_file_has_a_place_too() -> None:
    assert told(grammars_are_read, scope(END, grammars={FILE: ""})) == [("FE174", 1)]


def test_each_broken_file_is_told_and_other_languages_are_not_read() -> None:
    grammars = {"en/a.jsgf": "", "en/b.jsgf": jsgf(name="b"), "en/c.jsgf": "", "fa/d.jsgf": ""}
    found = grammars_are_read(scope("languages en, uk\n" + END, grammars=grammars))
    assert [one.file for one in found] == ["grammars/en/a.jsgf", "grammars/en/c.jsgf"]


MENU = 'start:\n  menu "?"\n    1 "A" or "<sizes.big>"\n      uk: "Б" or "<sizes.odd>"\n  end\n'


@pytest.mark.parametrize(
    ("grammars", "lines"),
    [
        (("en/sizes.jsgf",), []),
        (("en/sizes.jsgf", "uk/sizes.jsgf"), []),
        (("uk/sizes.jsgf",), [5]),  # the first phrase is heard in English, too
        (("hr/sizes.jsgf",), [5, 6]),
    ],
)
def test_a_rule_must_be_there_in_the_language_of_its_phrase(
    grammars: tuple[str, ...], lines: list[int]
) -> None:
    text = jsgf("public <big> = big;", "public <odd> = odd;")
    found = scope("languages en, uk\n" + MENU, grammars=dict.fromkeys(grammars, text))
    assert told(rules_in_phrases_exist, found) == [("FE121", line) for line in lines]


DEEP = "".join(f'rule r{n} = "<r{n + 1}>"\n' for n in range(70)) + 'rule r70 = "x"\n'
BROAD = "".join(f'rule b{n} = "{f"<b{n + 1}> " * 12}"\n' for n in range(5)) + 'rule b5 = "x"\n'


@pytest.mark.parametrize(
    ("rules", "phrases", "found"),
    [
        ("", '"(one | two)" or "(three"', 0),
        (DEEP, '"<r30>"', 0),
        (DEEP, '"<r1>"', 1),
        (BROAD, '"<b1>" or "<b2>"', 0),
        (BROAD, '"<b0>"', 1),
        (BROAD, " or ".join(['"<b1>"'] * 20), 1),
    ],
)
def test_what_is_listened_for_at_once_is_bounded(rules: str, phrases: str, found: int) -> None:
    option = f'start:\n  menu "?"\n    1 "A" or {phrases}\n  end\n'
    words = f"words danger\n  {phrases}\n"
    assert len(told(phrases_fit, rules + option)) == found
    assert len(told(phrases_fit, rules + words + END)) == found


def test_a_variant_of_a_rule_counts_in_its_language_and_is_told_once() -> None:
    rule = f'languages en, uk, ru\nrule size = "small"\n  uk: "{"<b1> " * 20}"\n'
    option = 'start:\n  menu "?"\n    1 "A" or "one"\n      uk: "Б" or "<size>"\n  end\n'
    assert [code for code, _ in told(phrases_fit, rule + BROAD + option)] == ["FE175"]
    both = option.replace('"one"', '"<size> <b0>"')
    assert [code for code, _ in told(phrases_fit, rule + BROAD + both)] == ["FE175"]


def test_while_a_file_cannot_be_read_phrases_are_weighed_without_it() -> None:
    flow = 'rule odd = "(odd"\n' + MENU.replace("uk", "en")
    assert told(phrases_fit, here("public <big> = (", flow=flow)) == []
