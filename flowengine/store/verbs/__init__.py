"""What every store can do: a turn is one transaction; nobody overwrites what they did not read.

One class of verbs, and two engines beneath it (`sqlite`, `postgresql`) that run their SQL. Only
`commit` goes on with a conversation; only `forget` and the erasing verbs remove one. Several nodes
may share a store: what only one of them may do is claimed, and what a dead one had claimed is
anybody's again.

Each module here has the name of the script that carries its verbs out: `verbs.turns` says what
`turns` of the store does. The desk's verbs stand with its scripts, in `desk.verbs`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from flowengine.store.desk.verbs import DeskVerbs
from flowengine.store.verbs.access import AccessVerbs
from flowengine.store.verbs.claims import ClaimVerbs
from flowengine.store.verbs.contacts import ContactVerbs
from flowengine.store.verbs.keeping import KeepingVerbs
from flowengine.store.verbs.outbox import OutboxVerbs
from flowengine.store.verbs.turns import TurnVerbs
from flowengine.store.verbs.versions import VersionVerbs

if TYPE_CHECKING:
    from collections.abc import Callable

LEASE = 10  # seconds that a node may take over one turn
KINDS = (
    "conversation",
    "message",
    "trace",
    "upload",
    "fact",
    "outgoing",
    "contact",
    "audit",
    "log",
)


class StoreError(Exception):
    """The store could not do it; the text is for the person who runs the server."""


class Unreachable(StoreError):
    """The database does not answer, and nothing was written: it may, when asked again later."""


class Stale(StoreError):
    """Somebody else wrote this conversation since it was read: read it again."""


class Busy(StoreError):
    """Another node has a turn of this conversation in its hands: ask again in a moment."""


class Replayed(StoreError):
    """This message was taken before; nothing was written."""


class Store(
    TurnVerbs,
    ClaimVerbs,
    OutboxVerbs,
    VersionVerbs,
    ContactVerbs,
    AccessVerbs,
    KeepingVerbs,
    DeskVerbs,
    Protocol,
):
    """See the module. Every verb may also raise StoreError when the medium fails.

    `alone` is true where this process is the only one that may serve from the store.
    """

    alone: bool

    async def start(self) -> None:
        """Take up work in the running event loop."""

    async def close(self) -> None:
        """Finish what waits, then let go. A closed store refuses everything."""

    def tell(self, news: Callable[[str, str], None]) -> None:
        """Call `news(kind, key)` in the event loop when another process changed something.

        `kind` is conversation, timer, outgoing, errand, publication or desk; a key "" means any.
        News may come twice, late, or after a crash not at all: whoever depends on it also looks now
        and then.
        """

    def hint(self, kind: str, key: str) -> None:
        """Call that in other processes, for what is kept nowhere (somebody is typing). Where
        processes share a file it is not heard. Returns at once."""
