"""What the integration API answers, as msgspec structs; its description is made of these.

Times are RFC 3339 in UTC. Nothing here decides anything.
"""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from flowengine.runtime.effects import Choice, Field


class Given(msgspec.Struct, frozen=True, kw_only=True):
    """Something that we answer."""


class Line(Given, frozen=True):
    """A line of the transcript. `turn`, `choices`, `accepts` and `fields` belong to a question."""

    number: int
    at: str
    side: Literal["person", "flow"]
    kind: str
    text: str
    language: str
    turn: int
    choices: tuple[Choice, ...]
    accepts: str
    fields: tuple[Field, ...]
    reference: Any


class Question(Given, frozen=True):
    """What the person is being asked. `picked` and `filled` name its `turn`."""

    turn: int
    text: str
    language: str
    choices: tuple[Choice, ...]
    accepts: str
    fields: tuple[Field, ...]


class Result(Given, frozen=True):
    """The value, what was shown for it, and what the person really said."""

    value: Any
    category: str
    raw: str


State = Literal["person", "working", "ended"]


class Conversation(Given, frozen=True):
    """`state`: person (the flow waits for them), working (something slow is under way) or ended.
    `place` is the step where it waits, `lines` how long the transcript is, `version` of the flow.
    """

    id: str
    flow: str
    version: str
    channel: str
    state: State
    place: str
    began: str
    changed: str
    contact: str
    lines: int
    question: Question | None
    results: dict[str, Result]
    tags: tuple[str, ...]


class Summary(Given, frozen=True):
    """A conversation in a list."""

    id: str
    flow: str
    version: str
    channel: str
    ended: bool
    place: str
    began: str
    changed: str
    contact: str


class Summaries(Given, frozen=True):
    """`next` is the cursor of the next page, "" on the last."""

    conversations: tuple[Summary, ...]
    next: str


class Heard(Given, frozen=True):
    """How it stands after the event, and the lines that it brought. `replayed`: it had been taken
    before, and nothing happened."""

    conversation: Conversation
    lines: tuple[Line, ...]
    replayed: bool


class Transcript(Given, frozen=True):
    """`more` is true where lines follow: ask again with `since` the number of the last."""

    lines: tuple[Line, ...]
    more: bool


class Step(Given, frozen=True):
    """How one turn went: what came in, from where to where, what went out, in how many seconds."""

    revision: int
    at: str
    event: Any
    before: str
    after: str
    effects: Any
    took: float


class Steps(Given, frozen=True):
    """How a conversation went, turn by turn."""

    traces: tuple[Step, ...]


class Flow(Given, frozen=True):
    """A flow that is served. `values` are the slots that `values` of a beginning may set."""

    name: str
    title: str
    languages: tuple[str, ...]
    channels: tuple[str, ...]
    entries: tuple[str, ...]
    values: tuple[str, ...]
    version: str


class Flows(Given, frozen=True):
    """All that are served."""

    flows: tuple[Flow, ...]


class Publication(Given, frozen=True):
    """A version that new conversations began with from `at` on."""

    number: int
    version: str
    at: str
    policy: str
    by: str
    note: str


class Publications(Given, frozen=True):
    """The newest first."""

    publications: tuple[Publication, ...]


class Fact(Given, frozen=True):
    """A result, tag or note; `body` is by its kind: name, value, category, raw of a result."""

    conversation: str
    at: str
    kind: str
    body: dict[str, Any]


class Facts(Given, frozen=True):
    """`next` is the cursor of what follows; on the last page that of what will be written later,
    to ask again from there."""

    facts: tuple[Fact, ...]
    next: str
    more: bool


class Identity(Given, frozen=True):
    """An address of the person."""

    gateway: str
    address: str
    at: str


class Consent(Given, frozen=True):
    """What they allowed or withdrew, in which words, and the proof."""

    purpose: str
    channel: str
    given: bool
    wording: str
    how: str
    at: str


class Contact(Given, frozen=True):
    """All that is known of a person, `merged` ones included. The last consent of each purpose and
    channel counts."""

    id: str
    since: str
    identities: tuple[Identity, ...]
    attributes: dict[str, Any]
    tags: tuple[str, ...]
    consents: tuple[Consent, ...]
    merged: tuple[str, ...]


class Contacts(Given, frozen=True):
    """The newest first; `next` is the cursor of the next page, "" on the last."""

    contacts: tuple[Contact, ...]
    next: str


class Erased(Given, frozen=True):
    """The receipt: how many conversations went with the contact."""

    contact: str
    at: str
    conversations: int


class Message(Given, frozen=True):
    """A message to others. `state`: queued, sending, sent, failed, or ambiguous where nobody knows
    whether it went. `why` is how the last of its `tries` ended."""

    id: str
    conversation: str
    gateway: str
    state: str
    at: str
    due: str
    tries: int
    why: str


class Messages(Given, frozen=True):
    """The newest first; `next` is the cursor of the next page, "" on the last."""

    messages: tuple[Message, ...]
    next: str


class Subscription(Given, frozen=True):
    """Who is told by webhook, of what."""

    id: str
    url: str
    events: tuple[str, ...]
    secret: str
    at: str


class Subscriptions(Given, frozen=True):
    """The oldest first."""

    subscriptions: tuple[Subscription, ...]
