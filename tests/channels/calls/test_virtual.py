"""A call in virtual time: what is ordered is heard, and what the caller does is told."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest

from flowengine.channels.calls.virtual import VirtualCall
from flowengine.channels.calls.wav import WavCall
from flowengine.runtime.expecting import Expected
from flowengine.speech.duplex import orders, reports
from flowengine.speech.sound import wav
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.sound.tones import tone

if TYPE_CHECKING:
    from flowengine.speech.duplex.reports import AnyReport

MENU = Expected(turn=1, language="en", keys="123")


@pytest.fixture
def prompt(tmp_path: Path) -> Path:
    """One second of 440 Hz."""
    path = tmp_path / "prompt.wav"
    path.write_bytes(wav.write(tone((440.0,), 1.0, 16_000)))
    return path


class Hotline:
    """Plays, listens, and hangs up when it has heard."""

    def __init__(self, call: WavCall, *plays: str) -> None:
        self.reports: list[AnyReport] = []
        self.call = VirtualCall(call, self._hear)
        self.call.answer()
        pieces = tuple(orders.Piece(path=path, text=Path(path).stem) for path in plays)
        self.call.order(orders.Play(id=1, pieces=pieces))
        self.call.order(orders.Listen(expected=MENU, patience=2.0))

    def _hear(self, report: AnyReport) -> None:
        self.reports.append(report)
        if isinstance(report, (reports.Pressed, reports.Silent)):
            self.call.order(orders.HangUp(reason="done"))

    def found(self, kind: type[AnyReport]) -> list[AnyReport]:
        return [report for report in self.reports if isinstance(report, kind)]


def loud(sound: Sound, start: float, stop: float) -> bool:
    samples = sound.samples[round(start * sound.rate) : round(stop * sound.rate)]
    return bool(np.abs(samples.astype(np.int32)).max(initial=0) > 500)


@pytest.mark.parametrize("rate", [8000, 16_000])
def test_a_prompt_is_heard_a_key_is_told_and_the_call_ends(prompt: Path, rate: int) -> None:
    hotline = Hotline(WavCall(keys=[(1.5, "2")], rate=rate), str(prompt))
    heard = hotline.call.run()
    assert heard.rate == rate
    assert loud(heard, 0.0, 0.95)
    assert not loud(heard, 1.1, heard.seconds)
    (pressed,) = hotline.found(reports.Pressed)
    assert isinstance(pressed, reports.Pressed)
    assert (pressed.turn, pressed.keys) == (1, "2")
    assert pressed.at == pytest.approx(1.5, abs=0.02)
    assert hotline.call.call.ended == "done"
    assert isinstance(hotline.reports[-1], reports.Gone)
    assert hotline.call.captions[0][1] == "prompt"


def test_a_key_stops_the_prompt_within_40_ms(prompt: Path) -> None:
    heard = Hotline(WavCall(keys=[(0.5, "1")]), str(prompt)).call.run()
    assert loud(heard, 0.0, 0.5)
    assert not loud(heard, 0.54, heard.seconds)


def test_tones_in_the_sound_are_keys_too(prompt: Path) -> None:
    sound = wav.read(Path(prompt))
    silence = Sound(np.zeros(2 * 8000, np.int16), 8000)
    three = tone((697.0, 1477.0), 0.2, 8000)
    caller = Sound(np.concatenate([silence.samples, three.samples]), 8000)
    hotline = Hotline(WavCall(caller), str(prompt))
    hotline.call.run()
    (pressed,) = hotline.found(reports.Pressed)
    assert isinstance(pressed, reports.Pressed)
    assert pressed.keys == "3"
    assert sound.seconds < pressed.at < 2.2


def test_a_file_that_is_missing_is_passed_over_and_told_in_the_log(tmp_path: Path) -> None:
    hotline = Hotline(WavCall(), str(tmp_path / "missing.wav"))
    hotline.call.run()
    assert hotline.found(reports.Trouble)
    assert hotline.found(reports.Silent), "the call went on"


def test_whoever_stays_is_hung_up_on_behalf_of_the_caller_in_the_end() -> None:
    call = WavCall()
    hotline = Hotline(call)
    heard = hotline.call.run(longest=1.0)
    assert heard.seconds == pytest.approx(1.0, abs=0.021)
    assert (call.ended, hotline.reports[-1]) == ("hung up", reports.Gone(at=1.0, why="hung up"))
    hotline.call.step()
    assert len(hotline.found(reports.Gone)) == 1


def test_it_stops_where_it_is_told_and_goes_on() -> None:
    call = WavCall()
    hotline = Hotline(call)
    hotline.call.run(until=lambda: call.at() > 0.5)
    assert not hotline.call.over
    call.press("1")
    hotline.call.run()
    assert hotline.found(reports.Pressed)


def test_it_is_the_same_each_time(prompt: Path) -> None:
    def run() -> tuple[bytes, list[AnyReport]]:
        hotline = Hotline(WavCall(keys=[(0.7, "9"), (1.9, "1")]), str(prompt))
        return hotline.call.run().pcm, hotline.reports

    assert run() == run()
