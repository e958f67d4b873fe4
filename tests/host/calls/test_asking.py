"""What is asked of a caller: to answer, to leave a message, or nothing where that cannot be."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any, cast

import pytest

from flowengine.channels.calls.sentences import NO_RECORDING, TROUBLE
from flowengine.host import lines
from flowengine.host.calls.asking import ENDLESS, SPOKEN_TRIES, Asking
from flowengine.host.lines import Line
from flowengine.host.media.kinds import RECORDING
from flowengine.speech.duplex.orders import LIMIT, PATIENCE, PAUSE

EXPECTED = object()
MESSAGE = Line(kind=lines.PROMPT, accepts=RECORDING)


class Call:
    """What is ordered, in order; `asked` is what the person is asked."""

    def __init__(self, asked: Line | None, *, able: bool = True, expected: Any = EXPECTED) -> None:
        self.told: list[Any] = []
        standing = SimpleNamespace(asked=asked, expected=lambda: expected)
        listening = SimpleNamespace(
            stop=lambda: self.told.append("deaf"),
            listen=lambda *about: self.told.append(about),
            record=lambda *about: self.told.append(("record", *about)),
        )
        self.asking = Asking(
            cast("Any", standing),
            cast("Any", SimpleNamespace(able=able)),
            cast("Any", listening),
            cast("Any", SimpleNamespace(nothing=lambda: self.told.append("nothing"))),
            cast("Any", SimpleNamespace(say=self.told.append)),
            cast("Any", SimpleNamespace(say=lambda words: self.told.append(("end", words)))),
        )


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        (None, (EXPECTED, ENDLESS, 0.0)),  # somebody in a queue may say nothing
        (Line(kind=lines.PROMPT), (EXPECTED, PATIENCE, 0.0)),
        (Line(kind=lines.PROMPT, patience=3.0, pause=0.5), (EXPECTED, 3.0, 0.5)),
        (MESSAGE, ("record", LIMIT, PAUSE)),
    ],
)
def test_what_is_asked_is_what_is_listened_for(asked: Line | None, told: tuple[Any, ...]) -> None:
    call = Call(asked)
    call.asking.ask()
    assert call.told == [told]


def test_nothing_is_listened_for_where_nothing_is_expected() -> None:
    call = Call(None, expected=None)
    call.asking.ask()
    assert call.told == ["deaf"]


def test_without_recordings_it_is_said_once_and_given_up_in_the_end() -> None:
    call = Call(MESSAGE, able=False)
    for _ in range(SPOKEN_TRIES + 1):
        call.asking.ask()
    assert call.told == [NO_RECORDING, *["nothing"] * (SPOKEN_TRIES - 1), ("end", TROUBLE)]


@pytest.mark.parametrize(("able", "found"), [(True, True), (False, False)])
def test_nobody_is_asked_for_a_message_that_cannot_be_kept(able: bool, found: bool) -> None:
    call = Call(None, able=able)
    assert call.asking.can_be_asked(MESSAGE) is found
    assert call.asking.can_be_asked(Line(kind=lines.PROMPT))
