"""Dispositions, and the categories that child helplines report by."""

from __future__ import annotations

from flowengine.desk import episodes, outcomes
from flowengine.desk.outcomes import Category
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
    counts = {"Violence or neglect": 2, "Silent": 5, "Advice on something else": 1, "Our own": 3}
    assert outcomes.by_category(counts, known) == {"Violence": 2, "": 1, "own": 3}
