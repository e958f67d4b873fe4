"""What passes between a call's process and a recogniser's; see `framing` for how."""

from __future__ import annotations

import msgspec

from flowengine.runtime.expecting import Expected
from flowengine.speech.framing import Cutter
from flowengine.speech.recognition.recogniser import Answer

MAX_RECORD = 8_000_000  # octets; more is no record but a fault


class Record(msgspec.Struct, frozen=True, array_like=True, gc=False):
    pass


class Open(Record, frozen=True, tag="open"):
    """The first one: an `Ear`, its paths as text, "" where it has none."""

    language: str
    first: str
    second: str
    first_model: str
    second_model: str


class Begin(Record, frozen=True, tag="begin"):
    call: int
    utterance: int
    expected: Expected
    rate: int


class Feed(Record, frozen=True, tag="feed"):
    call: int
    utterance: int
    frame: bytes


class Lull(Record, frozen=True, tag="lull"):
    call: int
    utterance: int
    start: float
    stop: float


class End(Record, frozen=True, tag="end"):
    call: int
    utterance: int
    start: float
    stop: float


class Drop(Record, frozen=True, tag="drop"):
    call: int
    utterance: int


class Close(Record, frozen=True, tag="close"):
    call: int


Told = Begin | Feed | Lull | End | Drop | Close


class Ready(Record, frozen=True, tag="ready"):
    pass


class Broken(Record, frozen=True, tag="broken"):
    why: str


class Back(Record, frozen=True, tag="back"):
    call: int
    answer: Answer


Given = Ready | Broken | Back


def cutter() -> Cutter:
    """What a pipe has cut, put together again."""
    return Cutter(MAX_RECORD)
