"""What an agent's page and the server send each other over `/desk/socket`, as JSON.

The page says `hello` first, then any of `Order`; each is answered by its id with `took` or
`refused`, but `pong` and `typing`, which are not answered at all. The server tells
`snapshot` and numbered `change`s of what an agent has before them (`seen`), the `lines` of open
conversations with who is typing, `gone` when a conversation is the agent's no longer, and `ping`.
Anything else is refused whole: unknown fields, wrong types, too long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec

from flowengine.host.refusal import Refusal
from flowengine.server.languages import direction
from flowengine.server.wire import FRAME

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.host.desk.context import Signs
    from flowengine.host.lines import Line
    from flowengine.server.desk.words import Words

WORDS = 4_000  # characters of a message, as in the chat
_T = TypeVar("_T")
_CLEAN = (
    r"\A[^\x00-\x1f\x7f]*\Z"  # no control characters: PostgreSQL keeps no NUL, and no log a line
)
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64, pattern=_CLEAN)]
_Key = Annotated[str, msgspec.Meta(min_length=1, max_length=100, pattern=_CLEAN)]
_Name = Annotated[str, msgspec.Meta(max_length=100, pattern=_CLEAN)]
_Words = Annotated[str, msgspec.Meta(min_length=1, max_length=WORDS)]
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Said(msgspec.Struct, frozen=True, tag_field="type", tag=True, forbid_unknown_fields=True):
    """Every message: an object whose `type` says which."""


class Order(Said, frozen=True):
    """A message that is answered. `id` is the page's own name for it."""

    id: _Id


class Hello(Said, frozen=True, tag="hello"):
    """The first frame. `device` is the page's name for itself, which it keeps over a reload."""

    device: _Id


class Pong(Said, frozen=True, tag="pong"):
    """The page is there. Pings come from the server, for a browser slows a hidden page's clocks."""


class Typing(Said, frozen=True, tag="typing"):
    item: _Key


class Sync(Order, frozen=True, tag="sync"):
    """A number was missing: tell everything again."""


class Open(Order, frozen=True, tag="open"):
    """Tell the lines of this conversation behind `since`, and all that come."""

    item: _Key
    since: _Number = 0


class Shut(Order, frozen=True, tag="shut"):
    item: _Key


class Context(Order, frozen=True, tag="context"):
    """All that is known of the person; the answer has it. Looking is written down."""

    item: _Key


class Status(Order, frozen=True, tag="status"):
    """`after` asks for it when the conversation in hand is over."""

    status: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    after: bool = False


class Accept(Order, frozen=True, tag="accept"):
    token: _Key


class Refuse(Order, frozen=True, tag="refuse"):
    token: _Key


class Pull(Order, frozen=True, tag="pull"):
    """Take the next one, or this one, by hand: one more than the cap allows, too."""

    item: _Name = ""


class Say(Order, frozen=True, tag="say"):
    """Words for the person; `id` is their name, so that what is sent again is said once. On a call
    they are spoken where `aloud`."""

    item: _Key
    text: _Words
    aloud: bool = False


class Remark(Order, frozen=True, tag="remark"):
    """Words for colleagues; those in `mentions` (ids) are told of it."""

    item: _Key
    text: _Words
    mentions: Annotated[tuple[_Key, ...], msgspec.Meta(max_length=20)] = ()


class Invite(Order, frozen=True, tag="invite"):
    """Ask a colleague for advice (`consult`), or into the conversation (`talk`)."""

    item: _Key
    agent: _Key
    mode: Literal["consult", "talk"] = "consult"


class Uninvite(Order, frozen=True, tag="uninvite"):
    item: _Key
    agent: _Key


class Part(Order, frozen=True, tag="part"):
    """A supervisor takes part in another way from now on."""

    item: _Key
    mode: Literal["listen", "whisper", "barge"]


class Transfer(Order, frozen=True, tag="transfer"):
    """To a queue or to a colleague: one of the two."""

    item: _Key
    queue: _Name = ""
    agent: _Name = ""


class SendBack(Order, frozen=True, tag="send_back"):
    """Back to a step of the flow."""

    item: _Key
    place: _Name


