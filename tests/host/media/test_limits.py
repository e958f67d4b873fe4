from __future__ import annotations

import pytest

from flowengine.host.media.cursor import Foreign
from flowengine.host.media.limits import bounded


@pytest.mark.parametrize(("width", "height"), [(0, 9), (9, 0), (65_535, 65_535), (2**31, 1)])
def test_a_picture_of_nothing_or_of_too_much_is_foreign(width: int, height: int) -> None:
    with pytest.raises(Foreign):
        bounded(width, height)


def test_the_largest_photos_of_telephones_are_no_trouble() -> None:
    bounded(16_320, 12_240)
