from __future__ import annotations

from datetime import date

import pytest

from flowengine.language import program as p
from flowengine.runtime import Session, begin, decode, encode, step
from flowengine.runtime import effects as fx
from flowengine.runtime import events as ev
from tests.runtime.talk import NOON, program

FORM = """flow line "Line"
entry book "Book a bed" -> booking

slots
  campus: text, from page
  beds: number from 1 to 6, from page
  pin: digits 4

words danger
  "kill myself"

on word danger: -> help_now

start:
  say "Hello {{ campus or 'you' }}, {{ beds or 'some' }}."
  -> booking

booking:
  form "What shall I book?"
    ask name: text "Your name?"
    ask beds "For how many?"
      wrong if beds == 5: say "Five is one too many."
    ask day: date from today to today + 5 days, optional "Which day?"
      hint "For example tomorrow."
    ask hour: time from 9:00 to 17:30 "When?"
    ask size: choice "Which room?"
      1 "Small" = small
      2 "The large one"
      - "Another one" -> help_now
    ask quiet: yes/no, optional "A quiet one?"
    read back "{{ name }}, {{ beds }}, {{ day or 'any day' }}, {{ hour | time }}, {{ size }}?"
  say "Done."
  end

help_now:
  say "Help is on its way."
  end
"""
WHOLE = {
    "name": " Ann ", "beds": "2", "day": "2027-01-04", "hour": "09:30", "size": "Small",
    "quiet": "yes",
}  # fmt: skip


def _begun(place: str | None = None, **page: str) -> tuple[p.Program, Session, fx.Prompt]:
    line = program(FORM)
    session = begin(line, channel="chat", seed=1, at=NOON)
    session, effects = step(line, session, ev.Started(at=NOON, place=place, page=page))
    prompt = effects[-1]
    assert isinstance(prompt, fx.Prompt)
    return line, decode(encode(session)), prompt


def _after(values: dict[str, str], turn: int = 1) -> tuple[list[str], Session]:
    line, session, _ = _begun("booking")
    session, effects = step(line, session, ev.Filled(at=NOON + 1, turn=turn, values=values))
    told = [e.text for e in effects if isinstance(e, fx.Say | fx.Prompt)]
    return told, decode(encode(session))


def test_a_form_that_begins_shows_all_its_questions() -> None:
    _, _, prompt = _begun("booking")
    assert [
        (f.slot, f.accepts, f.least, f.most, f.optional, f.hint, [c.label for c in f.choices])
        for f in prompt.fields
    ] == [
        ("name", "text", "", "", False, "", []),
        ("beds", "number", "1", "6", False, "", []),
        ("day", "date", "2027-01-02", "2027-01-07", True, "For example tomorrow.", []),
        ("hour", "time", "09:00", "17:30", False, "", []),
        ("size", "choice", "", "", False, "", ["Small", "The large one"]),
        ("quiet", "yes/no", "", "", True, "", ["Yes", "No"]),
    ]
    assert [f.label for f in prompt.fields][:2] == ["Your name?", "For how many?"]


def test_all_answers_at_once() -> None:
    told, session = _after(WHOLE)
    assert told == ["Ann, 2, 4 January 2027, 09:30, small?"]
    assert session.values["day"] == date(2027, 1, 4)
    assert session.values["quiet"] is True


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"day": "", "quiet": ""}, "Ann, 2, any day, 09:30, small?"),
        ({"size": "1"}, "Ann, 2, 4 January 2027, 09:30, The large one?"),
        ({"beds": "two", "day": "tomorrow"}, "Ann, 2, 3 January 2027, 09:30, small?"),
        ({"name": ""}, "Your name?"),
        ({"beds": "9"}, "Sorry, that is not possible here.|For how many?"),
        ({"beds": "lots"}, "Sorry, I did not understand.|For how many?"),
        ({"beds": "5"}, "Five is one too many.|For how many?"),
        ({"beds": "5", "hour": "later"}, "Five is one too many.|For how many?"),
        ({"beds": "5", "name": "Bob"}, "Five is one too many.|For how many?"),
        ({"day": "2027-02-01"}, "Sorry, that is not possible here.|Which day?"),
        ({"name": "I want to kill myself"}, "Help is on its way."),
    ],
)
def test_what_does_not_fit_is_asked_for(changed: dict[str, str], told: str) -> None:
    assert "|".join(_after({**WHOLE, **changed})[0]) == told


