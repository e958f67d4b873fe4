from __future__ import annotations

import pytest

from flowengine.language.checks.types import (
    bounds_fit,
    choices_offer_something,
    repeats_are_bounded,
    types_agree,
    yes_and_no_belong,
)
from tests.language.checks.scopes import scope, told


def ask(kind: str) -> str:
    return f'start:\n  ask x{kind} "?"\n  end\n'


@pytest.mark.parametrize(
    ("kind", "codes"),
    [
        ("number from 1 to 6", []),
        ("number from 6", []),
        ("number from 6 to 1", ["FE129"]),
        ("number from low to 6", []),
        ("number from 9:00 to 6", ["FE128"]),
        ("number from 1 to 2027-01-01", ["FE128"]),
        ("number from today + 3 days to 6", ["FE128"]),
        ("money from 5 to 100", []),
        ("date from today to today + 60 days", []),
        ("date from today - 2 years to today", []),
        ("date from today to today + 2 hours", ["FE128"]),
        ("date from today to today + 2 moons", ["FE128"]),
        ("date from 2027-01-01 to 2026-01-01", ["FE129"]),
        ("date from 2026-01-01 to 2027-01-01", []),
        ("date from 1 to 6", ["FE128", "FE128"]),
        ("time from 9:00 to 18:00", []),
        ("time from 18:00 to 9:00", ["FE129"]),
        ("time from now to now + 2 hours", []),
        ("digits", []),
        ("digits 4", []),
        ("digits 0", ["FE129"]),
        ("digits 41", ["FE129"]),
        ("recording up to 2m", []),
        ("recording up to 0s", ["FE129"]),
    ],
)
def test_bounds(kind: str, codes: list[str]) -> None:
    assert [code for code, _ in told(bounds_fit, ask(f": {kind}"))] == codes


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (ask(": choice"), [("FE130", 3)]),
        (ask(": choice from y"), []),
        ('start:\n  ask x: choice "?"\n    1 "A" = a\n  end\n', []),
        ("slots\n  x: choice\n" + ask(""), [("FE130", 5)]),
        ("slots\n  x: choice from y\n" + ask(""), []),
        (ask(""), []),
        ('start:\n  ask x "?"\n    1 "A" = a\n  end\n', []),
        ('start:\n  ask x: choice from y "?"\n  ask x "?"\n  end\n', []),
    ],
)
def test_a_choice_has_something_to_offer(source: str, found: list[tuple[str, int]]) -> None:
    assert told(choices_offer_something, source) == found


@pytest.mark.parametrize(
    ("kind", "found"),
    [
        (": choice from towns by name", []),
        (": choice from towns by nam", [("FE140", 4)]),
        (": choice from towns", []),
        (": choice from offer.towns by nam", []),
    ],
)
def test_columns_of_tables(kind: str, found: list[tuple[str, int]]) -> None:
    source = 'table towns from "towns.csv"\n' + ask(kind)
    here = scope(source, tables={"towns.csv": ("name", "phone")})
    assert told(choices_offer_something, here) == found


def test_columns_of_a_table_that_is_missing_are_not_judged() -> None:
    source = 'table towns from "towns.csv"\n' + ask(": choice from towns by name")
    assert told(choices_offer_something, source) == []


@pytest.mark.parametrize(
    ("kind", "line", "found"),
    [
        (": yes/no", 'yes "Yes"', []),
        (": text", 'yes "Yes"', [("FE132", 4)]),
        (": text", '1 "Yes"', []),
        ("", 'no "No"', [("FE132", 4)]),
    ],
)
def test_yes_and_no_lines(kind: str, line: str, found: list[tuple[str, int]]) -> None:
    assert told(yes_and_no_belong, f'start:\n  ask x{kind} "?"\n    {line}\n  end\n') == found


def test_a_menu_has_no_yes_or_no_lines_to_look_at() -> None:
    assert told(yes_and_no_belong, 'start:\n  menu "?"\n    1 "A"\n  end\n') == []


@pytest.mark.parametrize(
    ("first", "second", "codes"),
    [
        (": date", ": number", ["FE127"]),
        (": date", "", []),
        (": text", ": digits 4", []),
        (": choice from y", ": text", []),
        (": text", ": photo", []),
        (": number from 1 to 2", ": number from 3 to 4", []),
    ],
)
def test_one_value_has_one_type(first: str, second: str, codes: list[str]) -> None:
    source = f'start:\n  ask x{first} "?"\n  ask x{second} "?"\n  end\n'
    assert [code for code, _ in told(types_agree, source)] == codes


def test_the_type_of_the_slot_comes_first() -> None:
    assert told(types_agree, "slots\n  x: date\n" + ask(": number")) == [("FE127", 5)]


@pytest.mark.parametrize(("times", "found"), [(0, 1), (1, 0), (100, 0), (101, 1)])
def test_repeats(times: int, found: int) -> None:
    source = f"start:\n  repeat up to {times} times:\n    wait 5s\n  end\n"
    assert told(repeats_are_bounded, source) == [("FE147", 3)] * found
