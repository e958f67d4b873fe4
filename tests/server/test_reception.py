from __future__ import annotations

from flowengine.server import reception as module
from flowengine.server.reception import ONE_READING, Reception


def test_looking_again_within_ten_minutes_is_one_reading() -> None:
    seen = Reception()
    assert seen.first("s", "read", "a", 1_000.0)
    assert not seen.first("s", "read", "a", 1_000.0 + ONE_READING - 1)
    assert seen.first("s", "read", "b", 1_001.0)
    assert seen.first("other", "read", "a", 1_001.0)
    assert seen.first("s", "read", "a", 1_000.0 + ONE_READING)


def test_what_is_forgotten_is_written_down_once_more() -> None:
    seen = Reception()
    for number in range(module.READINGS + 1):
        assert seen.first("s", "read", str(number), 1.0)
    assert seen.first("s", "read", "0", 1.0)
    assert not seen.first("s", "read", str(module.READINGS), 1.0)
