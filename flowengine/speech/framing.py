"""Records in a stream between processes of ours: msgpack, each behind its length.

The length is four octets, the highest first. What a record means, and whether it is one, whoever
reads it knows.
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING

import msgspec

if TYPE_CHECKING:
    from collections.abc import Iterator

_LENGTH = struct.Struct(">I")
_MOST = 2**32 - 1  # octets that a length can tell
_encoder = msgspec.msgpack.Encoder()


def framed(record: msgspec.Struct) -> bytearray:
    """Written once into one place: the recording of a long call is large."""
    found = bytearray(_LENGTH.size)
    _encoder.encode_into(record, found, _LENGTH.size)
    _LENGTH.pack_into(found, 0, len(found) - _LENGTH.size)
    return found


class Cutter:
    """Cuts a stream into its records, however it came. One longer than `most` octets is a fault."""

    def __init__(self, most: int = _MOST) -> None:
        self._most = most
        self._left = bytearray()

    def cut(self, data: bytes) -> Iterator[bytes]:
        """Every whole record so far. Raises ValueError for a length that cannot be."""
        left = self._left
        left += data
        at = 0
        while len(left) - at >= _LENGTH.size:
            (length,) = _LENGTH.unpack_from(left, at)
            if length > self._most:
                raise ValueError("a record is too long.")
            if len(left) - at - _LENGTH.size < length:
                break
            at += _LENGTH.size + length
            yield bytes(left[at - length : at])
        del left[:at]
