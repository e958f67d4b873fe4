"""One call's sound as a whole. Turns are in `turns/test_cases`; here is what is around them."""

from __future__ import annotations

from collections.abc import Iterable

import msgspec
import numpy as np
import pytest

from flowengine.speech.duplex import reports
from flowengine.speech.duplex.conference import AGENT, CALLER, Rooms
from flowengine.speech.duplex.duplex import Duplex
from flowengine.speech.duplex.line import Unable
from flowengine.speech.duplex.orders import (
    AnyOrder,
    Deaf,
    Flush,
    HangUp,
    Hold,
    Join,
    Keep,
    Listen,
    Part,
    Piece,
    Play,
    Record,
    SendKeys,
)
from flowengine.speech.sound import wav
from flowengine.speech.sound.dtmf import Detector
from flowengine.speech.sound.pcm import Sound, frames
from flowengine.speech.sound.tones import keys
from flowengine.speech.turns.conditions import JUDGED
from tests.speech.scripted import Scripted, Words
from tests.speech.talk import MENU, Line, Talk, voice

HOURS = Words("opening hours")


@pytest.mark.parametrize("rate", [8000, 16000])
def test_a_call_from_its_prompt_to_its_end(rate: int) -> None:
    recogniser = Scripted([HOURS])
    talk = Talk(recogniser, rate=rate, sounds={"hello": voice(2, 16_000)})
    talk.play("hello", text="Hello!")
    talk.listen()
    talk.quiet(3)
    talk.speak(0.6)
    talk.quiet(1)
    talk.duplex.obey(HangUp(reason="done"), talk.at)
    talk.quiet(1)
    assert talk.captions == [(0.02, "Hello!")]
    assert talk.one(reports.Played).whole
    heard = talk.one(reports.Heard)
    assert [guess.text for guess in heard.guesses] == ["opening hours"]
    assert heard.began == pytest.approx(3.0, abs=0.06)
    assert heard.ended == pytest.approx(3.6, abs=0.06)
    assert talk.one(reports.Gone).why == "ended"
    assert talk.line.asked == ["hang up done"]
    assert recogniser.closed


@pytest.mark.parametrize("rate", [8000, 16000])
def test_what_is_heard_is_the_prompt_itself(rate: int) -> None:
    prompt = voice(1.0, rate, 3000.0)
    talk = Talk(rate=rate, sounds={"hello": prompt})
    talk.play("hello")
    talk.quiet(2)
    heard = talk.heard.samples
    assert (heard[: len(prompt.samples)] == prompt.samples).all()
    assert not heard[len(prompt.samples) :].any()


@pytest.mark.parametrize("order", [None, Flush()], ids=["barge-in", "flush"])
def test_a_prompt_that_is_cut_is_cut_at_the_carrier_too(order: AnyOrder | None) -> None:
    talk = Talk(Scripted(), sounds={"long": voice(5, 8000)})
    talk.play("long")
    talk.listen()
    talk.quiet(1)
    if order is None:
        talk.speak(0.3)
    else:
        talk.duplex.obey(order, talk.at)
    assert talk.line.asked == ["flush"]
    assert not talk.one(reports.Played).whole
    talk.quiet(0.1)
    assert talk.out[-1] == bytes(320)


def test_a_flush_of_nothing_is_nothing() -> None:
    talk = Talk()
    talk.duplex.obey(Flush(), 0.0)
    assert talk.line.asked == []
    assert talk.log == []


@pytest.mark.parametrize("size", [0, 1, 100, 319, 321, 4000])
def test_frames_of_any_length_are_borne(size: int) -> None:
    recogniser = Scripted([HOURS])
    talk = Talk(recogniser)
    talk.listen()
    talk.quiet(1)
    talk.speak(0.3)
    for _ in range(20):
        talk.frame(bytes(size))
    assert {len(frame) for frame in recogniser.fed[1]} == {320}


def test_nothing_but_keys_is_a_key() -> None:
    talk = Talk()
    talk.listen()
    for key in ("", "x", "12", "٣", "A"):
        talk.duplex.key_down(key, talk.at)
        talk.duplex.key_up(key, talk.at)
    assert [report.keys for report in talk.all(reports.Pressed)] == ["A"]


def test_a_recogniser_may_answer_before_it_is_asked_for() -> None:
    """From inside of `feed` and `end`, as one in the same process does."""
    talk = Talk(Scripted([Words("opening hours", partial=0.2), HOURS]))
    talk.listen()
    talk.quiet(1)
    talk.speak(0.5)
    talk.quiet(1)
    kinds = [type(report) for report in talk.log]
    assert kinds == [reports.SpeechBegan, reports.Sounding, reports.Heard]


