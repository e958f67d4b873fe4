"""Who carries a call, and nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from flowengine.speech.duplex.line import Line, NoLine

if TYPE_CHECKING:
    from flowengine.channels.calls.call import Call


def test_nobody_does_whatever_is_asked() -> None:
    line: Line = NoLine()
    line.flush()
    line.send_keys("1")
    line.hold(True)
    line.hang_up("done")


def test_a_call_is_a_line() -> None:
    """The type checker proves it: speech never sees the room that calls live in."""

    def line_of(call: Call) -> Line:
        return call

    assert line_of.__annotations__["return"] == "Line"
