from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.talk import Person, Place, Talk
from flowengine.authoring.transcript import Agent, Answer
from flowengine.language.program import Fetch as FetchWait
from flowengine.language.program import Handoff as HandoffWait
from flowengine.language.program import Program
from flowengine.runtime.events import Said
from tests.authoring.conftest import program

if TYPE_CHECKING:
    from flowengine.runtime.effects import Fetch, Handoff

NOON = 1_798_970_400.0
WAITS = Place("")
NUMBER = Answer({"number": 1})


class Outside:
    """Answers every fetch alike, and remembers the names it was asked for."""

    def __init__(self, answer: Answer, place: Place = WAITS) -> None:
        self.answer = answer
        self.place = place
        self.names: list[str] = []

    def fetch(self, name: str, _effect: Fetch) -> Answer:
        self.names.append(name)
        return self.answer

    def queue(self, _effect: Handoff) -> Place:
        return self.place


def talk(shop: Program, answer: Answer = NUMBER, place: Place = WAITS) -> Talk:
    return Talk(shop, Person("chat"), NOON, Outside(answer, place))


def test_words_are_heard_once_and_effects_are_kept(shop: Program) -> None:
    one = talk(shop)
    one.start()
    assert one.listen()[0] == "Hello."
    assert one.listen() == []
    assert len(one.effects) == 2
    assert one.prompt is not None
    assert one.prompt is one.effects[-1]
    assert not one.ended


def test_a_fetch_is_asked_by_its_name_and_takes_its_time(shop: Program) -> None:
    world = Outside(Answer({"number": 1}, after=3.0))
    one = Talk(shop, Person("chat"), NOON, world)
    one.start("order")
    assert world.names == ["order"]
    assert one.clock == NOON + 3
    assert one.listen() == ["One moment.", "Your number is 1."]
    assert one.ended


def test_a_late_answer_comes_after_the_fetch_has_given_up(shop: Program) -> None:
    one = talk(shop, Answer({"number": 1}, late=True))
    one.start("order")
    assert one.clock == NOON + 5
    assert one.listen()[1] == "That failed."
    assert one.prompt is not None
    one.advance(9.5)
    assert one.session.values.get("order") is None
    one.advance(0.5)
    assert one.session.values["order"] == {"number": 1}


def test_a_queue_keeps_the_person_waiting_or_answers_at_once(shop: Program) -> None:
    waiting = talk(shop, place=Place("", 4))
    waiting.start("person")
    assert waiting.handoff is not None
    assert waiting.waits_in(HandoffWait)
    assert not waiting.waits_in(FetchWait)
    assert waiting.prompt is None
    assert waiting.next_due() == 45
    waiting.advance(50)
    assert waiting.listen() == ["You are number 4."]
    full = talk(shop, place=Place("nobody"))
    full.start("person")
    assert full.listen() == ["Nobody is here."]


def test_a_prompt_that_still_stands_can_be_answered_after_other_turns() -> None:
    one = talk(
        program(
            'flow calm "Calm"\nchannels chat\n\non quiet 1m: say "Still there?"\n\n'
            'start:\n  menu "Well?"\n    1 "Yes"\n    2 "No"\n  end\n'
        )
    )
    one.start()
    one.advance(61)
    assert "Still there?" in one.listen()
    assert one.prompt is not None
    one.feed(Said(at=one.clock, text="1"))
    assert one.ended
    assert one.prompt is None


def test_values_can_be_given_from_outside(shop: Program) -> None:
    one = talk(shop)
    one.preset({"topic": "grants"})
    one.start("person")
    assert one.handoff is not None
    assert one.handoff.brief == "about grants"


QUEUE = """flow line "Line"

queue team
  outcome "Advice"
  outcome "Silent" brief

start:
  handoff team
  say "{{ talk.outcome or 'none' }} {{ talk.survey }}"
  ask what: text "And what else?"
  end

person:
  say "A person."
  end
"""


@pytest.mark.parametrize(
    ("line", "said"),
    [
        (Agent(1, "done", "Advice"), "Advice Yes"),
        (Agent(1, "done", "Silent"), "Silent No"),
        (Agent(1, "done", "Advice", survey=False), "Advice No"),
        (Agent(1, "sends", place="person"), "A person."),
    ],
)
def test_an_agent_ends_a_talk_as_the_desk_would(line: Agent, said: str) -> None:
    one = talk(program(QUEUE))
    with pytest.raises(ValueError, match="Nobody waits"):
        one.agent_does(line)
    one.start()
    one.agent_does(Agent(1, "accepts", "Olena"))
    one.agent_does(line)
    assert one.listen()[0] == said


def test_what_stands_out_is_brought_once_after_the_words() -> None:
    asks = '  ask a: text "One?"\n  ask b: text "Two?"\n  ask c: text "Three?"\n  end\n'
    one = talk(
        program(QUEUE[: QUEUE.index("  handoff")] + asks + QUEUE[QUEUE.index("\nperson:") :])
    )
    one.start()
    one.listen()
    one.feed(Said(at=one.clock, text="fed up"))
    assert [said.split("\n")[0] for said in one.listen()] == [
        "Two?",
        "Would you like to talk to a person?",
    ]
    one.feed(Said(at=one.clock, text="no"))
    one.listen()
    one.feed(Said(at=one.clock, text="you are useless"))
    assert one.listen() == ["Three?"]