class Finish(Order, frozen=True, tag="finish"):
    """The talk is over; wrap-up begins, unless a disposition is there already."""

    item: _Key
    disposition: _Name = ""


class Close(Order, frozen=True, tag="close"):
    """Wrap-up is over too."""

    item: _Key
    outcome: _Key
    note: Annotated[str, msgspec.Meta(max_length=WORDS)] = ""


class Extend(Order, frozen=True, tag="extend"):
    """More time to wrap up."""

    item: _Key


class Raise(Order, frozen=True, tag="raise"):
    item: _Key
    priority: Annotated[int, msgspec.Meta(ge=0, le=3)]


class Callback(Order, frozen=True, tag="callback"):
    """How a call back went; `when` (POSIX seconds) is when to try again, 0 for as usual."""

    item: _Key
    result: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    when: Annotated[float, msgspec.Meta(ge=0, le=2**40)] = 0.0
    note: Annotated[str, msgspec.Meta(max_length=WORDS)] = ""


class Script(Order, frozen=True, tag="script"):
    """Begin the queue's script beside the conversation; the answer has what opens it."""

    item: _Key


class Why(Order, frozen=True, tag="why"):
    """Why it waits, or why it was offered to whom it was."""

    item: _Key


class Ticket(Order, frozen=True, tag="ticket"):
    """For the agent's leg of a call: shown once to who carries calls."""

    item: _Key


class Leave(Order, frozen=True, tag="leave"):
    """This page will not come back; without it the lease waits for that."""


Deed = (
    Sync | Open | Shut | Context | Status | Accept | Refuse | Pull | Say | Remark | Invite
    | Uninvite | Part | Transfer | SendBack | Finish | Close | Extend | Raise | Callback
    | Script | Why | Ticket | Leave
)  # fmt: skip
Message = Pong | Typing | Deed

_hello = msgspec.json.Decoder(Hello)
_message = msgspec.json.Decoder(Message)
_encoder = msgspec.json.Encoder()


def hello(data: bytes | str) -> Hello:
    """Raises Refusal `not-understood` or `too-large`."""
    return _decoded(_hello, data)


def message(data: bytes | str) -> Message:
    """Raises Refusal `not-understood` or `too-large`."""
    found: Message = _decoded(_message, data)
    return found


def _decoded(decoder: msgspec.json.Decoder[_T], data: bytes | str) -> _T:
    if len(data) > FRAME:
        raise Refusal("too-large", "This message is too large. Please send a shorter one.")
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Refusal(
            "not-understood", "The server did not understand this page. Please load it again."
        ) from error


def encoded(value: dict[str, Any]) -> str:
    return _encoder.encode(value).decode()


def took(key: str, more: dict[str, Any]) -> dict[str, Any]:
    return {**more, "type": "took", "id": key}


def refused(refusal: Refusal, key: str = "", told: Words | None = None) -> dict[str, Any]:
    """`told` are the words of whoever reads it, None for English."""
    return {"type": "refused", "code": refusal.code, "text": _said(refusal, told), "id": key}


def gone(item: str, refusal: Refusal, told: Words | None = None) -> dict[str, Any]:
    return {"type": "gone", "item": item, "code": refusal.code, "text": _said(refusal, told)}


def _said(refusal: Refusal, told: Words | None) -> str:
    return str(refusal) if told is None else told.refusal(refusal)


def lines(
    item: str, found: Sequence[tuple[int, float, str, Line]], signs: Signs, *, whole: bool
) -> dict[str, Any]:
    """Lines of a conversation; who has one of a number already puts this in its place. `whole`: the
    page has just asked for them, so they are no news. `signs`: who is typing, the last line that
    the person has seen, and what became of ours by number."""
    told = [_line(*one) for one in found]
    plain = msgspec.to_builtins(signs, str_keys=True)
    return {"type": "lines", "item": item, "lines": told, "whole": whole, "signs": plain}


def _line(number: int, at: float, side: str, line: Line) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(line)
    return {
        **plain,
        "number": number,
        "at": at,
        "side": side,
        "direction": direction(line.language) if line.language else "auto",
    }
