"""Records are the same after any pipe."""

from __future__ import annotations

import msgspec
import pytest

from flowengine.speech.framing import framed
from flowengine.speech.recognition import passing
from flowengine.speech.recognition.recogniser import Failed, Final, Guess, Partial
from tests.speech.recognition.places import place

TOLD: list[passing.Told] = [
    passing.Begin(1, 2, place("a bed", "stop"), 8_000),
    passing.Feed(1, 2, b"\x00\x01" * 160),
    passing.End(1, 2, 0.25, 1.5),
    passing.Drop(1, 3),
    passing.Close(1),
]
GIVEN: list[passing.Given] = [
    passing.Ready(),
    passing.Broken("why"),
    passing.Back(4, Partial(1, "stop", True, False)),
    passing.Back(4, Final(1, (Guess("stop", 0.9),))),
    passing.Back(4, Failed(1, "why")),
]


@pytest.mark.parametrize("size", [1, 7, 100_000])
def test_what_a_pipe_has_cut_is_put_together(size: int) -> None:
    data, cutter = b"".join(map(framed, TOLD)), passing.cutter()
    parts = [data[at : at + size] for at in range(0, len(data), size)]
    records = [record for part in parts for record in cutter.cut(part)]
    assert [msgspec.msgpack.decode(each, type=passing.Told) for each in records] == TOLD


def test_answers_come_back_as_they_were() -> None:
    cutter = passing.cutter()
    records = list(cutter.cut(b"".join(map(framed, GIVEN))))
    assert [msgspec.msgpack.decode(each, type=passing.Given) for each in records] == GIVEN


def test_a_length_that_cannot_be_is_refused() -> None:
    with pytest.raises(ValueError, match="too long"):
        list(passing.cutter().cut(b"\xff\xff\xff\xff"))
