"""What several hearings of one utterance mean, side by side."""

from __future__ import annotations

import pytest

from flowengine.language import program as p
from flowengine.runtime import choosing, rivals
from flowengine.runtime import events as ev
from flowengine.runtime.turn import Turn
from tests.runtime.talk import Talk

MENU = '  menu "?"\n    1 "Red"\n    2 "Blue" or "sky blue"\n    3 "Navy"\n'
NUMBER = '  ask n: number "?"\n'
TEXT = '  ask n: text "?"\n    1 "Red" = r\n'
YES = '  ask n: yes/no "?"\n'


@pytest.mark.parametrize(
    ("question", "heard", "expected"),
    [
        (MENU, ["red", "blue", "red"], ["Red", "Blue"]),
        (MENU, ["the blue one please", "number three"], ["Blue", "Navy"]),
        (MENU, ["red or blue", "nonsense"], []),
        (MENU, ["go back", "blue"], ["back", "Blue"]),
        (NUMBER, ["seventy", "seventeen", "help"], ["70", "17", "help"]),
        (TEXT, ["help", "red", "my own words"], ["help", "Red", "my own words"]),
        (YES, ["yeah", "nope"], ["Yes", "No"]),
    ],
)
def test_each_hearing_means_one_thing(question: str, heard: list[str], expected: list[str]) -> None:
    talk = Talk(f"start:\n{question}  end\n", "voice")
    talk.start()
    others = tuple((text, 0.5) for text in heard[1:])
    event = ev.Said(at=talk.clock, text=heard[0], confidence=0.9, alternatives=others)
    turn = Turn(talk.program, talk.session, event, None)
    wait = talk.program.blocks[talk.session.place].exit
    assert isinstance(wait, p.Question)
    found = rivals.compared(turn, wait, choosing.on_offer(turn, wait), event)
    turn.release()
    assert [one.candidate[1] for one in found] == expected


@pytest.mark.parametrize(
    ("sure", "others", "close"), [(0.8, 0.75, ["b"]), (0.8, 0.72, ["b"]), (0.8, 0.5, [])]
)
def test_what_is_about_as_sure_is_near(sure: float, others: float, close: list[str]) -> None:
    event = ev.Said(at=0.0, text="a", confidence=sure, alternatives=(("b", others),))
    assert rivals.near(event) == close
