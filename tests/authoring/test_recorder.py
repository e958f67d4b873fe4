from __future__ import annotations

from flowengine.authoring.recorder import Recorder
from flowengine.authoring.talk import Person
from flowengine.authoring.transcript import Answer, Bot, Caller
from flowengine.authoring.transcript_read import read

NOON = 1_803_981_600.0  # 2027-03-02 12:00 in Kyiv


def test_a_talk_is_written_as_a_transcript() -> None:
    recorder = Recorder('A "talk"', Person("sms", "uk", seed=3), NOON, "Europe/Kyiv")
    recorder.turn("", ["Hello.", "Which?\n1.  Beds\n\n# of people\n#"])
    recorder.fetched("order", Answer({"n": "№ 1"}))
    recorder.fetched("more", Answer(None, 503))
    recorder.fetched("most", Answer(None, 0, "timeout"))
    recorder.turn("caller: 1", [])
    assert recorder.text() == (
        'test "A ""talk""" on sms\n'
        "  given clock 2027-03-02 12:00 Europe/Kyiv\n"
        "  given seed 3\n"
        "  given language uk\n"
        "  bot: Hello.\n"
        "       Which?\n"
        "       1. Beds # of people #\n"
        '  given fetch order = {"n": "№ 1"}\n'
        "  given fetch more fails with 503\n"
        "  given fetch most fails\n"
        "  caller: 1\n"
    )


def test_what_was_written_can_be_read() -> None:
    recorder = Recorder("x", Person("chat"), NOON, "")
    recorder.turn("", ["press  # now\n  # twice"])
    recorder.turn("caller: 1", [])
    transcript, mistakes = read(recorder.text(), "x.transcript")
    assert mistakes == ()
    bots = [line for line in transcript.tests[0].lines if isinstance(line, Bot)]
    assert [bot.text for bot in bots] == ["press # now # twice"]
    assert isinstance(transcript.tests[0].lines[-1], Caller)
