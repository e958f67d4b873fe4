from __future__ import annotations

from flowengine.host.listeners import Listeners


def test_a_bell_rings_for_its_own_conversation_only() -> None:
    listeners = Listeners()
    with listeners.listening("a") as first, listeners.listening("b") as second:
        listeners.ring("a")
        assert first.is_set()
        assert not second.is_set()


def test_all_pages_of_one_conversation_hear_it() -> None:
    listeners = Listeners()
    with listeners.listening("a") as first, listeners.listening("a") as second:
        listeners.ring("a")
        assert first.is_set()
        assert second.is_set()


def test_nothing_is_left_of_pages_that_went() -> None:
    listeners = Listeners()
    with listeners.listening("a"):
        pass
    listeners.ring("a")
    assert not listeners._bells
