from __future__ import annotations

import pytest

from flowengine.host.media import jpeg
from flowengine.host.media.cursor import Foreign
from tests.host.media.samples import SECRET, segment, tiff
from tests.host.media.samples import jpeg as photo

ICC = segment(0xE2, b"ICC_PROFILE\0\x01\x01colours")
ADOBE = segment(0xEE, b"Adobe\0d\0\0\0\0\x01")


@pytest.mark.parametrize(
    "extra",
    [
        segment(0xE1, b"Exif\0\0" + tiff()),
        segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + SECRET),
        segment(0xED, b"Photoshop 3.0\0" + SECRET),
        segment(0xFE, SECRET),
        segment(0xE2, b"MPF\0" + SECRET),
        segment(0xE0, b"JFXX\0" + SECRET),
    ],
)
def test_what_the_camera_tells_is_left_out(extra: bytes) -> None:
    assert jpeg.clean(photo(extra)) == photo()


def test_what_hangs_behind_the_picture_is_left_out() -> None:
    assert jpeg.clean(photo(behind=b"PK\x03\x04" + SECRET)) == photo()


def test_colours_and_which_way_is_up_stay() -> None:
    found = jpeg.clean(photo(ICC, ADOBE, segment(0xE1, b"Exif\0\0" + tiff(6))))
    assert ICC in found
    assert ADOBE in found
    assert found[2:12] == segment(0xE1, b"Exif\0\0" + tiff(6))[:2] + b"\0\x22Exif\0\0"
    assert SECRET not in found
    assert jpeg.clean(found) == found


@pytest.mark.parametrize(
    "data",
    [
        photo()[:-2],
        photo()[2:],
        photo(size=(0, 8)),
        photo(size=(65_535, 65_535)),
        photo(segment(0xC2, b"\x08\0\x08\0\x08\x01")),  # two pictures in one
        b"\xff\xd8\xff\xd9",
        b"\xff\xd8" + segment(0xDA, b"\0") + b"x\xff\xd9",
        b"\xff\xd8\xff\xe0\0\0",
        b"\xff\xd8\xff\x01\xff\xd9",
        b"\xff\xd8" + b"\xff" * 100_000,
    ],
)
def test_what_is_no_whole_picture_is_foreign(data: bytes) -> None:
    with pytest.raises(Foreign):
        jpeg.clean(data)
