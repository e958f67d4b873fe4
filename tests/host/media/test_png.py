from __future__ import annotations

import pytest

from flowengine.host.media import png
from flowengine.host.media.cursor import Foreign
from tests.host.media.samples import SECRET, chunk, tiff
from tests.host.media.samples import png as picture


@pytest.mark.parametrize("name", [b"tEXt", b"zTXt", b"iTXt", b"tIME", b"eXIf", b"prVt"])
def test_chunks_that_tell_are_left_out(name: bytes) -> None:
    assert png.clean(picture(chunk(name, SECRET), behind=SECRET)) == picture()


def test_which_way_is_up_stays() -> None:
    found = png.clean(picture(chunk(b"eXIf", tiff(8))))
    assert b"eXIf" in found
    assert SECRET not in found
    assert png.clean(found) == found


@pytest.mark.parametrize(
    "data",
    [
        picture()[:-4],
        picture().replace(b"IDAT", b"IDAX"),
        picture(size=(0, 1)),
        picture(size=(100_000, 100_000)),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IEND", b""),
        b"\x89PNG\r\n\x1a\n" + chunk(b"IDAT", b"x") + chunk(b"IEND", b""),
        picture(chunk(b"IHDR", b"\0" * 13)),
    ],
)
def test_what_is_no_whole_picture_is_foreign(data: bytes) -> None:
    with pytest.raises(Foreign):
        png.clean(data)
