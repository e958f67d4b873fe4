"""What goes with time, how much there is, and copies of all of it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Mapping
    from pathlib import Path


class KeepingVerbs(Protocol):
    """Part of `verbs.Store`; every verb may also raise StoreError."""

    async def forget(self, kind: str, before: float, limit: int) -> int:
        """Delete rows of one of KINDS that are older than `before`: at most `limit`, fewer where
        it is much; how many.

        A conversation goes with all it left, unless it still waits for a timer, an errand, a
        sender or a person of ours. An outgoing message stays while it is queued or being sent. A
        contact goes when it was silent since then and has no conversation. `log` is the desk's.
        """

    async def idle(self, before: float, limit: int) -> tuple[str, ...]:
        """Ids of open conversations that last changed before then and wait for no timer, no
        errand and no person of ours; the longest silent first."""

    async def check(self) -> None:
        """Write something that says nothing. Raises StoreError where a turn could not be kept."""

    async def room(self) -> int:
        """Bytes that are free where it keeps its rows; a large number where it cannot know."""

    async def counts(self) -> Mapping[str, int]:
        """How many: `open`, `ended`, `timers`, `errands`, `queued`, `sending`, `sent`, `failed`,
        `ambiguous`, `contacts`; for metrics and pages."""

    async def ended_since(self, at: float) -> int:
        """How many conversations ended that last changed at that time or later."""

    async def verify(self) -> tuple[str, ...]:
        """What is wrong with what is kept, one sentence each; nothing when all is well."""

    async def backup(self, path: Path) -> None:
        """A copy to a new file, consistent, while others go on. StoreError where that is for the
        database's own tools."""

    def dump(self) -> AsyncIterator[tuple[str, dict[str, object]]]:
        """Every row as table name and columns; what `load` takes into an empty store."""

    async def load(self, rows: AsyncIterator[tuple[str, dict[str, object]]]) -> int:
        """Take rows of another store into this empty one; how many. StoreError when it is not
        empty."""
