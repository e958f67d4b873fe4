from __future__ import annotations

import pytest

from flowengine.host.media import exif
from tests.host.media.samples import tiff


@pytest.mark.parametrize("order", ["big", "little"])
@pytest.mark.parametrize("way", range(1, 9))
def test_which_way_is_up_is_read_and_written(way: int, order: str) -> None:
    assert exif.orientation(tiff(way, order)) == way
    assert exif.orientation(exif.only(way)) == way


@pytest.mark.parametrize(
    "data", [b"", b"XX*\0", tiff(0), tiff(9), tiff()[:20], b"MM\0*\xff\xff\xff\xff"]
)
def test_what_cannot_be_read_is_upright(data: bytes) -> None:
    assert exif.orientation(data) == exif.UPRIGHT
