"""What was told, beside what came true."""

from __future__ import annotations

from flowengine.desk import episodes
from flowengine.desk.promises import Promise, promises
from tests.desk.history import Life, written


def told(name: str, low: int, high: int, wait: float, queue: str = "advice") -> Life:
    life = Life(name, 0.0, queue=queue).said("promised", 10.0, low=low, high=high)
    return life.accepted(10.0 + wait)


def test_both_are_means_of_those_who_were_answered() -> None:
    entries = written(
        told("a", 60, 120, 90.0),
        told("b", 120, 240, 300.0),
        told("c", 30, 60, 60.0, "duty"),
        Life("silent", 0.0).accepted(500.0),
        Life("left", 0.0).said("promised", 10.0, low=60, high=90).do("left", 0.0, 40.0),
    )
    assert promises(episodes.read(entries).stays) == {
        "advice": Promise(people=2, low=90.0, high=180.0, waited=195.0, kept=1),
        "duty": Promise(people=1, low=30.0, high=60.0, waited=60.0, kept=1),
    }
