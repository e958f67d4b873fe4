"""What a turn asks of the outside: everything that leaves `step`, as tagged immutable structs.

An effect is plain data, already in the words and the language of the conversation; how it looks
or sounds is the channel's business. Slow effects (fetch, hand-off, timers) carry their turn's
number and come back as events with the same number.
"""

from __future__ import annotations

from typing import Any

import msgspec


class Effect(msgspec.Struct, frozen=True, tag=True, kw_only=True, gc=False):
    """Out of the garbage collector's sight: an effect is a leaf, no cycle can go through it."""


class Say(Effect, frozen=True, tag="say"):
    """One message. `recording` replaces synthesis on the phone where it exists.

    `interrupt` is what stops it there: no, keys, speech or match, "" where the flow leaves it open.
    """

    text: str
    language: str
    recording: str = ""
    interrupt: str = ""


class Show(Effect, frozen=True, tag="show"):
    """`kind`: picture, file, location, link or contact; `reference` is what the flow gave.

    `text` are words for whoever cannot see it.
    """

    kind: str
    reference: Any
    text: str = ""


class Choice(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One option as shown now. `key` is "1", "*" or "#", as pressed or typed on this screen, or ""
    for one that is only said; a quiet one is heard but not listed."""

    id: str
    key: str
    label: str
    quiet: bool = False


class Field(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One question of a form, as a page can show it: `choices` where one of several is wanted.

    `least` and `most` are figures or ISO 8601 text (a day, `HH:MM`), "" where there is no bound.
    """

    slot: str
    label: str
    accepts: str
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    optional: bool = False
    secret: bool = False
    least: str = ""
    most: str = ""


class Prompt(Effect, frozen=True, tag="prompt"):
    """The conversation now waits for the person: the last effect of such a turn.

    `kind` is menu, ask, form, browse, yes/no or unsure; `accepts` the type of answer (`""` where
    only the choices count). `text` may be empty (everything was said before). `says_keys` is false
    where a recording already names the keys. `limit` is seconds, for a recording. `least` and
    `most` bound the answer as they do in a `Field`; `fields` are there while a form is untouched.
    """

    turn: int
    wait: str
    kind: str
    text: str
    language: str
    accepts: str = ""
    choices: tuple[Choice, ...] = ()
    hint: str = ""
    recording: str = ""
    says_keys: bool = True
    secret: bool = False
    limit: int = 0
    least: str = ""
    most: str = ""
    optional: bool = False
    fields: tuple[Field, ...] = ()
    interrupt: str = ""
    patience: float = 0.0
    pause: float = 0.0


class Send(Effect, frozen=True, tag="send"):
    """A message by another road. `to` is empty for the person we talk with.

    The channel `callback` is a promise to phone, which the desk makes a work item of: for `queue`
    ("": the one last waited in), due `at` (POSIX seconds, 0.0 for now); `safe` says whether to call
    there is safe, `voicemail` whether a message may be left ("": nobody asked, yes, no).
    """

    key: str
    channel: str
    to: str
    text: str
    subject: str = ""
    attachments: tuple[tuple[str, Any], ...] = ()
    queue: str = ""
    at: float = 0.0
    safe: str = ""
    voicemail: str = ""


class GoneOn(Effect, frozen=True, tag="gone_on"):
    """What is said from here on goes by another channel to that address, and answers come from it;
    what was said before it in this turn still goes by the old one."""

    channel: str
    to: str


class Fetch(Effect, frozen=True, tag="fetch"):
    """An HTTP request; answered by `Fetched` with the same turn.

    `secrets` are headers whose value is a secret of the environment, by the secret's name; `key`
    makes a repeated request recognisable. `timeout` is seconds.
    """

    turn: int
    key: str
    method: str
    url: str
    headers: dict[str, str]
    secrets: dict[str, str]
    body: Any
    timeout: int
    retry: int


class Handoff(Effect, frozen=True, tag="handoff"):
    """Ask for a person; answered by `Accepted` and `HandoffEnded`. `skills` are names with the
    least level, 0 where the queue's own counts."""

    turn: int
    queue: str
    language: str
    skills: tuple[tuple[str, int], ...]
    priority: str
    brief: str
    music: str = ""
    most: int = 0


class Also(Effect, frozen=True, tag="also"):
    """Offer the waiting person to another queue too; the place in the first is kept."""

    queue: str


class LeaveQueue(Effect, frozen=True, tag="leave_queue"):
    turn: int


class ToAgent(Effect, frozen=True, tag="to_agent"):
    """Words of the person for the agent who talks with them."""

    text: str


class Transfer(Effect, frozen=True, tag="transfer"):
    to: str


class Play(Effect, frozen=True, tag="play"):
    """A sound file of the flow, or a recording that somebody has just made, by its reference."""

    file: str
    interrupt: str = ""


class Recording(Effect, frozen=True, tag="recording"):
    """From here on the call is recorded, or is not. Where there is no call, nothing happens."""

    on: bool


class Timer(Effect, frozen=True, tag="timer"):
    """Come back with `Due(turn, timer)` after so many seconds."""

    turn: int
    timer: str
    seconds: float


class Saved(Effect, frozen=True, tag="saved"):
    """A named result: the value, what was shown for it, and what the person really said."""

    name: str
    value: Any
    category: str
    raw: str


class Tagged(Effect, frozen=True, tag="tagged"):
    subject: str
    tag: str


class Noted(Effect, frozen=True, tag="noted"):
    text: str
    queue: str = ""


class ContactSet(Effect, frozen=True, tag="contact_set"):
    field: str
    value: Any


class Forgot(Effect, frozen=True, tag="forgot"):
    path: str


class MessagesStopped(Effect, frozen=True, tag="messages_stopped"):
    """The person wants no further messages on this channel."""


class Fault(Effect, frozen=True, tag="fault"):
    """The flow could not go on as written, with the place for its author. `on fault` has run."""

    message: str
    file: str
    line: int
    column: int


class Dropped(Effect, frozen=True, tag="dropped"):
    """A late or foreign event was not obeyed: why, for the trace."""

    reason: str


class Ended(Effect, frozen=True, tag="ended"):
    """`reason`: end, hang up, silence, transfer, quick exit, fault."""

    reason: str


AnyEffect = (
    Say | Show | Prompt | Send | GoneOn | Fetch | Handoff | Also | LeaveQueue | ToAgent | Transfer
    | Play | Recording | Timer | Saved | Tagged | Noted | ContactSet | Forgot | MessagesStopped
    | Fault | Dropped | Ended
)  # fmt: skip
