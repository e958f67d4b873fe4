from __future__ import annotations

import msgspec
import pytest

from flowengine.speech.framing import Cutter, framed


class Word(msgspec.Struct):
    text: str


WORDS = [Word("yes"), Word(""), Word("x" * 70_000)]


def test_a_length_is_four_octets_the_highest_first() -> None:
    data = framed(Word("x" * 300))
    assert data[:4] == (len(data) - 4).to_bytes(4, "big")


@pytest.mark.parametrize("size", [1, 3, 4, 5, 4096, 1_000_000])
def test_records_come_out_whole_however_they_were_cut(size: int) -> None:
    data = b"".join(map(framed, WORDS))
    cutter = Cutter()
    found = [
        msgspec.msgpack.decode(record, type=Word)
        for at in range(0, len(data), size)
        for record in cutter.cut(data[at : at + size])
    ]
    assert found == WORDS


@pytest.mark.parametrize(("length", "fits"), [(10, True), (11, False)])
def test_what_is_too_long_is_a_fault_at_once(length: int, fits: bool) -> None:
    cut = Cutter(10).cut(length.to_bytes(4, "big") + b"x" * length)
    if fits:
        assert list(cut) == [b"x" * length]
    else:
        with pytest.raises(ValueError, match="too long"):
            list(cut)
