"""What every store can do: a turn is one transaction; nobody overwrites what they did not read.

One class of verbs, and two engines beneath it (`sqlite`, `postgresql`) that run their SQL. Only
`commit` goes on with a conversation; only `forget` and the erasing verbs remove one. Several nodes
may share a store: what only one of them may do is claimed, and what a dead one had claimed is
anybody's again.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from flowengine.store.desk.verbs import DeskVerbs

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Callable, Mapping, Sequence
    from pathlib import Path

    from flowengine.store.records import (
        Attribute,
        Audit,
        Consent,
        Contact,
        Conversation,
        Errand,
        Fact,
        Identity,
        Known,
        Message,
        Outgoing,
        Publication,
        Subscription,
        Tag,
        Timer,
        Token,
        Trace,
        Turn,
        Upload,
        Waiting,
    )

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


class Store(DeskVerbs, Protocol):
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

    # ------------------------------------------------------------ turns

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

    # ------------------------------------------------------------ nodes and what they claim

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

    # ------------------------------------------------------------ outbox

    async def post(self, messages: Sequence[Outgoing]) -> None:
        """Messages that belong to no turn. One whose key is known already is left as it is."""

    async def claim_outgoing(
        self, now: float, limit: int, node: str, gateways: Sequence[str] = ()
    ) -> tuple[Outgoing, ...]:
        """Queued messages that are due, now `sending` with one try more; oldest first.

        `gateways` narrows it to these; none means any. Of a conversation's messages to one address
        only the oldest is given, by `at` and `key`, and none while an older one is queued or being
        sent: they arrive in their order.
        """

    async def next_outgoing(self) -> float:
        """When the earliest queued message is due, 0 where there is none."""

    async def lost_outgoing(self, node: str, again: Sequence[str] = ()) -> tuple[Outgoing, ...]:
        """Those that a dead node was sending, now `ambiguous`: nobody knows whether they went.

        Those of the gateways in `again`, which know a repeated message, are `queued` once more.
        """

    async def settle(self, message: Outgoing, node: str, *, drop: bool = False) -> bool:
        """Write `state`, `due`, `tries`, `error` and `sent_as` of a message this node was sending.

        False, and nothing written, when it was not this node's any more. With `drop` its row goes,
        and so does that of one which was sent for a conversation that was erased meanwhile.
        """

    async def reported(self, message: Outgoing) -> bool:
        """The provider tells what became of it: write its `state`, `error` and `sent_as`.

        False, and nothing written, unless it was sent, ambiguous or failed.
        """

    async def outgoing(
        self,
        state: str = "",
        *,
        limit: int = 50,
        before: float = 0.0,
        behind: str = "",
        conversation: str = "",
    ) -> tuple[Outgoing, ...]:
        """Messages in a state (any: ""), newest first.

        `before` and `behind` go on after a page: the `at` and the `key` of its last one.
        """

    async def letter(self, key: str) -> Outgoing | None:
        """One message by its key."""

    async def sent_as(self, gateway: str, name: str) -> Outgoing | None:
        """The message that the provider knows under this name."""

    async def send_again(self, key: str, now: float) -> bool:
        """A person wants a failed or ambiguous message tried again. False when it is neither."""

    async def token_wait(self, bucket: str, rate: float, burst: float, now: float) -> float:
        """Take a token from a bucket that fills with `rate` a second up to `burst`.

        0.0 when one was taken, else the seconds until one will be there; then none was taken.
        """

    # ------------------------------------------------------------ versions

    async def keep_sources(self, digest: str, bundle: bytes) -> None:
        """Keep what a program was compiled from."""

    async def sources(self, digest: str) -> bytes | None: ...

    async def publish(self, publication: Publication) -> Publication:
        """The flow begins with this digest from now on; gives it with its `number`."""

    async def published(self) -> Mapping[str, Publication]:
        """The newest publication of every flow."""

    async def publications(self, flow: str) -> tuple[Publication, ...]:
        """All of a flow, newest first."""

    async def waiting(self, flow: str = "") -> tuple[Waiting, ...]:
        """Where open conversations wait, by flow, digest and place."""

    async def waiting_at(
        self, flow: str, digest: str, after: str = "", limit: int = 200
    ) -> tuple[Conversation, ...]:
        """Open conversations of a version, by id; `after` goes on behind a page."""

    async def recorded(self, flow: str, limit: int) -> tuple[Conversation, ...]:
        """The last conversations of a flow that have traces, newest first: what can be replayed."""

    # ------------------------------------------------------------ contacts

    async def identify(self, gateway: str, address: str, at: float) -> Contact:
        """Whose address it is, merged ones followed; a new contact when it is nobody's."""

    async def found(self, gateway: str, address: str) -> Contact | None:
        """Whose address it is, merged ones followed."""

    async def known(self, contact: str) -> Known | None:
        """All that is known of a contact, merged ones followed."""

    async def contacts(
        self, text: str = "", *, before: float = 0.0, behind: str = "", limit: int = 50
    ) -> tuple[Known, ...]:
        """Contacts with `text` in an address, attribute or tag; the newest first.

        `before` and `behind` go on after a page: the `at` and the `id` of its last one.
        """

    async def write_contact(
        self,
        *,
        identities: Sequence[Identity] = (),
        attributes: Sequence[Attribute] = (),
        tags: Sequence[Tag] = (),
        consents: Sequence[Consent] = (),
    ) -> None:
        """Write these, outside of a turn. An identity that is another's already is left there.

        A contact that an identity names is made when it is new; else what is said of an unknown
        contact (one that was erased meanwhile) is not written. An older value does not replace a
        newer one.
        """

    async def merge(self, contact: str, into: str) -> bool:
        """From now on `into` stands for `contact` too. False when that would be a circle, or one
        of them is unknown or merged already."""

    async def part(self, contact: str) -> bool:
        """Take a merge back: each has again what was its own."""

    async def consents(self, contact: str) -> tuple[Consent, ...]:
        """All they ever allowed or withdrew, merged ones followed; the last comes last."""

    async def erase_contact(self, contact: str) -> int:
        """Delete a contact with those merged into it, and all their conversations with all they
        left, messages that still wait to be sent included; how many conversations. Merged ones are
        followed: it is the whole person who goes."""

    # ------------------------------------------------------------ who may, and who did

    async def add_token(self, token: Token) -> None: ...

    async def token(self, hash: bytes) -> Token | None: ...  # noqa: A002 - the record's own word

    async def tokens(self) -> tuple[Token, ...]: ...

    async def revoke(self, token: str) -> bool: ...

    async def subscribe(self, subscription: Subscription) -> None: ...

    async def unsubscribe(self, subscription: str) -> bool: ...

    async def subscriptions(self) -> tuple[Subscription, ...]: ...

    async def note(self, audit: Audit) -> None:
        """Behind the last one, with a hash over it (`auditing`)."""

    async def audit_head(self) -> tuple[int, str]:
        """Number and hash of the last one. Kept elsewhere it proves what was written before."""

    async def audits(
        self, *, before: float = 0.0, behind: int = 0, limit: int = 100
    ) -> tuple[Audit, ...]:
        """Newest first; `before` and `behind` go on after a page: the `at` and the `number` of its
        last one."""

    # ------------------------------------------------------------ keeping house

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
