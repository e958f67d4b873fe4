from __future__ import annotations

import pytest

from flowengine.host.media import webp
from flowengine.host.media.cursor import Foreign
from tests.host.media.samples import SECRET, VP8X, riff, tiff

DRAWN = (b"VP8L", b"\x2f\0\0\0\0")


def test_what_tells_is_left_out_and_not_announced() -> None:
    plain = (b"VP8X", b"\0" + VP8X[1:])
    told = riff(b"WEBP", (b"VP8X", VP8X), DRAWN, (b"EXIF", tiff()), (b"XMP ", SECRET))
    assert webp.clean(told) == riff(b"WEBP", plain, DRAWN)


def test_which_way_is_up_stays() -> None:
    found = webp.clean(riff(b"WEBP", (b"VP8X", VP8X), DRAWN, (b"EXIF", b"Exif\0\0" + tiff(6))))
    assert b"EXIF" in found
    assert SECRET not in found
    assert webp.clean(found) == found


def test_a_simple_picture_is_itself() -> None:
    assert webp.clean(riff(b"WEBP", DRAWN)) == riff(b"WEBP", DRAWN)


@pytest.mark.parametrize(
    "data",
    [
        riff(b"WEBP"),
        riff(b"WEBP", (b"VP8X", VP8X)),
        riff(b"WEBP", (b"EXIF", tiff()), DRAWN),
        riff(b"WEBP", DRAWN)[:-3],
        riff(b"WEBP", (b"VP8X", VP8X[:4] + b"\xff" * 6), DRAWN),
        riff(b"WEBQ", DRAWN),
        b"RIFX" + riff(b"WEBP", DRAWN)[4:],
    ],
)
def test_what_is_no_whole_picture_is_foreign(data: bytes) -> None:
    with pytest.raises(Foreign):
        webp.clean(data)
