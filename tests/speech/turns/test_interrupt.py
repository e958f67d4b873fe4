"""What may stop which prompt."""

from __future__ import annotations

import pytest

from flowengine.speech.duplex.orders import KEY, MATCH, OFF, SPEECH
from flowengine.speech.turns.interrupt import stops


@pytest.mark.parametrize(
    ("interrupt", "by"),
    [
        (OFF, set()),
        (KEY, {KEY}),
        (MATCH, {KEY, MATCH}),
        (SPEECH, {KEY, MATCH, SPEECH}),
        ("something newer", {KEY, MATCH, SPEECH}),
    ],
)
def test_stops(interrupt: str, by: set[str]) -> None:
    assert {one for one in (KEY, MATCH, SPEECH) if stops(one, interrupt)} == by
