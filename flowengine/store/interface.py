"""What every store can do: a turn is one transaction; nobody overwrites what they did not read.

Each method answers with a future, so that a store may use threads or connections as it likes and
knows no event loop. Everything below is plain data; a store interprets none of it. Only
`commit` changes a conversation; only `forget` removes one.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from concurrent.futures import Future


class StoreError(Exception):
    """The store could not do it; the text is for the person who runs the server."""


class Stale(StoreError):
    """Somebody else wrote this conversation since it was read: read it again."""


class Replayed(StoreError):
    """This message was taken before; nothing was written."""


@dataclass(frozen=True, slots=True)
class Message:
    """A line of the transcript. `number` counts from 1 in its conversation; `body` is JSON."""

    number: int
    at: float
    side: str
    body: str


@dataclass(frozen=True, slots=True)
class Timer:
    """Come back to this conversation at `due` (POSIX seconds)."""

    conversation: str
    turn: int
    name: str
    due: float


@dataclass(frozen=True, slots=True)
class Errand:
    """Something slow that a turn asked for, kept until its answer is committed. `body` is JSON."""

    conversation: str
    turn: int
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message for another road. `key` is its idempotency key: one row, however often written."""

    key: str
    conversation: str
    at: float
    body: str
    state: str = "queued"


@dataclass(frozen=True, slots=True)
class Fact:
    """A result, tag or note that reports count. `body` is JSON."""

    at: float
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Upload:
    """A file that a person sent. `type` is that of its content, for HTTP."""

    id: str
    at: float
    name: str
    type: str
    body: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stands between two turns.

    `revision` counts commits; `messages` how many lines the transcript has. `token` is the hash of
    the secret that opens it. `prompt` is JSON of what the person is being asked, "" when nothing.
    """

    id: str
    flow: str
    digest: str
    channel: str
    token: bytes
    session: bytes
    prompt: str
    ended: bool
    changed: float
    messages: int = 0
    revision: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one turn writes. `conversation.revision` is the one that was read, 0 for a new one.

    `message_id` is the sender's name for what began the turn, "" where there is none. `fired` and
    `answered` are the timer and the errand that this turn obeyed. With `erases` everything earlier
    turns left of the conversation is deleted first, save what waits to be sent to others. Lines in
    `rewritten` stand in the place of those that had their numbers.
    """

    conversation: Conversation
    message_id: str = ""
    messages: tuple[Message, ...] = ()
    timers: tuple[Timer, ...] = ()
    errands: tuple[Errand, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    facts: tuple[Fact, ...] = ()
    uploads: tuple[Upload, ...] = ()
    fired: Timer | None = None
    answered: Errand | None = None
    erases: bool = False
    rewritten: tuple[Message, ...] = ()


class Store(Protocol):
    """See the module. Every future may also raise StoreError when the medium fails."""

    def commit(self, turn: Turn) -> Future[Conversation]:
        """Write the turn or nothing; gives the conversation as it now stands.

        Raises Stale when another commit came first, Replayed when `message_id` was seen.
        """

    def conversation(self, key: str) -> Future[Conversation | None]: ...

    def taken(self, key: str, message_id: str) -> Future[bool]:
        """True when a turn of this conversation was committed for that message."""

    def messages(self, key: str, since: int) -> Future[tuple[Message, ...]]:
        """The transcript after line `since`, in order."""

    def facts(self, key: str) -> Future[tuple[Fact, ...]]: ...

    def upload(self, key: str, name: str) -> Future[Upload | None]:
        """One of the conversation's, by its id."""

    def uploads(self, key: str) -> Future[tuple[int, int]]:
        """How many the conversation has, and how many bytes they are together."""

    def due(self, until: float, limit: int) -> Future[tuple[Timer, ...]]:
        """Timers of conversations that have not ended, earliest first."""

    def errands(self) -> Future[tuple[Errand, ...]]:
        """Every errand without an answer: what a restart has to take up again."""

    def outgoing(self, state: str, limit: int) -> Future[tuple[Outgoing, ...]]:
        """Messages for other roads in this state, oldest first."""

    def forget(self, before: float, limit: int) -> Future[int]:
        """Delete conversations that last changed before then (POSIX seconds), with all they left:
        at most `limit`, fewer where it is much; how many. One that still waits for a timer or an
        errand stays."""

    def keep_sources(self, flow: str, digest: str, bundle: bytes) -> Future[None]:
        """Keep what a program was compiled from, as the flow's last good edition."""

    def edition(self, flow: str) -> Future[str]:
        """The digest of the flow's last good edition, "" where there is none."""

    def sources(self, digest: str) -> Future[bytes | None]: ...

    def check(self) -> Future[None]:
        """Write something that says nothing. Raises StoreError where a turn could not be kept."""

    def room(self) -> Future[int]:
        """Bytes that are free where it keeps its rows."""

    def close(self) -> None:
        """Finish what waits, then let go. A closed store refuses everything."""
