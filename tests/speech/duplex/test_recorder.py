"""What somebody leaves after the tone. The clocks are in the table of cases too."""

from __future__ import annotations

import pytest

from flowengine.speech.duplex.orders import Record
from flowengine.speech.duplex.recorder import FIRST, HANG_UP, KEY, LIMIT, SILENCE, Recorder
from flowengine.speech.sound import wav

RATE = 8000
ORDER = Record(turn=3, limit=20.0, pause=2.0)


def _run(recorder: Recorder, speech: str) -> str:
    """Each sign is a tenth of a second; why it was over, and "" where it was not."""
    recorder.start()
    for number, sign in enumerate(speech):
        for _ in range(5):
            pcm = bytes([number + 1, 0]) * (RATE // 50)
            by = recorder.frame(pcm, sign == "#")
            if by:
                return by
    return ""


@pytest.mark.parametrize(
    ("speech", "by", "seconds"),
    [
        (".....##########" + "." * 20, SILENCE, 1.6),
        ("." * 30 + "##########" + "." * 20, SILENCE, 1.6),
        ("#" * 200, LIMIT, 20.0),
        ("##....##....##....###" + "." * 20, SILENCE, 2.4),
        ("." * int(FIRST * 10), SILENCE, 0.0),
        ("....##" + "." * 20, SILENCE, 0.0),
    ],
    ids=["a message", "one that begins late", "one too long", "pauses", "nobody", "a cough"],
)
def test_when_it_is_over_and_what_is_kept(speech: str, by: str, seconds: float) -> None:
    recorder = Recorder(ORDER, RATE)
    assert _run(recorder, speech) == by
    recorded = recorder.recorded(by, 9.0)
    assert (recorded.turn, recorded.by, recorded.at) == (3, by, 9.0)
    assert recorded.seconds == pytest.approx(seconds)
    assert bool(recorded.wav) is bool(seconds)


def test_the_file_holds_the_speech_and_a_little_around_it() -> None:
    recorder = Recorder(ORDER, RATE)
    _run(recorder, "." * 10 + "#" * 10 + "." * 20)
    sound = wav.read(recorder.recorded(SILENCE, 9.0).wav)
    assert sound.rate == RATE
    assert sound.samples[0] == 8
    assert sound.samples[-1] == 23


@pytest.mark.parametrize(("by", "seconds"), [(KEY, 0.9), (HANG_UP, 1.0)])
def test_the_click_of_the_key_is_left_out(by: str, seconds: float) -> None:
    recorder = Recorder(ORDER, RATE)
    assert _run(recorder, "#" * 10) == ""
    assert recorder.recorded(by, 1.0).seconds == pytest.approx(seconds)


def test_what_is_said_before_the_tone_is_over_is_left_out() -> None:
    recorder = Recorder(ORDER, RATE)
    for _ in range(3000):
        assert recorder.frame(bytes(320), True) == ""
    assert recorder.recorded(HANG_UP, 1.0).wav == b""
