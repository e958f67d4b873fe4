"""GIF pictures (GIF89a): images and how they move, no comments and no other programs' data."""

from __future__ import annotations

from flowengine.host.media.cursor import Cursor, demand
from flowengine.host.media.limits import bounded

_IMAGE, _EXTENSION, _END = b"\x2c", b"\x21", b"\x3b"
_CONTROL, _APPLICATION = b"\xf9", b"\xff"
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def clean(data: bytes) -> bytes:
    cursor = Cursor(data)
    demand(cursor.take(6) in (b"GIF87a", b"GIF89a"))
    bounded(cursor.number(2, "little"), cursor.number(2, "little"))
    flags = cursor.number(1)
    cursor.take(2 + _colours(flags))
    kept = [data[: cursor.at]]
    images = 0
    while (kind := cursor.take(1)) != _END:
        begun = cursor.at - 1
        demand(kind in (_IMAGE, _EXTENSION))
        wanted = _image(cursor) if kind == _IMAGE else _extension(cursor)
        images += kind == _IMAGE
        if wanted:
            kept.append(data[begun : cursor.at])
    demand(images)
    return b"".join((*kept, _END))


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _image(cursor: Cursor) -> bool:
    cursor.take(8)
    cursor.take(_colours(cursor.number(1)))
    cursor.take(1)
    _blocks(cursor)
    return True


def _extension(cursor: Cursor) -> bool:
    """True for one that the picture needs."""
    label = cursor.take(1)
    first = cursor.data[cursor.at + 1 : cursor.at + 12]
    _blocks(cursor)
    return label == _CONTROL or (label == _APPLICATION and first in _LOOPS)


def _blocks(cursor: Cursor) -> None:
    while length := cursor.number(1):
        cursor.take(length)
