"""What the server and the process that carries calls tell each other; see `framing` for how.

Both ends are ours and of one version, so an envelope that cannot be read is a fault of ours and
raises; nothing here comes from a caller unchecked.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Generic, TypeVar

import msgspec

from flowengine.speech.duplex.orders import AnyOrder
from flowengine.speech.duplex.reports import AnyReport
from flowengine.speech.framing import Cutter

if TYPE_CHECKING:
    from collections.abc import Iterator

_T = TypeVar("_T")


class Envelope(msgspec.Struct, frozen=True, tag=True, gc=False):
    pass


# ---------------------------------------------------------------- to the process


class Begin(Envelope, frozen=True):
    """The first one. `models` is the folder of recognisers' models, "" for the standard one;
    without `recognises` callers have keys only. `most` calls are carried at once."""

    models: str = ""
    recognises: bool = True
    most: int = 100


class Prepare(Envelope, frozen=True):
    """Somebody will probably speak this language soon."""

    language: str


class Answer(Envelope, frozen=True):
    """`language` is what will probably be spoken first, so that its recogniser is there by then."""

    call: str
    language: str = ""


class Reject(Envelope, frozen=True):
    """`code` is a refusal's code, for the page; `text` its sentence."""

    call: str
    code: str
    text: str


class Ordered(Envelope, frozen=True):
    call: str
    order: AnyOrder


class Sign(Envelope, frozen=True):
    """Something that the page of a call shows until it is told otherwise: hold, company, recording,
    and what could not be done (`text` says it)."""

    call: str
    kind: str
    on: bool = True
    text: str = ""


class Caption(Envelope, frozen=True):
    """What `side` ("flow" or "person") says, for the caller's screen."""

    call: str
    side: str
    text: str
    final: bool = True


# ---------------------------------------------------------------- from the process


class Ready(Envelope, frozen=True):
    """Calls are carried from now on."""


class Arriving(Envelope, frozen=True):
    """Somebody calls and waits for `Answer` or `Reject`. `conversation` and `token` are claims. An
    agent's (`desk`) are an item and a ticket for it."""

    call: str
    conversation: str
    token: str
    desk: bool = False


class Reported(Envelope, frozen=True):
    call: str
    report: AnyReport


class Note(Envelope, frozen=True):
    """For the log; `level` is a name of `logging`. `call` is "" where it is about no call."""

    level: str
    text: str
    call: str = ""


class Pulse(Envelope, frozen=True):
    """The process is well. `late` is how late a frame went out at worst since the last one, in
    seconds, and `missed` how many were left out so that the clock is right again."""

    calls: int
    late: float = 0.0
    missed: int = 0


Told = Begin | Prepare | Answer | Reject | Ordered | Sign | Caption
Telling = Ready | Arriving | Reported | Note | Pulse


class Unpacker(Generic[_T]):
    """Envelopes of a stream that is fed as it comes. Raises msgspec.DecodeError for what is none.

    Make one by `told()` or `telling()`.
    """

    def __init__(self, decoder: msgspec.msgpack.Decoder[_T]) -> None:
        self._decoder = decoder
        self._cutter = Cutter()

    def feed(self, data: bytes) -> Iterator[_T]:
        return map(self._decoder.decode, self._cutter.cut(data))


def told() -> Unpacker[Told]:
    return Unpacker(msgspec.msgpack.Decoder(Told))


def telling() -> Unpacker[Telling]:
    return Unpacker(msgspec.msgpack.Decoder(Telling))