def test_the_host_may_order_from_inside_of_a_report() -> None:
    log: list[reports.AnyReport] = []

    def report(one: reports.AnyReport) -> None:
        log.append(one)
        if isinstance(one, reports.Silent):
            duplex.obey(Listen(expected=MENU, patience=1.0), one.at)

    duplex = Duplex(8000, None, report, load=_no_file)
    duplex.obey(Listen(expected=MENU, patience=1.0), 0.0)
    for number in range(200):
        duplex.next_frame(0.02 * (number + 1))
    assert [round(one.at, 2) for one in log] == [1.0, 2.0, 3.0, 4.0]


def test_another_language_is_heard_by_another() -> None:
    english, other = Scripted([HOURS]), Scripted([Words("друга")])
    talk = Talk(english)
    other.tell = talk.told
    for recogniser in (english, other):
        talk.duplex.recogniser = recogniser
        talk.listen()
        talk.quiet(1)
        talk.speak(0.6)
        talk.quiet(1)
    texts = [report.guesses[0].text for report in talk.all(reports.Heard)]
    assert texts == ["opening hours", "друга"]


class Poor(Line):
    """A carrier that can do little."""

    def send_keys(self, keys: str) -> None:
        raise Unable(f"A browser hears no keys such as {keys}.")

    def hold(self, on: bool) -> None:
        raise Unable("A browser cannot be put on hold." if on else "It is not on hold.")


class Eager(Line):
    """A carrier that tells at once that it has hung up."""

    def __init__(self, duplex: Duplex) -> None:
        self.duplex = duplex

    def hang_up(self, reason: str) -> None:
        self.duplex.gone(reason, 1.0)


@pytest.mark.parametrize(
    ("order", "asked"), [(SendKeys(keys="12"), "keys 12"), (Hold(on=True), "hold True")]
)
def test_what_the_carrier_does(order: AnyOrder, asked: str) -> None:
    talk = Talk()
    talk.duplex.obey(order, 0.0)
    assert talk.line.asked == [asked]


def test_what_the_carrier_cannot_do_is_told() -> None:
    log: list[reports.AnyReport] = []
    duplex = Duplex(8000, None, log.append, load=_no_file, line=Poor())
    duplex.obey(Hold(on=True), 1.0)
    (trouble,) = log
    assert isinstance(trouble, reports.Trouble)
    assert trouble.where == "carrier"


def test_keys_go_as_the_carrier_has_them() -> None:
    talk = Talk()
    talk.duplex.obey(SendKeys(keys="1x2"), 0.0)
    assert talk.line.asked == ["keys 12"]
    talk.quiet(1)
    assert talk.log == [reports.KeysSent(at=0.0, keys="12")]
    assert not talk.heard.samples.any()


def test_without_a_way_keys_are_tones_and_nothing_else_is_heard_meanwhile_nor_recorded() -> None:
    """Somebody speaks all the time; a recording has silence where a code was keyed."""
    rooms, log = Rooms(), list[reports.AnyReport]()
    duplex = Duplex(8000, None, log.append, load=_no_file, line=Poor(), rooms=rooms)
    agent = rooms.enter("c", AGENT)
    duplex.obey(Join(room="c", role=CALLER), 0.0)
    duplex.obey(Keep(on=True), 0.0)
    duplex.obey(SendKeys(keys="4x2"), 0.0)
    said, heard = list(frames(voice(2.0, 8000))), []
    for at, frame in enumerate(said):
        agent.say(frame)
        duplex.frame(bytes(320), at * 0.02)
        heard.append(duplex.next_frame(at * 0.02))
    assert _keys(heard) == "42"
    assert [one.keys for one in log if isinstance(one, reports.KeysSent)] == ["4", "2"]
    assert heard[25] in said  # the voice again, behind two keys of 200 ms each
    duplex.gone("over", 2.0)
    (kept,) = (one for one in log if isinstance(one, reports.Kept))
    recorded = wav.read(kept.wav)
    assert not recorded.samples[: round(0.35 * recorded.rate)].any()
    assert recorded.samples[round(0.5 * recorded.rate) :].any()
    assert _keys(frames(recorded)) == ""


