from __future__ import annotations

from dataclasses import replace

import pytest

from flowengine.store import memory as module
from flowengine.store.memory import Memory
from flowengine.store.verbs import LEASE, Busy
from tests.store.rows import NEW


def test_those_that_were_longest_silent_are_forgotten_first(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "KEPT", 2)
    memory = Memory()
    for name in ("a", "b", "a", "c"):
        memory.keep(replace(NEW, id=name))
    assert [memory.get(name) is not None for name in ("a", "b", "c")] == [True, False, True]


def test_an_older_one_does_not_replace_a_newer(monkeypatch: pytest.MonkeyPatch) -> None:
    memory = Memory()
    memory.keep(replace(NEW, revision=5))
    memory.keep(replace(NEW, revision=4))
    kept = memory.get(NEW.id)
    assert kept is not None
    assert kept.revision == 5
    memory.drop(NEW.id)
    memory.drop(NEW.id)
    memory.keep(replace(NEW, revision=4))
    memory.clear()
    assert memory.get(NEW.id) is None


def test_a_lease_ends_by_itself() -> None:
    now = 100.0
    memory = Memory(lambda: now)
    memory.take("c1", "n1")
    now += LEASE - 1
    with pytest.raises(Busy):
        memory.take("c1", "n2")
    now += 1
    memory.take("c1", "n2")
    with pytest.raises(Busy):
        memory.take("c1", "n1")


def test_a_node_that_leaves_has_no_lease() -> None:
    memory = Memory()
    memory.take("c1", "n1")
    memory.take("c2", "n2")
    memory.left("n1")
    memory.take("c1", "n3")
    with pytest.raises(Busy):
        memory.take("c2", "n3")
