from __future__ import annotations

import pytest

from flowengine.language.expressions.vocabulary import (
    ALIASES,
    COMPARED,
    FIELDS,
    FILTERS,
    FUNCTIONS,
    TESTS,
    Signature,
    Type,
    guess,
)

ENTRIES = [*FILTERS.values(), *TESTS.values(), *FUNCTIONS.values()]


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: f"{entry.kind} {entry.name}")
def test_every_entry_is_complete(entry: Signature) -> None:
    assert entry.about.endswith("."), "the manual prints a sentence"
    assert entry.least <= entry.most
    assert bool(entry.inputs) is (entry.kind != "function")
    if entry.most:
        assert entry.argument(entry.most - 1), "the last type repeats"


def test_aliases_lead_to_words_that_exist() -> None:
    known = {entry.name for entry in ENTRIES}
    assert set(ALIASES.values()) <= known
    assert not set(ALIASES) & known, "a word of ours needs no alias"


def test_a_date_with_a_time_has_the_parts_of_both() -> None:
    both = FIELDS[Type.DATE].keys() | FIELDS[Type.TIME].keys()
    assert FIELDS[Type.DATETIME].keys() == both


@pytest.mark.parametrize(
    ("word", "meant"),
    [("length", "count"), ("uper", "upper"), ("zzzz", None), ("null", None)],
)
def test_guess(word: str, meant: str | None) -> None:
    assert guess(word, FILTERS) == meant


def test_among_very_many_names_only_those_that_begin_alike_are_compared() -> None:
    names = [f"name{number}" for number in range(COMPARED)]
    assert guess("bookin", [*names, "booking"]) == "booking"
    assert guess("ooking", [*names, "booking"]) is None


@pytest.mark.parametrize(
    ("kind", "phrase"),
    [
        (Type.TEXT, "a text"),
        (Type.BOOL, "yes or no"),
        (Type.HOURS, "opening hours"),
        (Type.DATETIME, "a date with a time"),
    ],
)
def test_a_type_reads_well_in_a_sentence(kind: Type, phrase: str) -> None:
    assert kind.phrase == phrase