def test_keys_that_come_back_as_an_echo_are_not_the_callers() -> None:
    rooms, log = Rooms(), list[reports.AnyReport]()
    duplex = Duplex(8000, None, log.append, load=_no_file, line=Poor(), rooms=rooms, in_band=True)
    duplex.obey(Join(room="c", role=CALLER), 0.0)
    duplex.obey(SendKeys(keys="42"), 0.0)
    echo = [bytes(320)] * 2
    for at in range(40):
        duplex.frame(echo.pop(0), at * 0.02)
        echo.append(duplex.next_frame(at * 0.02))
    assert not [one for one in log if isinstance(one, reports.Keyed)]
    for frame in frames(keys("7", 8000)):  # but these are
        duplex.frame(frame, 1.0)
    assert [one.key for one in log if isinstance(one, reports.Keyed)] == ["7"]


def _keys(heard: Iterable[bytes]) -> str:
    return "".join(filter(None, map(Detector(8000).feed, heard)))


def test_who_leaves_the_conference_hears_no_more_keys() -> None:
    rooms = Rooms()
    duplex = Duplex(8000, None, lambda _: None, load=_no_file, line=Poor(), rooms=rooms)
    duplex.obey(Join(room="c", role=CALLER), 0.0)
    duplex.obey(SendKeys(keys="42"), 0.0)
    assert any(duplex.next_frame(0.02))
    duplex.obey(Part(), 0.02)
    assert not any(duplex.next_frame(0.04))


def test_on_hold_nothing_plays_and_nothing_is_lost() -> None:
    talk = Talk(sounds={"hello": voice(1, 8000)})
    talk.play("hello")
    talk.quiet(0.5)
    talk.duplex.obey(Hold(on=True), talk.at)
    talk.quiet(1)
    assert not np.frombuffer(b"".join(talk.out[25:]), "<i2").any()
    talk.duplex.obey(Hold(on=False), talk.at)
    talk.quiet(1)
    assert talk.one(reports.Played) == reports.Played(at=2.0, id=1, whole=True)


def test_what_is_said_before_the_line_is_hung_up_is_heard_first() -> None:
    talk = Talk(sounds={"bye": voice(1, 8000)})
    talk.play("bye")
    talk.duplex.obey(HangUp(reason="done"), talk.at)
    talk.quiet(1.1)
    assert talk.line.asked == []
    talk.quiet(0.5)
    assert talk.line.asked == ["hang up done"]


def test_when_it_is_over_it_is_over() -> None:
    talk = Talk(Scripted(), sounds={"long": voice(5, 8000)})
    talk.play("long")
    talk.duplex.gone("lost", 1.0)
    before = list(talk.log)
    talk.listen()
    talk.play("long", 2)
    talk.press("1")
    talk.speak(0.6)
    talk.duplex.gone("hung up", 3.0)
    assert talk.log == before == [
        reports.Played(at=1.0, id=1, whole=False), reports.Gone(at=1.0, why="lost"),
    ]  # fmt: skip
    assert not talk.heard.samples.any()


def test_the_carrier_that_hangs_up_because_it_was_told_to_ends_it_once() -> None:
    talk = Talk()
    talk.duplex._line = Eager(talk.duplex)
    talk.duplex.obey(HangUp(reason="hung up", at_once=True), 1.0)
    assert talk.one(reports.Gone).why == "ended"


def test_a_message_is_what_was_said_behind_the_tone() -> None:
    talk = Talk(sounds={"please": voice(1, 8000)})
    talk.play("please")
    talk.duplex.obey(Record(turn=4, limit=60.0, pause=2.0), talk.at)
    talk.quiet(2)
    talk.speak(2.0)
    talk.quiet(3)
    recorded = talk.one(reports.Recorded)
    assert (recorded.turn, recorded.by) == (4, "silence")
    assert wav.read(recorded.wav).seconds == pytest.approx(2.6, abs=0.1)
    tone = talk.heard.samples[8000 : 8000 + 2800].astype(float)
    pitch = np.abs(np.fft.rfft(tone)).argmax() * 8000 / len(tone)
    assert pitch == pytest.approx(1000, abs=5)


def test_a_key_ends_a_message_and_is_no_answer() -> None:
    talk = Talk()
    talk.duplex.obey(Record(turn=4, limit=60.0), talk.at)
    talk.quiet(1)
    talk.speak(1.0)
    talk.press("#")
    talk.listen()
    talk.quiet(1)
    assert talk.one(reports.Recorded).by == "key"
    assert talk.all(reports.Pressed) == []


@pytest.mark.parametrize("order", [Deaf(), Listen(expected=MENU), HangUp()])
def test_an_order_of_something_else_ends_a_message_without_a_word(order: AnyOrder) -> None:
    talk = Talk()
    talk.duplex.obey(Record(turn=4, limit=60.0), talk.at)
    talk.quiet(1)
    talk.speak(1.0)
    talk.duplex.obey(order, talk.at)
    talk.quiet(5)
    assert talk.all(reports.Recorded) == []


