"""Frames of a network: cut anew, waited for, caught up, and left out when they are too old."""

from __future__ import annotations

import pytest

from flowengine.channels.calls.jitter import MOST, WINDOW, Jitter

SIZE = 320  # bytes of 20 ms at 8,000


def frame(number: int) -> bytes:
    return bytes([number]) * SIZE


@pytest.mark.parametrize("piece", [1, 100, 319, 320, 321, 640, 1000, 3200])
def test_pieces_of_any_length_become_frames(piece: int) -> None:
    jitter, data = Jitter(8000), b"".join(frame(number) for number in range(10))
    whole = sum(jitter.put(data[at : at + piece]) for at in range(0, len(data), piece))
    assert whole == 10
    assert b"".join(b"".join(jitter.take()) for _ in range(10)) == data


def test_where_nothing_came_nothing_is_given() -> None:
    jitter = Jitter(8000)
    jitter.put(b"\0" * (SIZE - 1))
    assert jitter.take() == ()


def test_what_waits_longer_than_200_ms_is_left_out_the_oldest_first() -> None:
    jitter = Jitter(8000)
    jitter.put(b"".join(frame(number) for number in range(MOST + 3)))
    assert jitter.dropped == 3
    assert jitter.take() == (frame(3),)


def test_a_burst_each_100_ms_is_given_out_evenly() -> None:
    jitter, given = Jitter(8000), []
    for tick in range(10 * WINDOW):
        if tick % 5 == 0:
            jitter.put(b"".join(frame(tick + at) for at in range(5)))
        given.append(len(jitter.take()))
    assert set(given) == {1}
    assert jitter.dropped == 0


def test_after_a_pause_in_the_network_we_are_soon_up_to_date_again_and_nothing_is_lost() -> None:
    jitter = Jitter(8000)
    heard = 0
    for tick in range(8 * WINDOW):
        if not 20 <= tick < 26:
            jitter.put(frame(1))
        if tick == 26:
            jitter.put(frame(1) * 6)
        heard += len(jitter.take())
    jitter.put(frame(2))
    assert jitter.take() == (frame(2),), "nothing old waits before it"
    assert (heard, jitter.dropped) == (8 * WINDOW, 0)


def test_after_a_lost_connection_nothing_old_is_heard() -> None:
    jitter = Jitter(8000)
    jitter.put(frame(1) + b"rest")
    jitter.clear()
    jitter.put(frame(2))
    assert jitter.take() == (frame(2),)
