"""A caller from a file: frames and keys in their time, whatever rate the file has."""

from __future__ import annotations

import numpy as np
import pytest

from flowengine.channels.calls.call import Call, Unable
from flowengine.channels.calls.wav import WavCall
from flowengine.speech.sound.pcm import Sound


class Attendant:
    def __init__(self) -> None:
        self.sound = b""
        self.keys: list[tuple[str, str, float]] = []
        self.why = ""

    def frame(self, pcm: bytes, at: float) -> None:
        assert len(self.sound) == round(at * 50) * len(pcm)
        self.sound += pcm

    def key_down(self, key: str, at: float) -> None:
        self.keys.append(("down", key, round(at, 2)))

    def key_up(self, key: str, at: float) -> None:
        self.keys.append(("up", key, round(at, 2)))

    def wished(self, what: str, on: bool, at: float) -> None: ...

    def gone(self, why: str, at: float) -> None:  # noqa: ARG002 - its shape
        self.why = why


def passed(call: WavCall, seconds: float) -> Attendant:
    attendant = Attendant()
    call.attend(attendant)
    for _ in range(round(seconds * 50)):
        call.hear()
        call.pass_frame()
    return attendant


def ramp(seconds: float, rate: int) -> Sound:
    return Sound(np.arange(round(seconds * rate), dtype=np.int16), rate)


def test_it_is_a_call() -> None:
    call: Call = WavCall()
    assert call.at() == 0
    assert not call.away()


def test_what_is_said_comes_frame_by_frame_then_silence() -> None:
    attendant = passed(WavCall(ramp(0.05, 8000)), 0.1)
    samples = np.frombuffer(attendant.sound, "<i2")
    assert list(samples[:400]) == list(range(400))
    assert not samples[400:].any()
    assert len(samples) == 800


@pytest.mark.parametrize("rate", [8000, 16_000])
def test_a_file_of_any_rate_takes_the_time_it_takes(rate: int) -> None:
    call = WavCall(Sound(np.full(22_050, 1000, np.int16), 22_050), rate=rate)
    samples = np.frombuffer(passed(call, 1.5).sound, "<i2")
    assert abs(int(np.flatnonzero(np.abs(samples) > 500)[-1]) / rate - 1.0) < 0.01


def test_keys_go_down_and_up_one_after_another() -> None:
    attendant = passed(WavCall(keys=[(1.0, "2 3"), (0.2, "#")]), 2.0)
    assert attendant.keys == [
        ("down", "#", 0.2), ("up", "#", 0.3),
        ("down", "2", 1.0), ("up", "2", 1.1),
        ("down", "3", 1.24), ("up", "3", 1.34),
    ]  # fmt: skip


def test_the_caller_may_speak_later_and_into_what_is_being_said() -> None:
    call = WavCall(Sound(np.full(8000, 100, np.int16), 8000))
    attendant = passed(call, 0.5)
    call.speak(Sound(np.full(800, 30_000, np.int16), 8000), after=0.1)
    call.speak(Sound(np.full(800, 30_000, np.int16), 8000), after=0.1)
    call.attend(attendant)
    for _ in range(50):
        call.hear()
        call.pass_frame()
    samples = np.frombuffer(attendant.sound, "<i2")
    assert set(samples[4000:4800]) == {100}
    assert set(samples[4800:5600]) == {32_767}, "clipped, not wrapped"
    assert set(samples[5600:8000]) == {100}
    assert call.quiet


def test_what_was_played_is_kept() -> None:
    call = WavCall(rate=16_000)
    call.play(b"\1\0" * 320)
    call.play(b"\2\0" * 320)
    assert (call.heard.rate, len(call.heard.samples)) == (16_000, 640)
    assert call.stats().sent == 2


def test_hanging_up_is_told() -> None:
    call = WavCall()
    attendant = passed(call, 0.1)
    call.leave()
    assert (attendant.why, call.ended) == ("hung up", "hung up")


def test_what_a_file_cannot_do_it_refuses() -> None:
    call = WavCall()
    for wish in (
        call.early_media,
        lambda: call.send_keys("1"),
        lambda: call.transfer("+380"),
        lambda: call.bridge(call),
    ):
        with pytest.raises(Unable):
            wish()
