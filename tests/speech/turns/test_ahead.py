"""Keys pressed before anything was asked."""

from __future__ import annotations

from flowengine.speech.turns.ahead import FRESH, MOST, Ahead


def test_the_oldest_comes_first_and_each_once() -> None:
    ahead = Ahead()
    for key in "123":
        ahead.keep(key, 1.0)
    assert [ahead.next(2.0) for _ in range(4)] == ["1", "2", "3", ""]


def test_keys_grow_old() -> None:
    ahead = Ahead()
    ahead.keep("1", 0.0)
    ahead.keep("2", 5.0)
    assert ahead.next(FRESH + 1.0) == "2"


def test_a_telephone_in_a_pocket_fills_no_memory() -> None:
    ahead = Ahead()
    for _ in range(1000):
        ahead.keep("5", 1.0)
    assert "".join(ahead.next(1.0) for _ in range(1000)) == "5" * MOST


def test_they_can_be_forgotten() -> None:
    ahead = Ahead()
    ahead.keep("1", 0.0)
    ahead.clear()
    assert ahead.next(0.0) == ""
