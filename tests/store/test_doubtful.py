from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from flowengine.store.records import Turn
from flowengine.store.verbs import StoreError
from tests.store.rows import ERRAND, NEW, OUT, TIMER

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from flowengine.store.database import Database

CLAIMS: dict[str, Callable[[Database], Awaitable[tuple[Any, ...]]]] = {
    "timers": lambda store: store.claim_timers(1e12, 9, "n1"),
    "errands": lambda store: store.claim_errands(9, "n1"),
    "outgoing": lambda store: store.claim_outgoing(1e12, 9, "n1", ("sms",)),
}


@pytest.mark.parametrize("written", [True, False])
@pytest.mark.parametrize("kind", CLAIMS)
async def test_what_was_claimed_without_an_answer_is_given_with_the_next_claim(
    store: Database, monkeypatch: pytest.MonkeyPatch, kind: str, written: bool
) -> None:
    """It was nobody's: the row was of a node that lives and did not know of it."""
    await store.commit(Turn(NEW, timers=(TIMER,), errands=(ERRAND,), outgoing=(OUT,)))
    await store.beat("n1", 60)
    write = store._engine.write

    async def unanswered(script: Any, **how: Any) -> Any:
        if written:
            await write(script, **how)
        raise StoreError("gone")

    with monkeypatch.context() as gone:
        gone.setattr(store._engine, "write", unanswered)
        for _ in range(2):
            with pytest.raises(StoreError, match="gone"):
                await CLAIMS[kind](store)
    assert len(await CLAIMS[kind](store)) == 1
    assert await CLAIMS[kind](store) == ()


async def test_what_somebody_else_has_by_now_is_not_given(
    store: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    await store.commit(Turn(NEW, timers=(TIMER,)))
    write = store._engine.write

    async def unanswered(script: Any, **how: Any) -> Any:
        await write(script, **how)
        raise StoreError("gone")

    with monkeypatch.context() as gone:
        gone.setattr(store._engine, "write", unanswered)
        with pytest.raises(StoreError, match="gone"):
            await store.claim_timers(1e12, 9, "n1")
    await store.leave("n1")
    await store.beat("n2", 60)
    assert await store.claim_timers(1e12, 9, "n2") == (TIMER,)
    assert await store.claim_timers(1e12, 9, "n1") == ()
