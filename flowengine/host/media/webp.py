"""WebP pictures (RFC 9649): the chunks that draw, none that tell."""

from __future__ import annotations

from flowengine.host.media import exif
from flowengine.host.media.cursor import Cursor, demand
from flowengine.host.media.limits import bounded

_DRAWS = frozenset((b"VP8 ", b"VP8L", b"VP8X", b"ALPH", b"ANIM", b"ANMF", b"ICCP"))
_TELLS = 0x08 | 0x04  # the flags of Exif and XMP in VP8X
_EXIF = 0x08


def clean(data: bytes) -> bytes:
    cursor = Cursor(data)
    demand(cursor.take(4) == b"RIFF")
    chunks = list(_chunks(cursor.inside(cursor.number(4, "little"))))
    demand(chunks and chunks[0][0] in (b"VP8 ", b"VP8L", b"VP8X"))
    demand(any(name in (b"VP8 ", b"VP8L", b"ANMF") for name, _ in chunks))
    upwards = next((exif.orientation(_tiff(body)) for name, body in chunks if name == b"EXIF"), 1)
    kept = [(name, body) for name, body in chunks if name in _DRAWS]
    if kept[0][0] == b"VP8X":
        kept[0] = (b"VP8X", _flags(kept[0][1], turned=upwards != exif.UPRIGHT))
        if upwards != exif.UPRIGHT:
            kept.append((b"EXIF", exif.only(upwards)))
    body = b"WEBP" + b"".join(_written(*chunk) for chunk in kept)
    return b"RIFF" + len(body).to_bytes(4, "little") + body


def _chunks(cursor: Cursor) -> list[tuple[bytes, bytes]]:
    demand(cursor.take(4) == b"WEBP")
    found: list[tuple[bytes, bytes]] = []
    while cursor.left:
        name, length = cursor.take(4), cursor.number(4, "little")
        found.append((name, cursor.take(length)))
        cursor.take(min(length % 2, cursor.left))
    return found


def _flags(body: bytes, *, turned: bool) -> bytes:
    cursor = Cursor(body)
    flags = cursor.number(1) & ~_TELLS
    cursor.take(3)
    bounded(cursor.number(3, "little") + 1, cursor.number(3, "little") + 1)
    return bytes((flags | (_EXIF if turned else 0),)) + body[1:10]


def _tiff(body: bytes) -> bytes:
    return body.removeprefix(b"Exif\0\0")


def _written(name: bytes, body: bytes) -> bytes:
    return name + len(body).to_bytes(4, "little") + body + b"\0" * (len(body) % 2)
