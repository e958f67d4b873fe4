"""GIF pictures (GIF89a): images and how they move, no comments and no other programs' data."""

from __future__ import annotations

from flowengine.host.media.limits import bounded
from flowengine.host.media.reading import Reader, demand

_IMAGE, _EXTENSION, _END = b"\x2c", b"\x21", b"\x3b"
_CONTROL, _APPLICATION = b"\xf9", b"\xff"
_LOOPS = (b"NETSCAPE2.0", b"ANIMEXTS1.0")


def clean(data: bytes) -> bytes:
    reader = Reader(data)
    demand(reader.take(6) in (b"GIF87a", b"GIF89a"))
    bounded(reader.number(2, "little"), reader.number(2, "little"))
    flags = reader.number(1)
    reader.take(2 + _colours(flags))
    kept = [data[: reader.at]]
    images = 0
    while (kind := reader.take(1)) != _END:
        begun = reader.at - 1
        demand(kind in (_IMAGE, _EXTENSION))
        wanted = _image(reader) if kind == _IMAGE else _extension(reader)
        images += kind == _IMAGE
        if wanted:
            kept.append(data[begun : reader.at])
    demand(images)
    return b"".join((*kept, _END))


def _colours(flags: int) -> int:
    return 3 << ((flags & 7) + 1) if flags & 0x80 else 0


def _image(reader: Reader) -> bool:
    reader.take(8)
    reader.take(_colours(reader.number(1)))
    reader.take(1)
    _blocks(reader)
    return True


def _extension(reader: Reader) -> bool:
    """True for one that the picture needs."""
    label = reader.take(1)
    first = reader.data[reader.at + 1 : reader.at + 12]
    _blocks(reader)
    return label == _CONTROL or (label == _APPLICATION and first in _LOOPS)


def _blocks(reader: Reader) -> None:
    while length := reader.number(1):
        reader.take(length)
