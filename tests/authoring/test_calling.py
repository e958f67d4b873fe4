"""A call from files, with sounds for the bot that cost nothing and a recogniser that is told."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from flowengine.authoring.calling import Deserted, FileCall
from flowengine.authoring.calling_account import BOT, CALLER, NOTE
from flowengine.authoring.calling_caller import Act
from flowengine.authoring.talk import Person
from flowengine.speech.duplex.orders import Piece
from flowengine.speech.sound.wav import read
from tests.authoring.conftest import program
from tests.speech.scripted import Scripted, Words
from tests.speech.talk import voice

if TYPE_CHECKING:
    from flowengine.channels.calls.utterances import Utterance
    from flowengine.speech.recognition.recogniser import Recogniser, Tell

NOON = 1_798_970_400.0
HALL = """\
flow hall "Hall"
languages en
channels voice

start:
  say "Hello."
  menu way "Which way?" into way
    1 "Left"
    2 "Right"
  say "So {{ way.label }}."
  end
"""
MESSAGE = """\
flow hall "Hall"
languages en
channels voice
record calls "This call is recorded."

start:
  ask note: recording "Speak after the tone."
  say "Thank you."
  end
"""
WORDS = Act(sound=voice(0.6, 8000), name="words.wav")


class Quick:
    """Half a second of silence for whatever is said."""

    def pieces(self, utterance: Utterance, _language: str) -> tuple[Piece, ...]:
        return (Piece(silence=0.5, text=utterance.text),)


class Ears:
    def __init__(self, *says: Words) -> None:
        self.one = Scripted(list(says))

    def open(self, _language: str, tell: Tell) -> Recogniser | None:
        self.one.tell = tell
        return self.one


def called(source: str, *acts: Act, ears: Ears | None = None, keep: bool = False) -> FileCall:
    call = FileCall(
        program(source), Person("voice"), NOON, Deserted(),
        acts=acts, speaker=Quick(), recognisers=ears, keep=keep,
    )  # fmt: skip
    call.run()
    return call


def test_a_key_is_pressed_when_the_question_was_heard_out() -> None:
    call = called(HALL, Act(keys="2"))
    assert call.account.texts(CALLER) == ["[2]"]
    assert call.account.ended == "end"
    assert call.talk.ended


def test_words_are_understood_and_told_with_their_confidence() -> None:
    call = called(HALL, WORDS, ears=Ears(Words("left", confidence=0.9)))
    assert call.account.texts(CALLER) == ["(words.wav)", "left (90%)"]
    assert call.account.ended == "end"
    assert call.account.misheard == 0


def test_what_nobody_understands_is_counted() -> None:
    call = called(HALL, WORDS, Act(keys="1"), ears=Ears(Words()))
    assert call.account.misheard == 1
    assert call.account.texts(CALLER) == ["(words.wav)", "(not understood)", "[1]"]


def test_who_says_nothing_hangs_up_after_two_questions() -> None:
    call = called(HALL)
    assert call.account.texts(CALLER) == ["(silence)", "(silence)"]
    assert call.account.texts(NOTE)[0] == "the caller hangs up"
    assert call.talk.ended


def test_a_recording_ends_by_a_key_and_the_call_is_recorded_where_the_flow_says_so() -> None:
    call = called(MESSAGE, WORDS)
    assert call.account.texts(NOTE)[0] == "the call is recorded"
    assert any(text.startswith("(a recording of ") for text in call.account.texts(CALLER))
    assert read(call.recording).seconds == pytest.approx(call.account.seconds, abs=1.0)


def test_both_sides_are_kept_where_that_is_wanted() -> None:
    assert called(HALL, Act(keys="1")).recording == b""
    assert called(HALL, Act(keys="1"), keep=True).recording.startswith(b"RIFF")


def test_what_plays_is_told_when_it_begins() -> None:
    entries = called(HALL, Act(keys="1")).account.entries
    assert [(one.who, round(one.at, 1)) for one in entries[:2]] == [(BOT, 0.0), (BOT, 0.5)]
