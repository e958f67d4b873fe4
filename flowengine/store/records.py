"""What a store keeps: plain data, one class a table. A store interprets none of it.

Times are POSIX seconds, bodies are JSON text, and `key` or `id` name things for ever.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from flowengine.desk.items import Item
    from flowengine.desk.log import Entry

QUEUED, SENDING, SENT, FAILED, AMBIGUOUS = "queued", "sending", "sent", "failed", "ambiguous"


@dataclass(frozen=True, slots=True)
class Message:
    """A line of the transcript. `number` counts from 1 in its conversation."""

    number: int
    at: float
    side: str
    body: str


@dataclass(frozen=True, slots=True)
class Timer:
    """Come back to this conversation at `due`."""

    conversation: str
    turn: int
    name: str
    due: float


@dataclass(frozen=True, slots=True)
class Errand:
    """Something slow that a turn asked for, kept until its answer is committed."""

    conversation: str
    turn: int
    kind: str
    body: str


@dataclass(frozen=True, slots=True)
class Outgoing:
    """A message for another road. `key` is its idempotency key: one row, however often written.

    `gateway` names who carries it (`sms`, `email`, `webhook`, …) and `to` where it goes there.
    `state` is one of those above; nobody tries before `due`. `tries` counts those that began, and
    `error` says in short words how the last one ended. `sent_as` is the provider's name for it.
    """

    key: str
    conversation: str
    at: float
    body: str
    gateway: str = ""
    to: str = ""
    state: str = QUEUED
    due: float = 0.0
    tries: int = 0
    error: str = ""
    sent_as: str = ""


@dataclass(frozen=True, slots=True)
class Fact:
    """A result, tag or note that reports count."""

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
class Trace:
    """How one turn went, for operators and for a replay. Its number is that of the revision.

    `event` is what came in, `effects` what went out, `before` and `after` the places it waited at,
    `took` the seconds it was worked on, `node` by whom.
    """

    revision: int
    at: float
    event: str
    before: str
    after: str
    effects: str
    took: float
    node: str


@dataclass(frozen=True, slots=True)
class Conversation:
    """A conversation as it stands between two turns.

    `revision` counts commits; `messages` how many lines the transcript has. `token` is the hash of
    the secret that opens it. `prompt` is JSON of what the person is being asked, "" when nothing.
    `place` is where it waits, "" when nowhere. `gateway` and `address` say whence the person
    writes, both "" on our own page; of one address at most one conversation is open. `contact` is
    who it is, "" when nobody knows. `gathered` is JSON of typed fragments that wait for the next.
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
    began: float = 0.0
    place: str = ""
    gateway: str = ""
    address: str = ""
    contact: str = ""
    gathered: str = ""


@dataclass(frozen=True, slots=True)
class Attribute:
    """What is known of a contact under `name`; `value` is JSON, "" forgets it."""

    contact: str
    name: str
    value: str
    at: float


@dataclass(frozen=True, slots=True)
class Tag:
    """`subject` is `contact/<id>` or `conversation/<id>`; `set` is False where it is taken off."""

    subject: str
    tag: str
    at: float
    set: bool = True


@dataclass(frozen=True, slots=True)
class Consent:
    """What a contact allowed or withdrew: `purpose` (service, news, research …) on a channel.

    Rows are only added; the last one of a purpose and channel counts. `wording` is the version of
    the words they heard, `how` the proof: `conversation/<id>`, or who wrote it down.
    """

    contact: str
    purpose: str
    channel: str
    given: bool
    wording: str
    how: str
    at: float


@dataclass(frozen=True, slots=True)
class Identity:
    """An address that is a contact's. In anonymous mode `address` is a keyed hash of it."""

    gateway: str
    address: str
    contact: str
    at: float


@dataclass(frozen=True, slots=True)
class Contact:
    """A person. `merged` is the contact that stands for this one too, "" when none does."""

    id: str
    at: float
    merged: str = ""


@dataclass(frozen=True, slots=True)
class Known:
    """A contact with all that is known of them, those that were merged into them included.

    Of two values of an attribute or tag the newer counts; `consents` are those that count.
    """

    contact: Contact
    identities: tuple[Identity, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    tags: tuple[str, ...] = ()
    consents: tuple[Consent, ...] = ()
    merged: tuple[Contact, ...] = ()


@dataclass(frozen=True, slots=True)
class Publication:
    """A version of a flow that new conversations begin with, from `at` until the next one.

    `number` counts from 1 in its flow. `policy` says what became of conversations that had begun
    with another: pin, move or divert. `by` is who published, `note` why.
    """

    flow: str
    number: int
    digest: str
    at: float
    policy: str = "pin"
    by: str = ""
    note: str = ""


@dataclass(frozen=True, slots=True)
class Waiting:
    """How many open conversations of a flow wait at `place` of the version `digest`."""

    flow: str
    digest: str
    place: str
    count: int


@dataclass(frozen=True, slots=True)
class Token:
    """A secret that a program or an operator shows; kept as its hash. `ends` 0 means never."""

    id: str
    name: str
    role: str
    hash: bytes = field(repr=False)
    at: float = 0.0
    ends: float = 0.0


@dataclass(frozen=True, slots=True)
class Subscription:
    """Who wants to be told by webhook: `events` are kinds with commas, `secret` the name of one in
    the environment that signs."""

    id: str
    url: str
    events: str
    secret: str
    at: float


@dataclass(frozen=True, slots=True)
class Audit:
    """Who did what to whom, reading too. Rows are only added; `number` is the store's own."""

    at: float
    who: str
    what: str
    subject: str
    number: int = 0


@dataclass(frozen=True, slots=True)
class Turn:
    """All that one turn writes. `conversation.revision` is the one that was read, 0 for a new one.

    `message_id` is the sender's name for what began the turn, "" where there is none; it counts in
    `scope`, by default the conversation (a gateway's own names count in the gateway). `fired` and
    `answered` are the timer and the errand that this turn obeyed. With `erases` everything earlier
    turns left of the conversation is deleted first, save what waits to be sent to others. Lines in
    `rewritten` stand in the place of those that had their numbers, and so do `retraced` traces.
    `node` did it: errands of the turn are its own while it lives, and its lease ends with this.

    `joined` are work items that begin (a person whose item of this conversation leaves in the same
    turn, or left for a callback, keeps that one's clock), `left` the turns of hand-offs that are
    waited in no more, `also` further queues for the one that is; with `channel` it goes on by that
    one from here. Who ends with it leaves all;
    where a talk ends so, its agent has `wrap_up` seconds to write it down. `entries` are for the
    desk's log, and with `held` nothing is written unless that item is still as it was read.
    """

    conversation: Conversation
    message_id: str = ""
    scope: str = ""
    messages: tuple[Message, ...] = ()
    timers: tuple[Timer, ...] = ()
    errands: tuple[Errand, ...] = ()
    outgoing: tuple[Outgoing, ...] = ()
    facts: tuple[Fact, ...] = ()
    uploads: tuple[Upload, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    tags: tuple[Tag, ...] = ()
    consents: tuple[Consent, ...] = ()
    fired: Timer | None = None
    answered: Errand | None = None
    erases: bool = False
    rewritten: tuple[Message, ...] = ()
    retraced: tuple[Trace, ...] = ()
    trace: Trace | None = None
    node: str = ""
    joined: tuple[Item, ...] = ()
    left: tuple[int, ...] = ()
    also: tuple[str, ...] = ()
    channel: str = ""
    wrap_up: int = 60
    entries: tuple[Entry, ...] = ()
    held: Item | None = None
