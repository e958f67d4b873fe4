from __future__ import annotations

import pytest

from flowengine.host.media import reading
from flowengine.host.media.reading import Foreign, Reader, demand


def test_bytes_are_read_in_order_and_never_past_the_end() -> None:
    reader = Reader(b"\x01\x02\x03\x04")
    assert reader.number(2) == 0x0102
    assert reader.number(2, "little") == 0x0403
    with pytest.raises(Foreign):
        reader.take(1)
    with pytest.raises(Foreign):
        Reader(b"ab").take(-1)
    with pytest.raises(Foreign):
        Reader(b"ab", 3)


def test_a_reader_inside_ends_where_its_part_ends() -> None:
    reader = Reader(b"abcd")
    inside = reader.inside(2)
    assert (inside.take(2), inside.left, reader.take(2)) == (b"ab", 0, b"cd")


def test_a_file_of_tiny_pieces_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "READS", 4)
    reader = Reader(b"abcdef")
    reader.inside(3).take(1)
    reader.take(1)
    reader.take(1)
    with pytest.raises(Foreign):
        reader.take(1)


@pytest.mark.parametrize("value", [0, None, False, b"", ()])
def test_a_demand_that_is_not_met(value: object) -> None:
    demand(not value)
    with pytest.raises(Foreign):
        demand(value)
