from __future__ import annotations

from dataclasses import replace

import pytest

from flowengine.language.catalogue import translated
from flowengine.language.checks.unique import (
    declarations_are_unique,
    places_are_unique,
    standard_names_are_meant,
    values_are_unique,
    wordings_are_unique,
)
from tests.language.checks.scopes import END, parsed, scope, told


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ("start:\n  end\nstart:\n  end\n", [("FE081", 4)]),
        (
            'start:\n  menu one "?"\n    1 "A"\n  end\nmenu one "?"\n  1 "A" -> start\n',
            [("FE081", 3)],
        ),
        ('menu one "?"\n  1 "A" -> one\n', []),
        ('start:\n  menu "?"\n    1 "A"\n  end\n', []),
    ],
)
def test_places(source: str, found: list[tuple[str, int]]) -> None:
    assert told(places_are_unique, source) == found


@pytest.mark.parametrize(
    ("name", "found"), [("help", [("FE083", 2)]), ("main", []), ("person", []), ("opening", [])]
)
def test_steps_named_like_standard_words(name: str, found: list[tuple[str, int]]) -> None:
    assert told(standard_names_are_meant, f"{name}:\n  end\n") == found


def test_a_project_replaces_standard_words_on_purpose() -> None:
    assert told(standard_names_are_meant, scope("help:\n  end\n", head="")) == []


@pytest.mark.parametrize(
    ("lines", "clashes"),
    [
        (['ask x: text "?"', 'ask x: text "?"', "set x = 1"], 0),
        (['menu "?" into x', '  1 "A" = a', 'ask x "?"'], 0),
        (['ask x: text "?"', 'fetch x from "https://x.example"'], 1),
        (['fetch x from "https://x.example"', "set x = 1"], 0),
        (['ask x: text "?"', "for x in y:", '  say "."'], 1),
        (["for x in y:", '  say "."', "for x in z:", '  say "."'], 0),
        (['ask today: text "?"'], 1),
        (['ask caller: text "?"'], 1),
        (['ask true: text "?"'], 1),
    ],
)
def test_values(lines: list[str], clashes: int) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    found = told(values_are_unique, f"start:\n{body}  end\n")
    assert [code for code, _ in found] == ["FE082"] * clashes


@pytest.mark.parametrize(
    "declaration",
    [
        "slots\n  x: text\n  x: text\n",
        "hours x\n  every day 9:00-17:00\nhours x\n  every day 9:00-17:00\n",
        'table x from "x.csv"\ntable x from "y.csv"\n',
    ],
)
def test_a_value_is_declared_once(declaration: str) -> None:
    assert [code for code, _ in told(values_are_unique, declaration + END)] == ["FE082"]


@pytest.mark.parametrize(
    "declaration",
    [
        "queue x\nqueue x\n",
        'service x "https://x.example"\nservice x "https://y.example"\n',
        'rule x = "a"\nrule x = "b"\n',
        'words x\n  "a"\nwords x\n  "b"\n',
        "languages en, uk, en\n",
        "channels sms, sms\n",
        "voices en amy, en ann\n",
    ],
)
def test_each_kind_of_declaration_has_its_own_names(declaration: str) -> None:
    assert [code for code, _ in told(declarations_are_unique, declaration + END)] == ["FE143"]


def test_a_queue_and_hours_may_share_a_name() -> None:
    source = "hours x\n  every day 9:00-17:00\nqueue x\n" + END
    assert told(declarations_are_unique, source) == told(values_are_unique, source) == []


@pytest.mark.parametrize(
    ("source", "found"),
    [
        ('start:\n  ask office "?"\n  end\n', [("FE082", 3)]),
        ("hours office\n  every day 9:00-12:00\n" + END, []),
        ('start:\n  ask phone "?"\n  end\n', []),
    ],
)
def test_hours_of_the_project_keep_their_meaning(source: str, found: list[tuple[str, int]]) -> None:
    project = "hours office\n  every day 9:00-17:00\nslots\n  phone: phone\n"
    assert told(values_are_unique, scope(source, project=project)) == found


UK = "languages en, uk\nwritten in en\n"


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ('start:\n  say "a"\n    uk: "b"\n    sms uk: "c"\n    sms: "d"\n  end\n', []),
        ('start:\n  say "a"\n    uk: "b"\n    uk: "c"\n    uk: "d"\n  end\n', [7, 8]),
        ('start:\n  say "a"\n    sms uk: "b"\n    uk sms: "c"\n  end\n', [7]),
        ('start:\n  say "a"\n    recording: "b.wav"\n    recording: "c.wav"\n  end\n', [7]),
        ('start:\n  say "a"\n    uk: "b"\n  say "a"\n    uk: "b"\n  end\n', []),
        ('start:\n  menu "a"\n    1 "b" -> start\n      uk: "c"\n      uk: "d"\n', [8]),
        ('entry x "a" -> start\n  uk: "b"\n  uk: "c"\nstart:\n  end\n', [6]),
        ('words danger\n  "a"\n  uk: "b"\n  uk: "c"\nstart:\n  end\n', []),
        ('rule size = "a"\n  uk: "b"\n  uk: "c"\nstart:\n  end\n', []),
    ],
)
def test_each_text_is_worded_once_for_each_who_hears_it(source: str, lines: list[int]) -> None:
    assert told(wordings_are_unique, UK + source) == [("FE176", line) for line in lines]


def test_a_title_is_worded_once() -> None:
    head = 'flow shop "Shop"\n  uk: "Крамниця"\n  uk: "Магазин"\n'
    assert told(wordings_are_unique, scope(UK + END, head=head)) == [("FE176", 3)]


def test_what_a_catalogue_says_is_no_second_line() -> None:
    """It has its own place; which of the two counts is the catalogue's business."""
    source = UK + 'start:\n  say "a"\n    uk: "b"\n  end\n'
    file, found = translated(
        parsed('flow shop "Shop"\n' + source),
        (("uk", "locale/uk/shop.po", 'msgctxt "start/say"\nmsgid "a"\nmsgstr "в"\n'),),
    )
    assert {one.code for one in found} <= {"FE172"}
    assert file is not None
    assert told(wordings_are_unique, replace(scope(source), file=file)) == []
