from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.walk.moves import Possible
from flowengine.authoring.walk.situation import Situation
from flowengine.runtime import begin, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from tests.authoring.walk.walks import prepared

if TYPE_CHECKING:
    from flowengine.authoring.walk.moves import Move

MENU = """
anywhere
  0 "Somebody" -> there

start:
  menu "Where to?"
    1 "There" or "[over] there | yonder" -> there

there:
  end
"""
FORM = """
start:
  form "Who?"
    ask day: date from today "Which day?"
    ask sure: yes/no "Sure?"
  end
"""
FETCH = """
start:
  fetch found from "http://a.example/"
    slow 2s: say "One moment."
    on error: say "No answer."
  end
"""


def moves(source: str, channel: str = "voice", *, first: bool = True) -> list[Move]:
    """What can happen at the first wait of the flow."""
    task = prepared(source, channel)
    session, effects = step(
        task.program,
        begin(task.program, channel=channel, seed=1, at=0.0, language="en"),
        ev.Started(at=0.0),
    )
    prompt = next((one for one in effects if isinstance(one, fx.Prompt)), None)
    here = Situation(0, session, prompt, (), None, 0)
    return list(Possible(task.program, channel, {}).moves(here, first=first))


@pytest.mark.parametrize(
    ("channel", "kind"), [("voice", ev.Pressed), ("chat", ev.Picked), ("sms", ev.Said)]
)
def test_a_choice_is_made_as_the_channel_lets_one(channel: str, kind: type[ev.Event]) -> None:
    by_key, by_label = moves(MENU, channel)[:2]
    assert (by_key.words, type(by_key.event)) == ("1 There", kind)
    assert by_label.event == ev.Said(at=0, text="There")


def test_where_one_has_stood_before_one_way_for_each_choice_is_enough() -> None:
    words = [move.words for move in moves(MENU, first=False)]
    assert words[:4] == ["1 There", "silence", "something else", "“Somebody”"]
    assert not {"“There”", "“yonder”", "key 0", "hangs up"} & set(words)


def test_phrases_and_rare_events_are_tried_once() -> None:
    words = [move.words for move in moves(MENU)]
    assert "key 0" in words
    assert any(word in words for word in ("“over there”", "“yonder”"))
    assert words[-4:] == ["comes back", "sends a photo", "a message is not delivered", "hangs up"]


def test_a_form_is_filled_in_at_once_or_asked_one_by_one() -> None:
    found = {move.words: move.event for move in moves(FORM, "chat")}
    assert isinstance(filled := found["fills in the form"], ev.Filled)
    assert sorted(filled.values) == ["day", "sure"]
    assert isinstance(empty := found["is asked one by one"], ev.Filled)
    assert empty.values == {}


def test_a_service_answers_refuses_or_is_slow_and_no_person_is_counted() -> None:
    found = moves(FETCH, first=False)
    assert [move.words for move in found] == [
        "found is answered",
        "found is not answered",
        "found is slow",
    ]
    assert not any(move.counts for move in found)
