from __future__ import annotations

from typing import Any

from flowengine.speech.duplex import reports
from flowengine.speech.duplex.turning import Turning
from flowengine.speech.recognition.recogniser import Final, Guess
from flowengine.speech.turns import moves, signs
from tests.speech.talk import MENU

HOURS = (Guess("hours", 0.9),)


class Noted:
    """Stands for a recogniser's ear and notes what it is told."""

    def __init__(self) -> None:
        self.told: list[object] = []

    def __getattr__(self, _what: str) -> Any:
        return self.told.append


def _frames(start: float, count: int, *, speech: bool) -> list[signs.AnySign]:
    return [signs.Frame(round(start + 0.02 * number, 2), speech) for number in range(count)]


def test_utterances_are_for_the_recogniser_and_the_rest_for_the_host() -> None:
    ear, told = Noted(), list[object]()
    turning = Turning(ear, told.append, told.append)  # type: ignore[arg-type]
    for sign in (
        signs.Asked(0.0, MENU),
        *_frames(1.02, 10, speech=True),
        *_frames(1.22, 40, speech=False),
        signs.Told(2.1, Final(1, HOURS)),
    ):
        turning.take(sign)
    assert [type(one) for one in ear.told] == [moves.Begin, moves.Lull, moves.End]
    assert [type(one) for one in told] == [reports.SpeechBegan, reports.Heard]


def test_a_sign_that_a_sign_leads_to_waits_until_that_one_is_through() -> None:
    asked: list[bool] = []

    def hush(move: moves.Hush) -> None:
        turning.take(signs.Asked(move.at, MENU))
        asked.append(turning.listening)

    turning = Turning(Noted(), hush, lambda _report: None)  # type: ignore[arg-type]
    turning.take(signs.Asked(0.0, MENU))
    turning.take(signs.Playing(0.0, "speech"))
    turning.take(signs.KeyDown(1.0, "1"))  # the answer; and what is said stops
    assert asked == [False]
    assert turning.listening
