"""What passes between a call's process and a recogniser's: records of msgpack, length first."""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import msgspec

from flowengine.runtime.expecting import Expected
from flowengine.speech.recognition.recogniser import Answer

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTH = struct.Struct(">I")
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

_encoder = msgspec.msgpack.Encoder()


def packed(record: Record) -> bytes:
    data = _encoder.encode(record)
    return _LENGTH.pack(len(data)) + data


class Cutter:
    """Puts together again what a pipe has cut."""

    def __init__(self) -> None:
        self._left = bytearray()

    def cut(self, data: bytes) -> Iterator[bytes]:
        """Every whole record so far. Raises ValueError for a length that cannot be."""
        left = self._left
        left += data
        at = 0
        while len(left) - at >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(left, at)
            if length > MAX_RECORD:
                raise ValueError("a record is too long.")
            if len(left) - at - _LENGTH.size < length:
                break
            at += _LENGTH.size + length
            yield bytes(left[at - length : at])
        del left[:at]
