"""Whose turn it is, with a store that is played: what matters is who takes and who gives back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from flowengine.host import ownership as module
from flowengine.host.ownership import Ownership
from flowengine.host.refusal import Refusal
from flowengine.store.records import Conversation
from flowengine.store.verbs import Busy, Stale, StoreError

HERE = Conversation("c1", "shop", "d", "chat", b"", b"s", "", ended=False, changed=1.0, revision=1)


class Leases:
    """A store of one conversation; `busy` times it is another's."""

    def __init__(self, *, busy: int = 0, trouble: bool = False) -> None:
        self.busy = busy
        self.trouble = trouble
        self.told: list[str] = []

    async def take(self, key: str, node: str) -> Conversation | None:
        if self.busy:
            self.busy -= 1
            raise Busy("another's")
        self.told.append(f"take {node}")
        assert key == HERE.id
        return HERE

    async def give_back(self, key: str, node: str) -> None:
        assert key == HERE.id
        self.told.append(f"back {node}")
        if self.trouble:
            raise StoreError("gone")


class Unknown(Leases):
    async def take(self, key: str, node: str) -> Conversation | None:
        await super().take(key, node)
        return None


def owns(leases: Leases, once: Any) -> Any:
    ownership = Ownership(leases, lambda: "n1")  # type: ignore[arg-type]
    return asyncio.run(ownership.run(HERE.id, once))


def once(*does: object) -> Callable[[Conversation], Any]:
    """A turn that does one after another: raises, or gives."""
    left = list(does)

    async def turn(before: Conversation) -> object:
        now = left.pop(0)
        if isinstance(now, Exception):
            raise now
        return before if now == "nothing" else now

    return turn


@pytest.mark.parametrize(
    ("does", "told"),
    [
        ((HERE,), ["take n1"]),  # the commit ends the lease
        (("nothing",), ["take n1", "back n1"]),
        ((None, HERE), ["take n1", "take n1"]),
        ((Stale(""), HERE), ["take n1", "back n1", "take n1"]),
    ],
)
def test_who_has_nothing_to_write_gives_back(does: tuple[object, ...], told: list[str]) -> None:
    leases = Leases()
    after = Conversation(**{name: getattr(HERE, name) for name in HERE.__slots__})
    given = tuple(after if one is HERE else one for one in does)
    assert owns(leases, once(*given)) == HERE
    assert leases.told == told


@pytest.mark.parametrize(
    "error", [StoreError("no disk"), ValueError("a mistake"), Refusal("a", "b")]
)
@pytest.mark.parametrize("trouble", [False, True])
def test_a_turn_that_comes_to_nothing_gives_the_conversation_back(
    error: Exception, trouble: bool
) -> None:
    leases = Leases(trouble=trouble)
    with pytest.raises(type(error)):
        owns(leases, once(error))
    assert leases.told == ["take n1", "back n1"]


def test_one_who_is_never_first_gives_up() -> None:
    with pytest.raises(Stale):
        owns(Leases(), once(*[Stale("")] * module.TRIES))


def test_another_node_s_turn_is_waited_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "FIRST_WAIT", 0.0)
    leases = Leases(busy=9)
    owns(leases, once("nothing"))
    assert leases.told == ["take n1", "back n1"]


def test_another_node_that_never_ends_its_turn_is_not_waited_for_for_ever(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(module, "PATIENCE", 0.0)
    leases = Leases(busy=2)
    with pytest.raises(Busy):
        owns(leases, once("nothing"))
    assert leases.told == []


def test_a_conversation_that_is_not_there_is_told_so() -> None:
    with pytest.raises(Refusal, match="no such conversation"):
        owns(Unknown(), once("nothing"))


def test_idle_waits_for_turns_whose_asker_is_gone() -> None:
    async def scene() -> None:
        ownership = Ownership(Leases(), lambda: "n1")  # type: ignore[arg-type]
        begun, gate, done = asyncio.Event(), asyncio.Event(), []

        async def slow(before: Conversation) -> Conversation:
            begun.set()
            await gate.wait()
            done.append(before)
            return before

        asking = asyncio.create_task(ownership.run(HERE.id, slow))
        await begun.wait()
        asking.cancel()
        with pytest.raises(asyncio.CancelledError):
            await asking
        assert not done
        gate.set()
        await ownership.idle()
        assert done == [HERE]

    asyncio.run(scene())