def test_a_field_that_is_not_there_is_asked_for_even_if_optional() -> None:
    few = {name: text for name, text in WHOLE.items() if name != "day"}
    assert _after({**few, "unknown": "x"})[0] == ["Which day?"]


def test_an_old_form_is_not_obeyed() -> None:
    line, session, _ = _begun("booking")
    _, effects = step(line, session, ev.Filled(at=NOON + 1, turn=7, values=WHOLE))
    assert [type(effect) for effect in effects] == [fx.Dropped]


def test_fields_where_no_form_is() -> None:
    line = program('start:\n  menu "?"\n    1 "A" -> start\n')
    session = begin(line, channel="chat", seed=1, at=NOON)
    session, _ = step(line, session, ev.Started(at=NOON))
    _, effects = step(line, session, ev.Filled(at=NOON + 1, turn=1, values={"a": "b"}))
    assert [type(effect) for effect in effects] == [fx.Dropped]


def test_danger_in_fields_after_the_end() -> None:
    line, session, _ = _begun("booking")
    session, _ = step(line, session, ev.Said(at=NOON + 1, text="kill myself"))
    _, effects = step(line, session, ev.Filled(at=NOON + 2, turn=1, values={"name": "kill myself"}))
    assert any(isinstance(e, fx.Say) and e.text.startswith("Help") for e in effects)


@pytest.mark.parametrize(
    ("page", "told"),
    [
        ({}, "Hello you, some."),
        ({"campus": "Kyiv", "beds": "3"}, "Hello Kyiv, 3."),
        ({"campus": "  ", "beds": "9"}, "Hello you, some."),
        ({"beds": "lots", "pin": "1234", "other": "x"}, "Hello you, some."),
        ({"campus": "{{ 1 }}"}, "Hello {{ 1 }}, some."),
    ],
)
def test_what_a_page_brings_is_read_by_the_type_of_its_slot(
    page: dict[str, str], told: str
) -> None:
    line = program(FORM)
    session = begin(line, channel="chat", seed=1, at=NOON)
    session, effects = step(line, session, ev.Started(at=NOON, page=page))
    assert isinstance(effects[0], fx.Say)
    assert effects[0].text == told
    assert "pin" not in session.values


BOUNDS = """
slots
  when: date, remembered

start:
  ask hour: time from now "At what time?"
  ask day: date from now to when "Which day?"
  ask least: money from 5 "How much?"
  end
"""


@pytest.mark.parametrize(
    ("answers", "bounds"),
    [
        ([], ("12:00", "")),
        (["13:00"], ("2027-01-02", "")),
        (["13:00", "tomorrow"], ("5", "")),
    ],
)
def test_the_bounds_of_a_question(answers: list[str], bounds: tuple[str, str]) -> None:
    line = program(BOUNDS)
    session = begin(line, channel="chat", seed=1, at=NOON)
    session, effects = step(line, session, ev.Started(at=NOON))
    for text in answers:
        session, effects = step(line, session, ev.Said(at=NOON, text=text))
    prompt = effects[-1]
    assert isinstance(prompt, fx.Prompt)
    assert (prompt.least, prompt.most) == bounds


def test_leaving_in_a_hurry_says_nothing_and_ends() -> None:
    line, session, _ = _begun("booking")
    session, effects = step(line, session, ev.Said(at=NOON + 1, text="quick exit"))
    assert effects == (fx.Ended(reason="quick exit"),)
    assert session.ended == "quick exit"


TWO = """
start:
  form "Both?"
    ask n: number "First?"
      wrong if n > 5: say "At most five."
    ask m: number "Second?"
      wrong if m > 5: say "Five at the second."
  end
"""


def test_of_two_that_are_refused_the_first_is_told_and_asked() -> None:
    line = program(TWO)
    session = begin(line, channel="chat", seed=1, at=NOON)
    session, _ = step(line, session, ev.Started(at=NOON))
    filled = ev.Filled(at=NOON, turn=1, values={"n": "7", "m": "8"})
    _, effects = step(line, session, filled)
    told = [one.text for one in effects if isinstance(one, fx.Say | fx.Prompt)]
    assert told == ["At most five.", "First?"]
