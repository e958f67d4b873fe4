"""One speaker for one listener, and several at once."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from flowengine.speech.duplex.mixing import LEAST, MOST, Ear, faded, mixed

SIZE = 320


def frame(value: int) -> bytes:
    return np.full(SIZE, value, "<i2").tobytes()


def level(data: bytes) -> list[int]:
    return [] if not data else sorted(set(np.frombuffer(data, "<i2").tolist()))


@pytest.mark.parametrize(
    ("values", "sum_"),
    [
        ((), []),
        ((700,), [700]),
        ((700, -200), [500]),
        ((1, 2, 3), [6]),
        ((30_000, 30_000), [32_767]),
        ((-30_000, -30_000, -30_000), [-32_768]),
        ((30_000, 30_000, -30_000), [30_000]),
    ],
)
def test_frames_are_added_and_never_wrap_around(values: tuple[int, ...], sum_: list[int]) -> None:
    frames = [frame(value) for value in values]
    assert level(mixed([*frames, b""])) == sum_


def test_one_who_speaks_alone_is_passed_on_untouched() -> None:
    only = frame(700)
    assert mixed((b"", only, b"")) is only


def test_an_ear_waits_for_two_frames_then_gives_them_in_order() -> None:
    ear = Ear()
    ear.put(frame(1))
    assert ear.take() == b""
    ear.put(frame(2))
    assert [level(ear.take()), level(ear.take())] == [[1], [2]]


def test_a_gap_fades_and_makes_more_frames_wait() -> None:
    ear = Ear()
    for value in (1000, 1000):
        ear.put(frame(value))
    ear.take()
    ear.take()
    gap = np.frombuffer(ear.take(), "<i2")
    assert gap[0] == 1000
    assert gap[-1] == 0
    assert (np.diff(gap) <= 0).all()
    assert ear.gaps == 1
    for _ in range(LEAST):
        ear.put(frame(5))
    assert ear.take() == b""  # one more than before has to wait
    ear.put(frame(5))
    assert level(ear.take()) == [5]


def test_a_bad_line_makes_a_hundred_milliseconds_at_most_and_a_good_one_forty_again() -> None:
    ear = Ear()
    for _ in range(10):
        while not ear.take():
            ear.put(frame(5))
        while ear.take():
            pass
    assert _wait(ear) == MOST
    for _ in range(3000):
        ear.put(frame(5))
        assert ear.take()
    while ear.take():
        pass
    assert _wait(ear) == LEAST + 1


def _wait(ear: Ear) -> int:
    """How many frames it wants before it is heard."""
    for count in range(1, 10):
        ear.put(frame(5))
        if ear.take():
            return count
    raise AssertionError


@pytest.mark.parametrize("ratio", [1.001, 0.999], ids=["fast", "slow"])
def test_two_clocks_that_drift_apart_stay_together(ratio: float) -> None:
    """One part in a thousand, which is far more than sound cards differ: for ten minutes."""
    ear = Ear()
    sent, most, given = 0, 0, 0
    for tick in range(30_000):
        while sent < tick * ratio:
            ear.put(frame(5))
            sent += 1
        given += bool(ear.take())
        most = max(most, len(ear._frames))
    assert most <= MOST + 2
    assert given > 0.98 * 30_000


def test_a_burst_is_cut_to_what_is_still_worth_hearing() -> None:
    ear = Ear()
    for value in range(1, 41):
        ear.put(frame(value))
    assert ear.dropped == 40 - 2 * MOST
    assert level(ear.take()) == [41 - 2 * MOST]


def test_fading_ends_in_silence() -> None:
    faded_: Callable[[bytes], bytes] = faded
    assert level(faded_(frame(0))) == [0]
    assert faded_(b"") == b""
