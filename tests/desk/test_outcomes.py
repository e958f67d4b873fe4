"""Dispositions, and the categories that child helplines report by."""

from __future__ import annotations

from dataclasses import replace

from flowengine.desk import episodes, outcomes
from flowengine.desk.declared import Declarations, Declared, entry
from flowengine.desk.outcomes import Category
from flowengine.language.categories import table
from tests.desk.history import Life, written

TABLE = """outcome,contact,category
Violence or neglect,yes,Violence
Advice on something else,yes,
Silent,no,
"""


def test_talks_that_were_closed_are_counted_by_outcome() -> None:
    entries = written(
        Life("a", 0.0).talked(1.0, 50.0, 60.0),
        Life("b", 0.0).talked(1.0, 50.0, 60.0),
        Life("c", 0.0).accepted(5.0),
        Life("d", 0.0).accepted(5.0).do("transferred", 9.0, queue="duty"),
    )
    assert outcomes.counted(episodes.read(entries).parts) == {"advice given": 2}


def test_what_is_no_contact_has_no_category() -> None:
    known = outcomes.categories(TABLE)
    assert known["Silent"] == Category(contact=False, name="")
    own = {"Bullied": Category(contact=True, name="Violence")}
    counts = {
        (name, (known | own).get(name, outcomes.UNKNOWN)): count
        for name, count in (
            ("Violence or neglect", 2), ("Silent", 5), ("Advice on something else", 1),
            ("Our own", 3), ("Bullied", 4),
        )
    }  # fmt: skip
    assert outcomes.by_category(counts) == {"Violence": 6, "": 1, "own": 3}
    assert outcomes.starter() == outcomes.categories(table())
    assert outcomes.starter()["Family"] == Category(contact=True, name="Family")


def test_an_outcome_counts_as_what_it_did_when_its_talk_ended() -> None:
    def talk(name: str, at: float) -> Life:
        life = Life(name, at).accepted(at + 1).do("finished", at + 90, at + 30)
        return life.do("closed", at + 40, "Bullied")

    violence = {"Bullied": Category(contact=True, name="Violence")}
    lines = [entry("advice", Declared(), 0.0), entry("advice", Declared(outcomes=violence), 60.0)]
    found = [*lines, *written(talk("a", 0.0), talk("b", 30.0), talk("c", 100.0))]
    parts = episodes.read(found).parts
    counts = outcomes.classed(parts, Declarations(found).category)
    assert outcomes.by_category(counts) == {"own": 1, "Violence": 2}
    assert Declarations().category(replace(parts[0], outcome="Silent")).contact is False