def test_the_recording_of_a_call_is_told_at_its_end() -> None:
    talk = Talk(sounds={"hello": voice(1, 8000)})
    talk.duplex.obey(Keep(on=False), talk.at)
    talk.duplex.obey(Keep(on=True), talk.at)
    talk.play("hello")
    talk.quiet(2)
    talk.duplex.obey(Keep(on=False), talk.at)
    talk.speak(1)
    talk.duplex.obey(Keep(on=True), talk.at)
    talk.quiet(1)
    talk.duplex.gone("hung up", talk.at)
    kept = wav.read(talk.one(reports.Kept).wav)
    assert kept.seconds == pytest.approx(3.0, abs=0.03)
    assert isinstance(talk.log[-1], reports.Gone)


def test_a_call_that_was_never_recorded_tells_nothing_of_it() -> None:
    talk = Talk()
    talk.duplex.obey(Keep(on=False), 0.0)
    talk.duplex.gone("hung up", 1.0)
    assert talk.all(reports.Kept) == []


@pytest.mark.parametrize(("brings", "pressed"), [(False, ["2"]), (True, ["1"])])
def test_a_carrier_that_brings_a_key_brings_them_all(brings: bool, pressed: list[str]) -> None:
    """Then tones in the sound are tones: else each key would count twice."""
    talk = Talk(in_band=True)
    if brings:
        talk.listen()
        talk.press("1")
    talk.listen()
    talk.quiet(1)
    talk.hear(keys("2", 8000))
    assert [report.keys for report in talk.all(reports.Pressed)] == pressed


def test_a_key_in_the_sound_ends_a_message() -> None:
    talk = Talk(in_band=True)
    talk.duplex.obey(Record(turn=4, limit=60.0), talk.at)
    talk.quiet(1)
    talk.speak(1.0)
    talk.hear(keys("#", 8000))
    recorded = talk.one(reports.Recorded)
    assert recorded.by == "key"
    assert wav.read(recorded.wav).seconds < 1.4


def test_the_end_of_a_call_ends_a_message() -> None:
    talk = Talk()
    talk.duplex.obey(Record(turn=4, limit=60.0), talk.at)
    talk.quiet(1)
    talk.speak(1.0)
    talk.duplex.gone("lost", talk.at)
    assert [type(report) for report in talk.log] == [reports.Recorded, reports.Gone]


def test_so_does_the_end_of_a_call_before_the_tone() -> None:
    talk = Talk()
    talk.duplex.obey(Record(turn=4, limit=60.0), talk.at)
    talk.duplex.gone("lost", talk.at)
    assert talk.one(reports.Recorded).wav == b""


def test_a_key_skips_what_is_said_before_the_tone() -> None:
    talk = Talk(sounds={"long": voice(5, 8000)})
    talk.play("long")
    talk.duplex.obey(Record(turn=4, limit=1.0), talk.at)
    talk.quiet(1)
    talk.press("1")
    talk.speak(2.0)
    assert talk.one(reports.Recorded).by == "limit"


def test_a_prompt_over_which_a_key_is_pressed_before_it_has_been_heard_at_all() -> None:
    talk = Talk(sounds={"long": voice(5, 8000)})
    talk.play("long")
    talk.listen()
    talk.duplex.key_down("1", 0.0)
    assert [type(report) for report in talk.log] == [reports.Played, reports.Pressed]


def test_a_line_that_is_hard_to_hear_on_is_told_only_while_we_listen() -> None:
    noise = np.random.default_rng(1).standard_normal(8000 * 8) * 1500
    sound = Sound(noise.astype(np.int16), 8000)
    talk = Talk(Scripted())
    talk.hear(sound)
    assert talk.all(reports.Struggling) == []
    talk.listen(patience=60.0)
    talk.hear(sound)
    assert [report.why for report in talk.all(reports.Struggling)] == ["noise"]
    assert JUDGED % 50 == 0


@pytest.mark.parametrize(
    "order",
    [
        Play(id=3, pieces=(Piece(path="x.wav", text="Hello"), Piece(silence=0.5))),
        Listen(expected=MENU, patience=3.0, pause=1.0),
        Record(turn=1, limit=9.0),
        HangUp(reason="done", at_once=True),
    ],
)
def test_orders_cross_a_process(order: AnyOrder) -> None:
    assert msgspec.msgpack.decode(msgspec.msgpack.encode(order), type=AnyOrder) == order


def _no_file(path: str) -> Sound:
    raise FileNotFoundError(path)
