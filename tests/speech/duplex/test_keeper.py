"""The recording of a whole call."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.speech.duplex import keeper as module
from flowengine.speech.duplex.keeper import APART, Keeper
from flowengine.speech.sound.g711 import from_mulaw
from flowengine.speech.sound.riff import MULAW, chunks, format_of


def _frame(value: int, rate: int) -> bytes:
    return np.full(rate // 50, value, "<i2").tobytes()


def _sides(keeper: Keeper) -> tuple[list[int], list[int]]:
    """Both sides, as one sample for each 20 ms."""
    found = {kind: bytes(content) for kind, content in chunks(keeper.wav())}
    form = format_of(memoryview(found[b"fmt "]))
    assert form is not None
    assert (form.tag, form.channels, form.rate, form.bits) == (MULAW, 2, 8000, 8)
    samples = from_mulaw(found[b"data"]).reshape(-1, 2)[80::160]
    left, right = samples.T.tolist()
    return left, right


@pytest.mark.parametrize("rate", [8000, 16000])
def test_the_person_is_on_the_left_and_we_on_the_right(rate: int) -> None:
    keeper = Keeper(rate)
    for _ in range(30):
        keeper.heard(_frame(1000, rate))
        keeper.played(_frame(-4000, rate))
    left, right = _sides(keeper)
    assert len(left) == 30
    assert np.median(left) == pytest.approx(1000, rel=0.05)
    assert np.median(right) == pytest.approx(-4000, rel=0.05)


def test_a_side_that_brings_nothing_is_silent() -> None:
    keeper = Keeper(8000)
    keeper.played(_frame(4000, 8000))
    assert _sides(keeper)[0] == [0]


def test_frames_that_come_in_a_burst_are_kept_in_order_and_not_for_ever() -> None:
    keeper = Keeper(8000)
    for value in range(1000, 1000 + 200 * (APART + 2), 200):
        keeper.heard(_frame(value, 8000))
    for _ in range(APART + 2):
        keeper.played(_frame(0, 8000))
    left, _ = _sides(keeper)
    assert left[0] == pytest.approx(1400, rel=0.05)
    assert left[-2:] == [0, 0]


def test_what_is_said_while_it_pauses_is_left_out() -> None:
    keeper = Keeper(8000)
    for on, value in ((True, 1000), (False, 2000), (True, 4000)):
        keeper.on = on
        for _ in range(10):
            keeper.heard(_frame(value, 8000))
            keeper.played(_frame(value, 8000))
    left, right = _sides(keeper)
    assert left == right
    assert len(left) == 20
    assert all(abs(value - 2000) > 500 for value in left)


def test_it_has_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "MOST_MINUTES", 0.01)
    keeper = Keeper(8000)
    for _ in range(100):
        keeper.played(_frame(1000, 8000))
    assert len(_sides(keeper)[1]) == 30


def test_a_call_of_nothing_is_still_a_file() -> None:
    file = Keeper(8000).wav()
    assert format_of(dict(chunks(file))[b"fmt "]) is not None
