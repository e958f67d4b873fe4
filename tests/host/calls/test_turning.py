from __future__ import annotations

import asyncio
import logging
from typing import Any

import pytest

from flowengine.host.calls import turning
from flowengine.host.calls.turning import FAILED, Outcome, Turning, kept
from flowengine.host.refusal import Refusal
from flowengine.store.verbs import Replayed, StoreError

BUSY = Refusal("busy", "Later.")
FULL = StoreError("The disk is full.")


def tries(*answers: Exception | None) -> Any:
    left = list(answers)

    async def take() -> Any:
        answer = left.pop(0)
        if answer is not None:
            raise answer
        return None

    return take


@pytest.mark.parametrize(
    ("answers", "refused"),
    [
        ([None], ""),
        ([BUSY, FULL, None], ""),
        ([FULL, Replayed("again")], ""),
        ([Refusal("not-now", "No.")], "not-now"),
        ([BUSY, BUSY, BUSY], "busy"),
        ([FULL, FULL, FULL], FAILED),
        ([KeyError("her name")], FAILED),
    ],
)
def test_a_turn_is_tried_again_while_others_are_in_the_way(
    answers: list[Exception | None],
    refused: str,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    monkeypatch.setattr(turning, "PAUSES", (0.0, 0.0))
    with caplog.at_level(logging.INFO):
        assert asyncio.run(kept("c1", tries(*answers))) == Outcome(refused)
    assert "her name" not in caplog.text


def test_a_turn_goes_on_beside_and_tells_of_its_end() -> None:
    async def scene() -> None:
        told: list[Outcome] = []
        turns = Turning("c1", told.append)
        await turns.idle()
        turns.begin(tries(None))
        assert turns.busy
        await turns.idle()
        assert told == [Outcome()]
        assert not turns.busy

    asyncio.run(scene())
