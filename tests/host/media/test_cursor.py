from __future__ import annotations

import pytest

from flowengine.host.media.cursor import Cursor, Foreign, demand


def test_bytes_are_read_in_order_and_never_past_the_end() -> None:
    cursor = Cursor(b"\x01\x02\x03\x04")
    assert cursor.number(2) == 0x0102
    assert cursor.number(2, "little") == 0x0403
    with pytest.raises(Foreign):
        cursor.take(1)
    with pytest.raises(Foreign):
        Cursor(b"ab").take(-1)
    with pytest.raises(Foreign):
        Cursor(b"ab", 3)


def test_a_cursor_inside_ends_where_its_part_ends() -> None:
    cursor = Cursor(b"abcd")
    inside = cursor.inside(2)
    assert (inside.take(2), inside.left, cursor.take(2)) == (b"ab", 0, b"cd")


def test_a_file_of_tiny_pieces_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("flowengine.host.media.cursor.READS", 4)
    cursor = Cursor(b"abcdef")
    cursor.inside(3).take(1)
    cursor.take(1)
    cursor.take(1)
    with pytest.raises(Foreign):
        cursor.take(1)


@pytest.mark.parametrize("value", [0, None, False, b"", ()])
def test_a_demand_that_is_not_met(value: object) -> None:
    demand(not value)
    with pytest.raises(Foreign):
        demand(value)
