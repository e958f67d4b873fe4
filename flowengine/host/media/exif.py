"""The one thing about a photo that its picture needs: which way is up (Exif 2.32, 4.6.4, tag 274).

All else that Exif may say (where, when, with what, by whom) is not read and not passed on.
"""

from __future__ import annotations

from flowengine.host.media.cursor import Cursor, Foreign

UPRIGHT = 1
_ORIENTATION = 0x0112
_SHORT = 3


def orientation(tiff: bytes) -> int:
    """1 to 8; 1 where nothing readable is said."""
    try:
        order = {b"II": "little", b"MM": "big"}[tiff[:2]]
        start = Cursor(tiff, 4).number(4, order)
        entries = Cursor(tiff, start)
        for _ in range(entries.number(2, order)):
            tag, kind = entries.number(2, order), entries.number(2, order)
            entries.take(4)
            value = entries.inside(4).number(2, order)
            if tag == _ORIENTATION and kind == _SHORT:
                return value if 1 <= value <= 8 else UPRIGHT
    except (Foreign, KeyError):
        pass
    return UPRIGHT


def only(upwards: int) -> bytes:
    """The smallest Exif data that says so."""
    entry = _ORIENTATION.to_bytes(2, "big") + _SHORT.to_bytes(2, "big") + (1).to_bytes(4, "big")
    return b"MM\0*\0\0\0\x08" + b"\0\x01" + entry + upwards.to_bytes(2, "big") + b"\0" * 6
