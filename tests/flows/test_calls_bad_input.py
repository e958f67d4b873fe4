"""Callers whom nobody can understand: the call goes on by the flow's own paths, and ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest

from flowengine.authoring.calling_account import BOT, CALLER
from flowengine.authoring.calling_caller import Act
from flowengine.authoring.calling_telephone import line_noise
from flowengine.speech.recognition.here import Here
from flowengine.speech.sound.pcm import Sound
from flowengine.speech.sound.tones import keys as tones
from flowengine.speech.sound.tones import tone
from flowengine.speech.sound.wav import read
from flowengine.speech.synthesis.studio import Studio
from tests.flows.calls import Caller, hotline, said, says

if TYPE_CHECKING:
    from collections.abc import Iterator

    from flowengine.authoring.calling import FileCall

pytestmark = pytest.mark.slow

RATE = 8000


@pytest.fixture(scope="module")
def caller(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Caller]:
    studio = Studio(tmp_path_factory.mktemp("sounds"))
    ears = Here(named="pocketsphinx")
    yield Caller(studio, ears)
    ears.close()
    studio.close()


def music(seconds: float) -> Sound:
    """Chords that change twice a second."""
    chords = ((262.0, 330.0, 392.0), (294.0, 349.0, 440.0), (247.0, 294.0, 392.0))
    parts = [tone(chords[at % 3], 0.5, RATE, -18.0).samples for at in range(round(seconds * 2))]
    return Sound(np.concatenate(parts), RATE)


def clipped(sound: Sound) -> Sound:
    loud = np.clip(sound.samples.astype(np.int32) * 40, -32_768, 32_767)
    return Sound(loud.astype(np.int16), sound.rate)


def told(one: FileCall) -> str:
    return "\n".join(one.account.texts(BOT))


@pytest.mark.parametrize(
    "sound",
    [line_noise(60.0, -20.0), music(60.0)],
    ids=["noise", "music"],
)
def test_what_is_no_speech_ends_as_the_flow_says(caller: Caller, sound: Sound) -> None:
    """Whatever it is taken for, the tries of the flow lead to a person, and then to an end."""
    one = caller.call(hotline("food_bank"), [Act(sound=sound)], silences=20, longest=300.0)
    assert "I am looking for somebody to talk to you." in told(one)
    assert one.account.ended == "silence"


def test_silence_goes_the_way_of_silence(caller: Caller) -> None:
    one = caller.call(hotline("food_bank"), [], silences=3)
    assert one.account.texts(CALLER) == ["(silence)"] * 3
    assert "For opening hours press 1, for a parcel 2, for a pick-up point 3." in told(one)


def test_a_microphone_that_clips_is_understood_or_asked_again(caller: Caller) -> None:
    acts = [Act(sound=clipped(said("opening hours").at(RATE))), says("yes"), Act(keys="1")]
    one = caller.call(hotline("food_bank"), acts)
    assert "Did you mean" in told(one) or "Sorry, I did not understand that." in told(one)


def test_a_key_in_the_middle_of_speech_counts_at_once(caller: Caller) -> None:
    speech = said("I would like to know a lot of things").at(RATE)
    both = speech.samples.copy()
    key = tones("1", RATE).samples
    begin = len(both) // 2
    both[begin : begin + len(key)] = key[: len(both) - begin]
    one = caller.call(hotline("food_bank"), [Act(sound=Sound(both, RATE), after=2.0)])
    assert "[1]" in one.account.texts(CALLER)
    assert "The pantry is open now." in told(one)


def test_somebody_who_never_stops_is_cut_into_answers_and_led_to_an_end(caller: Caller) -> None:
    words = said("and then I went to the market and she said that it was closed and so on").at(RATE)
    endless = Sound(np.tile(words.samples, 12), RATE)
    acts = [Act(sound=endless, after=0.5)]
    one = caller.call(hotline("food_bank"), acts, silences=20, longest=300.0)
    assert "Did you mean" in told(one) or "Sorry, I did not understand that." in told(one)
    assert one.account.ended in ("end", "silence")


def test_a_stereo_file_of_a_music_player_is_understood(caller: Caller) -> None:
    wide = said("opening hours").at(44_100)
    data = np.repeat(wide.samples, 2).astype("<i2").tobytes()
    one = caller.call(hotline("food_bank"), [Act(sound=read(stereo(data))), says("yes")])
    assert "The pantry is open now." in told(one)


@pytest.mark.parametrize("lie", [0, 2**32 - 1, 10], ids=["zero", "endless", "short"])
def test_a_length_that_lies_is_no_reason_not_to_listen(caller: Caller, lie: int) -> None:
    data = said("opening hours").at(44_100)
    whole = stereo(np.repeat(data.samples, 2).astype("<i2").tobytes())
    lying = whole[:4] + lie.to_bytes(4, "little") + whole[8:]
    one = caller.call(hotline("food_bank"), [Act(sound=read(lying)), says("yes")])
    assert "The pantry is open now." in told(one)


def stereo(data: bytes) -> bytes:
    """A WAV file of 44.1 kHz, two channels, 16 bit."""
    rate, block = 44_100, 4
    form = (
        b"\x01\x00\x02\x00"
        + rate.to_bytes(4, "little")
        + (rate * block).to_bytes(4, "little")
        + b"\x04\x00\x10\x00"
    )
    chunks = b"fmt \x10\x00\x00\x00" + form + b"data" + len(data).to_bytes(4, "little") + data
    return b"RIFF" + (4 + len(chunks)).to_bytes(4, "little") + b"WAVE" + chunks
