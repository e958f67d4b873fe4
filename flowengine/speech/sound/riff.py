"""The chunks of a RIFF file, and what its format chunk says. Sizes in a file are hints, not facts.

Written for files as they come from recorders, browsers and broken uploads: a chunk that claims more
than there is ends with the file, one that claims nothing because its writer could not go back holds
the rest, and the byte that pads an odd chunk may be missing. Nothing is allocated by a claim.
Sources: Microsoft's Multimedia Programming Interface 1.0 (RIFF), EBU Tech 3306 (RF64).
"""

from __future__ import annotations

import struct
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Iterator

PCM, FLOAT, ALAW, MULAW = 1, 3, 6, 7
_EXTENSIBLE = 0xFFFE  # the real tag is the beginning of a GUID further behind
_FORMAT_BYTES, _GUID_AT = 16, 24
_MOST_CHUNKS = 1_000
_UNKNOWN_SIZES = (0, 0xFFFFFFFF)  # what a writer leaves when it cannot go back


class Format(NamedTuple):
    """`tag` is one of PCM, FLOAT, ALAW, MULAW, or a coding that we do not read."""

    tag: int
    channels: int
    rate: int
    bits: int


def is_wav(data: bytes) -> bool:
    return data[:4] in (b"RIFF", b"RF64", b"BW64") and data[8:12] == b"WAVE"


def chunks(data: bytes) -> Iterator[tuple[bytes, memoryview]]:
    """Name and content, as far as there is any."""
    whole, at = memoryview(data), 12
    for _ in range(_MOST_CHUNKS):
        if at + 8 > len(data):
            return
        name, size = struct.unpack_from("<4sI", data, at)
        at += 8
        if name == b"data" and size in _UNKNOWN_SIZES and not _is_name(data[at : at + 4]):
            size = len(data) - at
        yield name, whole[at : at + size]
        at += size
        if size % 2 and data[at : at + 1] == b"\0":
            at += 1


def format_of(chunk: memoryview) -> Format | None:
    """None where the chunk is too short to say."""
    if len(chunk) < _FORMAT_BYTES:
        return None
    tag, channels, rate, _, block, bits = struct.unpack_from("<HHIIHH", chunk)
    if tag == _EXTENSIBLE and len(chunk) >= _GUID_AT + 2:
        (tag,) = struct.unpack_from("<H", chunk, _GUID_AT)
    if channels and not bits:
        bits = block * 8 // channels
    return Format(tag, channels, rate, (bits + 7) // 8 * 8)


def _is_name(four: bytes) -> bool:
    return len(four) == 4 and all(32 <= byte < 127 for byte in four)
