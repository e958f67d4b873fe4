"""What a turn-taker wants done. What the host is to know it says in `reports`, beside these."""

from __future__ import annotations

import msgspec

from flowengine.speech.duplex.reports import AnyReport


class Move(msgspec.Struct, frozen=True, tag=True, gc=False):
    at: float


class Begin(Move, frozen=True, tag="begin"):
    """Somebody seems to speak, since `began`: a recogniser is to hear it, from a little before."""

    utterance: int
    began: float


class Lull(Move, frozen=True, tag="lull"):
    """The utterance may be over: the speech lies between `began` and `ended` so far."""

    utterance: int
    began: float
    ended: float


class End(Move, frozen=True, tag="end"):
    """The utterance is over: the speech lies between `began` and `ended`."""

    utterance: int
    began: float
    ended: float


class Drop(Move, frozen=True, tag="drop"):
    """The utterance was nothing, or is not wanted any more."""

    utterance: int


class Hush(Move, frozen=True, tag="hush"):
    """What plays is to stop, as far as `by` may interrupt it: key, speech or match."""

    by: str


AnyMove = Begin | Lull | End | Drop | Hush | AnyReport
