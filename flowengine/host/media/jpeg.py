"""JPEG photos (ITU-T T.81, annex B) without what the camera wrote beside the picture.

The picture itself is not touched: its segments are copied, those of applications and comments are
not, and neither is what follows the end (small videos, depth maps, other archives).
"""

from __future__ import annotations

import re

from flowengine.host.media import exif
from flowengine.host.media.cursor import Cursor, demand
from flowengine.host.media.limits import bounded

SOI, EOI = b"\xff\xd8", b"\xff\xd9"
_SOS, _COMMENT, _APP0, _APP1, _APP2, _APP14 = 0xDA, 0xFE, 0xE0, 0xE1, 0xE2, 0xEE
_APPS = range(0xE0, 0xF0)
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_EXIF = b"Exif\0\0"
# In a scan 0xFF is followed by 0 or a restart; anything else begins the next segment.
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")


def clean(data: bytes) -> bytes:
    cursor = Cursor(data)
    demand(cursor.take(2) == SOI)
    kept: list[bytes] = []
    upwards, frames, scans = exif.UPRIGHT, 0, 0
    while (marker := _marker(cursor)) != EOI[1]:
        body = cursor.take(cursor.number(2) - 2)
        if marker == _APP1 and body.startswith(_EXIF):
            upwards = exif.orientation(body[len(_EXIF) :])
        elif marker not in _APPS and marker != _COMMENT:
            kept.append(_segment(marker, body))
        else:
            kept.append(_needed(marker, body))
        if marker in _FRAMES:
            frames += 1
            size = Cursor(body, 1)
            bounded(size.number(2), size.number(2))
        elif marker == _SOS:
            scans += 1
            kept.append(_scan(cursor))
    demand(frames == 1 and scans)
    turned = _segment(_APP1, _EXIF + exif.only(upwards)) if upwards != exif.UPRIGHT else b""
    return b"".join((SOI, turned, *kept, EOI))


def _marker(cursor: Cursor) -> int:
    demand(cursor.take(1) == b"\xff")
    while (found := cursor.number(1)) == 0xFF:
        pass
    demand(found >= 0xC0 and found not in range(0xD0, 0xD9))
    return found


def _segment(marker: int, body: bytes) -> bytes:
    return b"\xff" + bytes((marker,)) + (len(body) + 2).to_bytes(2, "big") + body


def _needed(marker: int, body: bytes) -> bytes:
    """Of the applications' segments those without which colours or density would be wrong."""
    if marker == _APP0 and body.startswith(b"JFIF\0"):
        return _segment(marker, body[:12].ljust(12, b"\0") + b"\0\0")  # without its small picture
    if marker == _APP2 and body.startswith(b"ICC_PROFILE\0"):
        return _segment(marker, body)
    if marker == _APP14 and body.startswith(b"Adobe"):
        return _segment(marker, body)
    return b""


def _scan(cursor: Cursor) -> bytes:
    found = _NEXT.search(cursor.data, cursor.at)
    demand(found)
    return cursor.take(found.start() - cursor.at) if found else b""
