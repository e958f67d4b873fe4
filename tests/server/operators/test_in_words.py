"""A sealed recording is written down for who asks, by a real model, and its words stay nowhere."""

from __future__ import annotations

import pytest

from flowengine.host.calls.recordings import Recordings
from flowengine.host.lines import Line
from flowengine.speech.recognition.transcribing import Unwritten
from flowengine.speech.sound.tones import silence
from flowengine.speech.sound.wav import write
from flowengine.store.records import Conversation, Turn, Upload
from tests.server.operators.conftest import NOW, Desk
from tests.speech.sound.talker import said

AT = "/conversations/talk1/files/voice1/words"
KEY = "a key of thirty-two characters, or more"


def left(desk: Desk, body: bytes) -> Conversation:
    """A caller has left it, and it lies sealed."""
    desk.house.recordings = Recordings(KEY)
    line = Line(kind="recording", text="message.wav", reference={"upload": "voice1"})
    before = desk.talk(said=(("person", line),))
    sealed = desk.house.recordings.sealed("talk1", "voice1", body)
    upload = Upload("voice1", NOW, "message.wav", "audio/wav", sealed)
    return desk.do(desk.store.commit, Turn(before, uploads=(upload,)))


@pytest.mark.slow
def test_the_words_are_read_on_the_page_and_nowhere_else(desk: Desk) -> None:
    left(desk, write(said("please call me back tomorrow morning").at(8000)))
    page = desk.get(AT)
    assert "call me back tomorrow morning" in page
    assert "may be wrong" in page
    assert desk.audits()[-1][1:] == (
        "had the recording written down",
        "conversation/talk1/voice1",
    )
    assert "tomorrow" not in desk.get("/conversations/talk1")


def test_a_recording_can_be_asked_for_in_words(desk: Desk) -> None:
    left(desk, b"")
    assert f'href="/operators{AT}"' in desk.get("/conversations/talk1")


@pytest.mark.parametrize("body", [b"", b"no sound"], ids=["empty", "no sound"])
def test_what_is_no_sound_is_told_in_a_sentence(desk: Desk, body: bytes) -> None:
    left(desk, body)
    page = desk.get(AT)
    assert 'class="nothing"' in page
    assert "blockquote" not in page


def test_without_a_model_it_is_told_what_is_missing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("flowengine.speech.recognition.transcribing.transcriber", lambda *_: None)
    left(desk, write(silence(0.5, 8000)))
    assert "no whisper model for “English” is here" in desk.get(AT)


def test_when_writing_it_down_breaks_off_the_log_says_why(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def broken(*_: object) -> str:
        raise Unwritten("The transcriber ended with TimeoutExpired.")

    monkeypatch.setattr("flowengine.speech.recognition.transcribing.transcribe", broken)
    left(desk, write(silence(0.5, 8000)))
    assert "could not be written down" in desk.get(AT)
    assert "TimeoutExpired" in caplog.text


def test_what_was_sealed_with_another_key_is_gone(desk: Desk) -> None:
    left(desk, b"RIFF")
    desk.house.recordings = Recordings(KEY[::-1])
    desk.get(AT, 410)


def test_there_is_nothing_where_there_is_no_recording(desk: Desk) -> None:
    desk.talk()
    desk.get(AT, 404)
