"""PNG pictures (ISO/IEC 15948, and APNG): the chunks that draw, none that tell."""

from __future__ import annotations

import zlib

from flowengine.host.media import exif
from flowengine.host.media.cursor import Cursor, demand
from flowengine.host.media.limits import bounded

SIGNATURE = b"\x89PNG\r\n\x1a\n"
_DRAWS = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT cICP bKGD pHYs acTL fcTL fdAT iCCP".split()
)


def clean(data: bytes) -> bytes:
    cursor = Cursor(data)
    demand(cursor.take(8) == SIGNATURE)
    kept: list[bytes] = []
    names: set[bytes] = set()
    upwards, name = exif.UPRIGHT, b""
    while name != b"IEND":
        name, body = _chunk(cursor)
        demand((name == b"IHDR") is (not names))
        names.add(name)
        if name == b"IHDR":
            size = Cursor(body)
            bounded(size.number(4), size.number(4))
        if name == b"eXIf":
            upwards = exif.orientation(body)
        elif name in _DRAWS:
            kept.append(_written(name, body))
    demand(b"IDAT" in names)
    if upwards != exif.UPRIGHT:
        kept.insert(1, _written(b"eXIf", exif.only(upwards)))
    return SIGNATURE + b"".join(kept)


def _chunk(cursor: Cursor) -> tuple[bytes, bytes]:
    length = cursor.number(4)
    name, body = cursor.take(4), cursor.take(length)
    demand(cursor.number(4) == zlib.crc32(name + body))
    return name, body


def _written(name: bytes, body: bytes) -> bytes:
    checksum = zlib.crc32(name + body).to_bytes(4, "big")
    return len(body).to_bytes(4, "big") + name + body + checksum
