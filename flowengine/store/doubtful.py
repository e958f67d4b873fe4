"""Claims whose answer was lost on its way: whether they were written nobody knows at first.

Rows of a node that lives are given to nobody else, so what it claimed without learning of it would
wait until that node ends. Its next claim looks whether they became its own, and gives them too.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

from flowengine.store.verbs import StoreError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from flowengine.store.engine import Engine
    from flowengine.store.script import Script

R = TypeVar("R")


class Doubtful(Generic[R]):
    """`own(row, node)` is a script that says whether the row is that node's now."""

    def __init__(self, engine: Engine, own: Callable[[R, str], Script[bool]]) -> None:
        self._engine = engine
        self._own = own
        self._lost: tuple[R, ...] = ()

    def doubt(self, rows: Iterable[R]) -> None:
        """They may have been written as somebody's here, who does not know it: see `claim`."""
        self._lost = (*self._lost, *rows)

    async def claim(self, script: Callable[[], Script[tuple[R, ...]]], node: str) -> tuple[R, ...]:
        """Claim, and whatever an earlier claim brought after all. Raises StoreError."""
        lost = self._lost
        fresh: tuple[R, ...] = ()

        def whole() -> Script[tuple[R, ...]]:
            nonlocal fresh
            kept = []
            for row in lost:
                if (yield from self._own(row, node)):
                    kept.append(row)  # noqa: PERF401 - nothing yields from within a comprehension
            fresh = yield from script()
            return (*kept, *fresh)

        self._lost = ()
        try:
            return await self._engine.write(whole)
        except StoreError:
            self._lost = (*self._lost, *lost, *fresh)
            raise
