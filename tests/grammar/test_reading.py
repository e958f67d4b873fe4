from __future__ import annotations

from datetime import date

from flowengine.grammar.reading import Context, Reading, not_typed, sure


def test_sure_drops_what_is_missing_and_doubles() -> None:
    assert sure(1, None, 2, 1) == [Reading(1, 1.0), Reading(2, 1.0)]


def test_nothing_is_typed() -> None:
    assert not_typed("12", Context("en", date(2027, 3, 3))) == []
