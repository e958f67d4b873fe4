"""The end of a call that we end ourselves: each thing once, whatever else goes wrong."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from flowengine.channels.calls.sentences import CLOSING, TROUBLE
from flowengine.host.calls.closing import Closing
from flowengine.speech.duplex.orders import HangUp


class Call:
    """What a call is told, in order."""

    def __init__(self) -> None:
        self.told: list[Any] = []
        parts = SimpleNamespace(
            flush=lambda: self.told.append("flush"),
            stop=lambda: self.told.append("deaf"),
            say=self.told.append,
        )
        part = cast("Any", parts)
        self.closing = Closing(self.told.append, lambda: self.told.append("aim"), part, part, part)


def test_words_come_once_and_then_only_the_end_is_waited_for() -> None:
    call = Call()
    assert not call.closing.begun
    call.closing.say(CLOSING)
    call.closing.say(TROUBLE)
    assert call.told == ["flush", "deaf", CLOSING, "aim"]
    assert (call.closing.goodbye, call.closing.hung_up) == (True, False)


def test_a_call_is_hung_up_once() -> None:
    call = Call()
    call.closing.hang_up()
    call.closing.hang_up(at_once=True)
    assert call.told == [HangUp(reason="ended", at_once=False)]
    assert call.closing.begun


@pytest.mark.parametrize(
    ("code", "told"),
    [
        ("forbidden", [HangUp(reason="ended", at_once=True)]),
        ("ended", [HangUp(reason="ended", at_once=False)]),
        ("unavailable", ["flush", "deaf", TROUBLE]),
    ],
)
def test_a_conversation_that_cannot_go_on_ends_its_call(code: str, told: list[Any]) -> None:
    call = Call()
    call.closing.refused(code)
    assert call.told == told
