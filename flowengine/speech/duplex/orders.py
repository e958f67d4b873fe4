"""What the host tells one call's sound to do. Orders are obeyed in the order they come."""

from __future__ import annotations

import msgspec

from flowengine.runtime.expecting import Expected

# What stops a prompt: nothing, a key, a key or speech, a key or something that was understood.
OFF, KEY, SPEECH, MATCH = "off", "key", "speech", "match"
# The same in the words of authors; people may always interrupt unless told not to.
STOPS = {"": SPEECH, "no": OFF, "keys": KEY, "speech": SPEECH, "match": MATCH}
# Seconds, where the flow names none: until nobody answers, until a recording has ended, of one.
PATIENCE, PAUSE, LIMIT = 7.0, 4.0, 120.0


class Order(msgspec.Struct, frozen=True, tag=True, kw_only=True, gc=False):
    pass


class Piece(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """A file of sound (WAV, any rate), or `silence` in seconds. `text` is its caption."""

    path: str = ""
    silence: float = 0.0
    text: str = ""


class Play(Order, frozen=True, tag="play"):
    """Behind what plays already, without a gap. Ended by `Played` with the same `id`."""

    id: int
    pieces: tuple[Piece, ...]
    interrupt: str = SPEECH


class Flush(Order, frozen=True, tag="flush"):
    """Nothing more of what was queued is played."""


class Listen(Order, frozen=True, tag="listen"):
    """Hear an answer, until one has come. Speech and keys count from now on, as far as the prompt
    that plays may be interrupted; `patience` (seconds) runs from the end of what plays. `pause`
    (seconds) is the silence that ends an answer where the author says so, 0 where the grammar does.
    """

    expected: Expected
    patience: float = PATIENCE
    pause: float = 0.0


class Deaf(Order, frozen=True, tag="deaf"):
    """Nothing is expected until the next `Listen`; keys that come meanwhile are kept for it."""


class Record(Order, frozen=True, tag="record"):
    """After what plays: a tone, then up to `limit` seconds until a key or `pause` of silence."""

    turn: int
    limit: float = LIMIT
    pause: float = PAUSE


class Keep(Order, frozen=True, tag="keep"):
    """Record the call itself, or pause that. Ended by `Kept` when the call ends."""

    on: bool


class SendKeys(Order, frozen=True, tag="send_keys"):
    """To the other end of the line: as its carrier has it, else as tones. Told by `KeysSent`."""

    keys: str


class Hold(Order, frozen=True, tag="hold"):
    on: bool


class HangUp(Order, frozen=True, tag="hang_up"):
    """When what was queued has been played, or at once."""

    reason: str = ""
    at_once: bool = False


class Music(Order, frozen=True, tag="music"):
    """What is heard from now on while nothing else is: neither a prompt nor anybody in the
    conference. Again and again; `tone` is heard where there are no pieces, or none can be read.
    Neither: there is no music any more."""

    pieces: tuple[Piece, ...] = ()
    tone: bool = False


class Join(Order, frozen=True, tag="join"):
    """Sit in the conference of that name; `role` says who hears whom (see `conference`). Nothing is
    listened for there, and keys are told one by one. In another role in the same: as told now."""

    room: str
    role: str


class Part(Order, frozen=True, tag="part"):
    """Leave the conference."""


class Apart(Order, frozen=True, tag="apart"):
    """On hold in the conference: neither hears the others nor is heard, nor recorded."""

    on: bool


AnyOrder = (
    Play | Flush | Listen | Deaf | Record | Keep | SendKeys | Hold | HangUp
    | Music | Join | Part | Apart
)  # fmt: skip
