"""The order is that of being served."""

from __future__ import annotations

from flowengine.desk import routing
from tests.desk.kit import NOW, QUEUES, agent, waiting


def test_positions_count_by_who_is_served_first() -> None:
    people = [waiting("old", 90.0), waiting("new", 1.0, priority=3), waiting("mid", 50.0)]
    found = routing.order(people, [agent("a")], QUEUES, NOW)
    assert [item.id for item in found] == ["new", "old", "mid"]
