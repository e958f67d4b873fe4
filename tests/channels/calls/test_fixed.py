from __future__ import annotations

from flowengine.channels.calls.fixed import Heard, fixed, heard_in
from flowengine.channels.calls.sentences import MOMENT
from flowengine.channels.calls.utterances import utterances
from flowengine.runtime import begin, step
from flowengine.runtime import events as ev
from tests.runtime.talk import program

FLOW = """
flow line "Line"
languages en, uk
channels voice, sms

start:
  set who = "Olha"
  set asked = 1
  say "Hello." or "Good day."
    uk: "Вітаємо."
    sms: "Hi."
    recording voice uk: "hello.wav"
  menu "What now?"
    uk: "Що далі?"
    1 "Hours":
      uk: "Години"
      say "Nine to five. We know {{ who }}."
      end
    - "A parcel" if asked > 1:
      uk: "Посилка"
      end
    - "{{ who }}":
      end
"""


def _texts(found: list[Heard]) -> list[str]:
    return [one.text for heard in found for one in heard.utterances]


def _flow(source: str = FLOW) -> list[Heard]:
    return list(heard_in(program(source, files=("hello.wav",))))


def test_what_has_no_holes_is_there_in_each_language_and_as_the_phone_says_it() -> None:
    found = _flow()
    english = _texts([one for one in found if one.language == "en"])
    assert {
        "Hello.",
        "Good day.",
        "What now?",
        "For Hours, press 1.",
        "For A parcel, press 2.",
    } <= {*english}
    ukrainian = _texts([one for one in found if one.language == "uk"])
    assert {"Вітаємо.", "Що далі?", "Години – натисніть 1."} <= {*ukrainian}
    assert "Hi." not in english  # that is for a text message
    assert not any("{{" in text or "Nine to five" in text for text in _texts(found))


def test_what_depends_on_the_conversation_is_told_as_a_hole() -> None:
    found = [one for one in _flow() if one.language == "en" and one.place and one.holes]
    assert {one.place.line for one in found if one.place} == {13, 17}


def test_a_recording_comes_with_the_words_it_stands_for() -> None:
    recorded = [one for heard in _flow() for one in heard.utterances if one.recording]
    assert {(one.recording, one.text, one.language) for one in recorded} == {
        ("hello.wav", "Вітаємо.", "uk")
    }


def test_what_the_engine_says_itself_is_there_too() -> None:
    texts = _texts([one for one in _flow() if one.place is None])
    assert {MOMENT["uk"], "For Yes, press 1.", "Which one do you mean?"} <= {*texts}


def test_each_text_and_question_is_there_once_for_each_language() -> None:
    asked = [one for one in _flow() if one.place is not None and one.place.line == 13]
    assert len(asked) == 4  # the text and the question, in two languages


def test_a_flow_that_is_not_on_the_phone_has_nothing() -> None:
    assert _flow('flow line "Line"\nchannels chat\n\nstart:\n  say "Hello."\n  end\n') == []


def test_a_list_from_data_a_browse_and_answers_with_labels_of_their_own() -> None:
    source = """
flow line "Line"

table rooms from "rooms.csv"

start:
  ask sure: yes/no "Sure?"
    yes "Of course"
    no "Not now"
  ask day: text "Which day?"
    hint "For example, Monday."
  ask room: choice from rooms by name "Which room?"
  browse one in rooms
    show "{{ one.name }} is free."
    - "This one":
      end
  end
"""
    found = list(heard_in(program(source, tables={"rooms.csv": "name\nBlue\nRed\n"})))
    texts = {one.text for heard in found for one in heard.utterances}
    assert {"For Of course, press 1.", "For example, Monday.", "Which room?"} <= texts
    assert not any("Blue" in text for text in texts)


def test_what_is_heard_in_a_call_was_known_before_it() -> None:
    source = (
        'start:\n  say "Hello."\n  menu "What now?"\n    - "Hours":\n      say "Nine to five."\n'
        '      end\n    - "Again":\n      again\n'
    )
    known, compiled = fixed(program(source)), program(source)
    session = begin(compiled, channel="voice", seed=1, at=0.0, language="en")
    for event in (ev.Started(at=0.0), ev.Silence(at=9.0), ev.Said(at=9.0, text="blorp")):
        session, effects = step(compiled, session, event)
        heard = {(one.language, one.text) for one in utterances(effects)}
        assert heard
        assert heard <= known
