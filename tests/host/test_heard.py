from __future__ import annotations

from dataclasses import replace

import pytest

from flowengine.host import heard, lines
from flowengine.host.lines import Line
from flowengine.host.media import Media
from flowengine.runtime.effects import Choice, Field
from flowengine.runtime.events import (
    Filled,
    HungUp,
    Picked,
    Pressed,
    Received,
    Said,
    Silence,
    Started,
    Switched,
)
from flowengine.speech.recognition.recogniser import Guess
from flowengine.store.records import Conversation

BEFORE = Conversation("c1", "shop", "d1", "chat", b"t", b"s", "", False, 1.0)
ASKED = Line(
    kind="prompt",
    choices=(Choice(id="a", key="1", label="One"),),
    fields=(Field(slot="pin", label="PIN?", accepts="digits", secret=True),),
)


def asked(line: Line) -> Conversation:
    return replace(BEFORE, prompt=lines.encode(line))


def test_words_become_an_event_of_their_time_and_a_line() -> None:
    event, cause = heard.said("Hello", "m1")(BEFORE, 7.0)
    assert event == Said(at=7.0, text="Hello")
    assert (cause.message_id, cause.line) == ("m1", Line(kind="text", text="Hello", id="m1"))


def test_words_that_answer_a_secret_question_stand_in_no_transcript() -> None:
    _, cause = heard.said("1234")(asked(Line(kind="prompt", secret=True)), 7.0)
    assert cause.line is not None
    assert "1234" not in cause.line.text


def test_a_button_is_shown_by_its_label() -> None:
    event, cause = heard.picked(3, "a", "m1")(asked(ASKED), 7.0)
    assert event == Picked(at=7.0, turn=3, choice="a")
    assert cause.line == Line(kind="text", text="One", id="m1")


def test_the_best_guess_is_what_was_said_and_the_others_go_with_it() -> None:
    guesses = (Guess("tea", 0.7), Guess("three", 0.5))
    event, cause = heard.spoken(guesses)(BEFORE, 7.0)
    assert event == Said(at=7.0, text="tea", confidence=0.7, alternatives=(("three", 0.5),))
    assert cause.line == Line(kind="text", text="tea")


def test_sounds_that_were_no_answer_are_heard_and_not_written_down() -> None:
    event, cause = heard.spoken(())(BEFORE, 7.0)
    assert event == Said(at=7.0, text="", confidence=0.0)
    assert cause.line is None


def test_a_key_is_shown_by_what_it_chose() -> None:
    event, cause = heard.pressed("1")(asked(ASKED), 7.0)
    assert event == Pressed(at=7.0, keys="1")
    assert cause.line == Line(kind="text", text="One")


def test_what_happens_to_a_call_leaves_no_line() -> None:
    found = [heard.silence, heard.hung_up, heard.switched("voice")]
    events = [one(BEFORE, 7.0) for one in found]
    assert [event for event, _ in events] == [
        Silence(at=7.0),
        HungUp(at=7.0),
        Switched(at=7.0, channel="voice"),
    ]
    assert all(cause.line is None for _, cause in events)


def test_a_form_is_shown_without_its_secrets() -> None:
    event, cause = heard.filled(3, {"pin": "1234"}, "m1")(asked(ASKED), 7.0)
    assert event == Filled(at=7.0, turn=3, values={"pin": "1234"})
    assert cause.line == Line(kind="text", text="PIN: ••••", id="m1")


@pytest.mark.parametrize(
    ("latitude", "longitude", "reference"),
    [
        (48.45, 34.98, "48.45,34.98"),
        (-33.8567844, 151.2152967, "-33.85678,151.2153"),
        (0, -180, "0,-180"),
        (0.000001, 1e-9, "0.0,0.0"),
    ],
)
def test_where_somebody_is(latitude: float, longitude: float, reference: str) -> None:
    event, cause = heard.located(latitude, longitude, "m1")(BEFORE, 7.0)
    assert event == Received(at=7.0, kind="location", reference=reference)
    assert cause.line == Line(kind="text", text=reference, id="m1")
    _, cause = heard.located(latitude, longitude)(asked(Line(kind="prompt", secret=True)), 7.0)
    assert cause.line is not None
    assert cause.line.text != reference


def test_coming_back_says_nothing() -> None:
    event, cause = heard.came_back(BEFORE, 7.0)
    assert (event, cause.line) == (Started(at=7.0), None)


@pytest.mark.parametrize(
    ("accepts", "kind"), [("photo", "photo"), ("file", "file"), ("text", "photo"), ("", "photo")]
)
def test_a_photo_is_a_file_where_a_file_was_asked_for(accepts: str, kind: str) -> None:
    media = Media("photo", "image/png", "a.png", b"12345")
    event, cause = heard.received(media, "m1")(asked(Line(kind="prompt", accepts=accepts)), 7.0)
    assert isinstance(event, Received)
    assert cause.upload is not None
    assert (event.kind, event.label, event.reference) == (kind, "a.png", cause.upload.id)
    found = {"upload": cause.upload.id, "type": "image/png", "bytes": 5}
    assert cause.line == Line(kind=kind, text="a.png", id="m1", reference=found)
    assert cause.upload.body == b"12345"
