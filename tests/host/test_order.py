"""Whatever clock an event brings, its turn comes after the one before."""

from __future__ import annotations

import pytest

from flowengine.host.order import BEHIND, GAP, after
from flowengine.store.records import Conversation

LAST = 1_800_000_000.0
BEFORE = Conversation("c", "f", "sms", "", b"", b"", "", ended=False, changed=LAST)


@pytest.mark.parametrize(
    ("at", "moment"),
    [
        (LAST + 5, LAST + 5),
        (LAST, LAST),
        (LAST - 0.001, LAST + GAP),
        (LAST - BEHIND, LAST + GAP),
        (LAST - BEHIND - 1, LAST - BEHIND - 1),  # the clock was set back: life goes on
    ],
)
def test_a_turn_takes_place_after_the_one_before(at: float, moment: float) -> None:
    assert after(BEFORE, at) == moment
