"""What browser and server send each other, as JSON: the same over the WebSocket and over HTTP.

The browser says `hello`, `typing` and `seen` (WebSocket only), `say`, `pick`, `fill`, `place`,
`leave`; the server tells `news`, `took` and `refused`. Anything else is refused whole: unknown
fields, wrong types, too long.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Literal, TypeVar

import msgspec

from flowengine.host import lines
from flowengine.host.going_on import OVER
from flowengine.host.refusal import Refusal
from flowengine.server.languages import direction
from flowengine.server.words import spoken

if TYPE_CHECKING:
    from collections.abc import Sequence

    from flowengine.host.desk.standing import Stand
    from flowengine.host.lines import Line
    from flowengine.store.records import Conversation

FRAME = 16_384  # bytes of one message from a browser
_T = TypeVar("_T")
_Id = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Name = Annotated[str, msgspec.Meta(min_length=1, max_length=64)]
_Value = Annotated[str, msgspec.Meta(max_length=500)]
_Number = Annotated[int, msgspec.Meta(ge=0, le=2**53)]


class Hello(msgspec.Struct, frozen=True, tag_field="type", tag="hello", forbid_unknown_fields=True):
    """The first frame: proves whose conversation it is. `since` is the last line the page has."""

    token: Annotated[str, msgspec.Meta(max_length=100)]
    since: _Number = 0


class Say(msgspec.Struct, frozen=True, tag_field="type", tag="say", forbid_unknown_fields=True):
    """Typed words. `id` is the page's own name for the message; the same id again does nothing."""

    id: _Id
    text: str


class Pick(msgspec.Struct, frozen=True, tag_field="type", tag="pick", forbid_unknown_fields=True):
    """A button of the question of `turn`."""

    id: _Id
    turn: _Number
    choice: Annotated[str, msgspec.Meta(max_length=200)]


class Fill(msgspec.Struct, frozen=True, tag_field="type", tag="fill", forbid_unknown_fields=True):
    """The form of `turn`: by slot, what would be typed. What is missing is asked for after it."""

    id: _Id
    turn: _Number
    values: Annotated[dict[_Name, str], msgspec.Meta(max_length=50)]


class Place(msgspec.Struct, frozen=True, tag_field="type", tag="place", forbid_unknown_fields=True):
    """Where the person is, in degrees (WGS 84), because they pressed the button for it."""

    id: _Id
    latitude: Annotated[float, msgspec.Meta(ge=-90, le=90)]
    longitude: Annotated[float, msgspec.Meta(ge=-180, le=180)]


class Leave(msgspec.Struct, frozen=True, tag_field="type", tag="leave", forbid_unknown_fields=True):
    """Quick exit: the conversation ends, and what it kept is deleted at once."""

    id: _Id


class Typing(
    msgspec.Struct, frozen=True, tag_field="type", tag="typing", forbid_unknown_fields=True
):
    """Somebody is about to say something. Not kept, and not answered."""


class Seen(msgspec.Struct, frozen=True, tag_field="type", tag="seen", forbid_unknown_fields=True):
    """The lines up to this one were on screen, while one of us talks there. Not kept, and not
    answered."""

    number: _Number


class Begin(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """`again` begins a new conversation even where there is one to go on with.

    `entry` names where to begin, `page` holds what the page knows already, by slot. Without `keep`
    the browser gets nothing to find the conversation again with; such a page may have kept
    `conversation` and `token` itself, and goes on with that as others do with their cookie. By
    `voice` it is begun as a call, which the page then makes.
    """

    language: Annotated[str, msgspec.Meta(max_length=20)] = ""
    again: bool = False
    entry: Annotated[str, msgspec.Meta(max_length=64)] = ""
    page: Annotated[dict[_Name, _Value], msgspec.Meta(max_length=20)] = {}
    keep: bool = True
    conversation: Annotated[str, msgspec.Meta(max_length=100)] = ""
    token: Annotated[str, msgspec.Meta(max_length=100)] = ""
    channel: Literal["chat", "voice"] = "chat"


Told = Say | Pick | Fill | Place | Leave

_hello = msgspec.json.Decoder(Hello)
_told = msgspec.json.Decoder(Told)
_frame = msgspec.json.Decoder(Told | Typing | Seen)
_begin = msgspec.json.Decoder(Begin)
_encoder = msgspec.json.Encoder()


def hello(data: bytes | str) -> Hello:
    return _decoded(_hello, data)


def message(data: bytes | str) -> Told:
    found: Told = _decoded(_told, data)
    return found


def frame(data: bytes | str) -> Told | Typing | Seen:
    found: Told | Typing | Seen = _decoded(_frame, data)
    return found


def beginning(data: bytes) -> Begin:
    return _decoded(_begin, data or b"{}")


def _decoded(decoder: msgspec.json.Decoder[_T], data: bytes | str) -> _T:
    if len(data) > FRAME:
        raise Refusal("too-large", "This message is too large. Please send a shorter one.")
    try:
        return decoder.decode(data)
    except (msgspec.MsgspecError, RecursionError, UnicodeError) as error:
        raise Refusal("not-understood", "The server did not understand the page.") from error


def news(
    conversation: Conversation,
    found: Sequence[tuple[int, str, Line]],
    stand: Stand | None = None,
) -> dict[str, Any]:
    """`state`: person (the flow waits for them), working (something slow is under way) or ended.
    `talk` is how they stand at the desk, where they wait for one of us or talk."""
    if conversation.gateway:
        found, stand = _up_to_the_end(found), None
    told = {
        "type": "news",
        "lines": [_line(number, side, line) for number, side, line in found],
        "state": state(conversation),
    }
    return told if stand is None else {**told, "talk": msgspec.to_builtins(stand)}


def _up_to_the_end(
    found: Sequence[tuple[int, str, Line]],
) -> list[tuple[int, str, Line]]:
    """For a page whose talk goes on by messages: there it ends here, and what follows is for the
    telephone alone."""
    for index, (number, side, line) in enumerate(found):
        if line.kind == lines.GONE_ON:
            end = lines.Line(kind=lines.ENDED, text=OVER)
            return [*found[:index], (number, side, end)]
    return []


def state(conversation: Conversation) -> str:
    if conversation.ended or conversation.gateway:
        return "ended"
    return "person" if conversation.prompt else "working"


def took(message_id: str) -> dict[str, Any]:
    """The message is kept; the line that shows it may come later."""
    return {"type": "took", "id": message_id}


def refused(refusal: Refusal, message_id: str = "") -> dict[str, Any]:
    return {"type": "refused", "code": refusal.code, "text": str(refusal), "id": message_id}


def encoded(value: dict[str, Any]) -> bytes:
    return _encoder.encode(value)


def _line(number: int, side: str, line: Line) -> dict[str, Any]:
    plain: dict[str, Any] = msgspec.to_builtins(line)
    del plain["kind"]
    if line.optional and line.language in spoken():
        # It is said to the flow, so it is in the language of the question.
        plain["skip"] = spoken()[line.language]["skip"]
    return {
        "number": number,
        "side": side,
        "kind": line.kind,
        "direction": direction(line.language) if line.language else "auto",
        **plain,
    }
