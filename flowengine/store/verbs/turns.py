"""Conversations: read, gone on with by one turn at a time, and what each left."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from flowengine.store.records import (
        Conversation,
        Fact,
        Message,
        Trace,
        Turn,
        Upload,
    )


class TurnVerbs(Protocol):
    """Part of `verbs.Store`; every verb may also raise StoreError."""

    async def take(self, key: str, node: str) -> Conversation | None:
        """Read a conversation to go on with it; until `commit` or `give_back` it is this node's.

        Raises Busy while another node has it; a lease ends by itself after `LEASE` seconds.
        """

    async def give_back(self, key: str, node: str) -> None:
        """The turn comes to nothing; somebody else may take it."""

    async def commit(self, turn: Turn) -> Conversation:
        """Write the turn or nothing; gives the conversation as it now stands.

        Raises Stale when another commit came first (or, for a new conversation, when its address
        has an open one already; or when `held` has gone on), Replayed when `message_id` was seen.
        """

    async def conversation(self, key: str) -> Conversation | None: ...

    async def open_at(self, gateway: str, address: str) -> Conversation | None:
        """The open conversation of an address."""

    async def taken(self, scope: str, message_id: str) -> bool:
        """True when a turn was committed for that message."""

    async def messages(self, key: str, since: int) -> tuple[Message, ...]:
        """The transcript after line `since`, in order."""

    async def traces(self, key: str) -> tuple[Trace, ...]: ...

    async def facts(self, key: str) -> tuple[Fact, ...]: ...

    async def results(
        self, flow: str, *, kind: str = "saved", after: int = 0, limit: int = 200
    ) -> tuple[tuple[int, str, Fact], ...]:
        """Facts of a kind from a flow's conversations in the order in which they were written:
        number, conversation and fact. `after` goes on behind a number; none comes late before it.
        """

    async def upload(self, key: str, name: str) -> Upload | None:
        """One of the conversation's, by its id."""

    async def uploads(self, key: str) -> tuple[int, int]:
        """How many the conversation has, and how many bytes they are together."""

    async def search(
        self,
        text: str = "",
        *,
        flow: str = "",
        ended: bool | None = None,
        contact: str = "",
        before: float = 0.0,
        behind: str = "",
        limit: int = 50,
    ) -> tuple[Conversation, ...]:
        """Conversations with `text` in a line (whatever its case), or with an id that begins so.

        Last changed first; `before` and `behind` go on after a page: the `changed` and the `id` of
        its last one. `session`, `token` and `prompt` are left empty. A contact's are those of the
        contacts merged into it, too.
        """
