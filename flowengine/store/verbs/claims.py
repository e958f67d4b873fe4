"""Nodes, and what only one of them may do: timers, errands, chores."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from collections.abc import Mapping

    from flowengine.store.records import Errand, Timer


class ClaimVerbs(Protocol):
    """Part of `verbs.Store`; every verb may also raise StoreError."""

    async def beat(self, node: str, seconds: float) -> bool:
        """The node lives for that long from now. False when it was given up meanwhile: what it had
        claimed is not its own any more."""

    async def leave(self, node: str) -> None:
        """The node ends in good order; what it had claimed is anybody's at once."""

    async def nodes(self) -> tuple[tuple[str, float], ...]:
        """Living nodes, and for how many more seconds each counts as one."""

    async def now(self) -> float:
        """What time the database has, in POSIX seconds: by it nodes live."""

    async def claim_timers(self, until: float, limit: int, node: str) -> tuple[Timer, ...]:
        """Timers that are due and nobody's, of conversations that have not ended, earliest first.

        A timer goes in the turn that obeys it, or with `drop_timer`.
        """

    async def set_timer(self, timer: Timer) -> None:
        """One that no turn sets: it is there from now on, or put off where it was there already.
        A conversation that has ended, or is not there, waits for none."""

    async def timers(self, conversation: str) -> tuple[Timer, ...]:
        """All that it waits for, the earliest first."""

    async def drop_timer(self, timer: Timer) -> None: ...

    async def next_timer(self) -> float:
        """When the earliest unclaimed timer is due, 0 where there is none."""

    async def claim_errands(self, limit: int, node: str) -> tuple[Errand, ...]:
        """Errands without an answer that are nobody's: a node died over them."""

    async def oldest(self) -> Mapping[str, float]:
        """Since when the oldest waits: `outgoing` (queued; its `at`), `timer` (its `due`). 0.0
        where none does."""

    async def chore(self, name: str, every: float, now: float) -> bool:
        """True for one node in each period of `every` seconds: it does the chore."""
