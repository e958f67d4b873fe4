from __future__ import annotations

import pytest

from flowengine.host.media import gif
from flowengine.host.media.cursor import Foreign
from tests.host.media.samples import SECRET, block
from tests.host.media.samples import gif as picture

LOOP = block(b"\xff", b"NETSCAPE2.0", b"\x01\0\0")
CONTROL = block(b"\xf9", b"\0\x0a\0\0")


@pytest.mark.parametrize(
    "extra",
    [block(b"\xfe", SECRET), block(b"\xff", b"XMP DataXMP", SECRET), block(b"\x01", SECRET)],
)
def test_blocks_that_tell_are_left_out(extra: bytes) -> None:
    assert gif.clean(picture(extra, behind=SECRET)) == picture()


def test_how_it_moves_stays() -> None:
    assert gif.clean(picture(LOOP, CONTROL)) == picture(LOOP, CONTROL)


@pytest.mark.parametrize(
    "data",
    [picture()[:-1], b"GIF89a\x01\0\x01\0\0\0\0\x3b", b"GIF88a" + picture()[6:], picture(b"\x99")],
)
def test_what_is_no_whole_picture_is_foreign(data: bytes) -> None:
    with pytest.raises(Foreign):
        gif.clean(data)
