"""What the integration API takes, as msgspec structs; its description is made of these.

They are strict: an unknown field, a NUL, a text or a list that is too long is refused whole.
"""

from __future__ import annotations

from typing import Annotated, Any, Literal

import msgspec

from flowengine.runtime.limits import EVENT_TEXT

PAGE = 50  # rows of one answer unless more are asked for
MOST = 200  # rows of one answer
LINES = 500  # of a transcript in one answer

_CLEAN = r"^[^\x00]*$"
# In Python `$` stands before a line break at the end, too.
_KEY = r"^[A-Za-z0-9_-]*(?!\n)$"


def _text(least: int, most: int, pattern: str = _CLEAN) -> Any:
    return msgspec.Meta(min_length=least, max_length=most, pattern=pattern)


Key = Annotated[str, _text(1, 64, _KEY)]
MaybeKey = Annotated[str, _text(0, 64, _KEY)]
Name = Annotated[str, _text(1, 64)]
MaybeName = Annotated[str, _text(0, 64)]
Value = Annotated[str, _text(0, 500)]
Address = Annotated[str, _text(1, 254)]
MaybeAddress = Annotated[str, _text(0, 254)]
Note = Annotated[str, _text(0, 200)]
Words = Annotated[str, _text(1, EVENT_TEXT)]
Reference = Annotated[str, _text(1, 200)]
Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]
Figure = Annotated[int, msgspec.Meta(ge=-(2**53), le=2**53)]
Limit = Annotated[int, msgspec.Meta(ge=1, le=MOST)]
Cursor = Annotated[str, _text(0, 200, _KEY)]
# Beyond these a number of JSON is not the same number for every program (RFC 8259, section 6).
Float = Annotated[float, msgspec.Meta(ge=-(2**53), le=2**53)]
Scalar = Annotated[str, _text(0, 2_000)] | bool | Figure | Float | None
Tag = Annotated[str, _text(1, 100)]


class Taken(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that is sent to us."""


class Begin(Taken, frozen=True):
    """`values` are read by the flow's slots that are `from page`. With `gateway` and `address` the
    flow writes to the person there, and hears what they answer. `contact` is who it is; without
    it whoever has that address. `caller` is what the flow reads as the caller's number.
    `channel` is the gateway's where it is not named, and `chat` where there is no gateway."""

    flow: Name
    channel: MaybeName = ""
    language: Annotated[str, _text(0, 20)] = ""
    entry: MaybeName = ""
    values: Annotated[dict[Name, Value], msgspec.Meta(max_length=20)] = {}
    caller: MaybeAddress = ""
    contact: MaybeKey = ""
    gateway: MaybeName = ""
    address: MaybeAddress = ""


class Said(Taken, frozen=True, tag_field="event", tag="said"):
    """The person's words."""

    text: Words


class Picked(Taken, frozen=True, tag_field="event", tag="picked"):
    """A choice of the question of `turn`."""

    turn: Number
    choice: Reference


class Filled(Taken, frozen=True, tag_field="event", tag="filled"):
    """The fields of the form of `turn`, each as it would be typed, by slot."""

    turn: Number
    values: Annotated[dict[Name, Value], msgspec.Meta(max_length=50)]


class CameBack(Taken, frozen=True, tag_field="event", tag="came back"):
    """The person is here again after a while."""


class DeliveryFailed(Taken, frozen=True, tag_field="event", tag="delivery failed"):
    """A message of ours did not reach them."""

    reason: Note = ""


Happened = Said | Picked | Filled | CameBack | DeliveryFailed


class End(Taken, frozen=True):
    """It ends as it stands and the flow is not asked. With `erase` nothing of it is kept."""

    erase: bool = False


class Identify(Taken, frozen=True):
    """An address as it is written on its road: a number, an e-mail address, a messenger's id."""

    gateway: Name
    address: Address


class Change(Taken, frozen=True):
    """An attribute that is null is forgotten."""

    attributes: Annotated[dict[Name, Scalar], msgspec.Meta(max_length=50)] = {}
    tag: Annotated[tuple[Tag, ...], msgspec.Meta(max_length=50)] = ()
    untag: Annotated[tuple[Tag, ...], msgspec.Meta(max_length=50)] = ()
    identities: Annotated[tuple[Identify, ...], msgspec.Meta(max_length=20)] = ()


class Allow(Taken, frozen=True):
    """What the person allowed (`given`) or withdrew; `wording` is the version of the words that
    they read or heard, `how` the proof of it."""

    purpose: Name
    channel: Name
    given: bool
    wording: Note = ""
    how: Note = ""


class Into(Taken, frozen=True):
    """The contact that stands for this one from now on."""

    into: Key


class Again(Taken, frozen=True):
    """Which message to send again."""

    message: Reference


Kind = Literal["conversation.began", "conversation.ended", "result.saved", "message.failed",
               "handoff.asked"]  # fmt: skip


class Subscribe(Taken, frozen=True):
    """`url` is posted to; `secret` is the name of the secret that signs, as the server's
    environment has it: `webhook_crm` is FLOWENGINE_SECRET_WEBHOOK_CRM."""

    url: Annotated[str, _text(1, 500)]
    events: Annotated[tuple[Kind, ...], msgspec.Meta(min_length=1, max_length=5)]
    secret: Annotated[str, _text(1, 64, r"^[a-z0-9_]+(?!\n)$")]


# ---------------------------------------------------------------- what may stand behind a `?`


class Paged(Taken, frozen=True):
    """A page of a list; `cursor` is what the page before gave as `next`."""

    cursor: Cursor = ""
    limit: Limit = PAGE


class Search(Taken, frozen=True):
    """Conversations that are all of this; last changed first."""

    flow: MaybeName = ""
    state: Literal["", "open", "ended"] = ""
    contact: MaybeKey = ""
    cursor: Cursor = ""
    limit: Limit = PAGE


class Since(Taken, frozen=True):
    """Lines after line `since`."""

    since: Number = 0
    limit: Annotated[int, msgspec.Meta(ge=1, le=LINES)] = LINES


class Wanted(Taken, frozen=True):
    """Facts of one kind, those written first in front."""

    kind: Literal["saved", "tagged", "noted"] = "saved"
    cursor: Cursor = ""
    limit: Limit = MOST


class Letters(Taken, frozen=True):
    """Messages that are all of this; the newest first."""

    state: Literal["", "queued", "sending", "sent", "failed", "ambiguous"] = ""
    conversation: MaybeKey = ""
    cursor: Cursor = ""
    limit: Limit = PAGE
