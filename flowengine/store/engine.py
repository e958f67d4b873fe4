"""What a database must do for the verbs: run a script as one transaction, and a little beside.

An engine knows no table; a script knows no connection.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol, TypeVar

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Sequence
    from pathlib import Path

    from flowengine.store.script import Row, Script

T = TypeVar("T")


class Engine(Protocol):
    """`alone` is true where no other process may serve from the same rows.

    Whatever the medium says becomes StoreError; what a script raises is raised as it is.
    """

    alone: bool

    async def start(self) -> None: ...

    async def close(self) -> None: ...

    async def read(self, script: Callable[[], Script[T]], *, heavy: bool = False) -> T:
        """Run it on one snapshot; it writes nothing. `heavy` says that it reads much."""

    async def write(
        self, script: Callable[[], Script[T]], *, heavy: bool = False, lasting: bool = True
    ) -> T:
        """Run it as one transaction, kept for good when this returns.

        It may be run again from its beginning, and is undone when it raises. `heavy` says that it
        takes long; without `lasting` a crash of the machine may take it back.
        """

    def tell(self, news: Callable[[str, str], None]) -> None:
        """See `verbs.Store.tell`."""

    def news(self, kind: str, key: str) -> None:
        """Something was committed that other processes may wait for. Returns at once."""

    def scrub(self) -> None:
        """Somebody was erased: what is deleted is to be unreadable soon. Returns at once."""

    async def room(self) -> int:
        """See `verbs.Store.room`."""

    async def fits(self) -> None:
        """Raises StoreError where a newer program has changed the tables under us."""

    async def inspect(self) -> tuple[str, ...]:
        """What the database itself finds wrong with what it holds."""

    async def backup(self, path: Path) -> None:
        """See `verbs.Store.backup`."""

    def rows(self, queries: Sequence[tuple[str, str]]) -> AsyncIterator[tuple[str, list[Row]]]:
        """The answers to all these queries, each with a name, on one snapshot, bit by bit."""

    async def loaded(self) -> None:
        """Rows were written with numbers of their own: counters go on behind them."""
