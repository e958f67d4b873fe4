"""Priorities and notes."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from flowengine.desk import items, moves
from tests.desk.moves.kit import ACTIVE, JOINED, REST


def test_the_machine_only_raises() -> None:
    made = moves.raised(JOINED, items.URGENT, 20.0, "")
    assert (made.after.priority, made.after.state) == (items.URGENT, JOINED.state)
    assert made.entries[0].body == {"priority": 3, "before": 1, "by": ""}
    with pytest.raises(moves.Impossible, match="Only a person"):
        moves.raised(made.after, items.NORMAL, 21.0, "")
    assert moves.raised(made.after, items.NORMAL, 21.0, "sofia").after.priority == items.NORMAL
    with pytest.raises(moves.Impossible, match="already"):
        moves.raised(made.after, items.URGENT, 21.0, "sofia")
    with pytest.raises(moves.Impossible, match="ended"):
        moves.raised(REST[items.CLOSED], items.URGENT, 21.0, "")


def test_a_note_replaces_the_one_before() -> None:
    made = moves.noted(replace(ACTIVE, note="old"), "new", 20.0)
    assert (made.after.note, made.entries, made.tell) == ("new", (), None)
    with pytest.raises(moves.Impossible):
        moves.noted(REST[items.ABANDONED], "new", 20.0)
