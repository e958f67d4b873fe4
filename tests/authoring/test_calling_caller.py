from __future__ import annotations

from flowengine.authoring.calling_caller import REACTION, Act, FileCaller
from flowengine.channels.calls.wav import WavCall
from flowengine.speech.sound.tones import tone

WORDS = tone((440.0,), 0.5, 8000)


def test_one_act_a_question_when_it_has_been_heard_out() -> None:
    call = WavCall()
    caller = FileCaller(call, [Act(sound=WORDS), Act(keys="2")])
    caller.hears(True, 0.0)
    assert caller.act(1, 5.0) is None  # the bot still speaks
    caller.hears(False, 6.0)
    assert caller.act(1, 6.0) is None  # nobody is that quick
    assert caller.act(1, 6.0 + REACTION) == Act(sound=WORDS)
    assert caller.act(1, 9.0) is None
    assert caller.act(2, 9.0) == Act(keys="2")
    assert caller.idle
    assert not call.quiet


def test_who_speaks_into_the_prompt_does_so_at_their_moment() -> None:
    caller = FileCaller(WavCall(), [Act(keys="1", after=1.5)])
    caller.hears(True, 10.0)
    caller.hears(True, 11.0)  # it goes on
    assert caller.act(1, 11.4) is None
    assert caller.act(1, 11.5) is not None


def test_silence_is_an_act_too() -> None:
    call = WavCall()
    caller = FileCaller(call, [Act()])
    assert caller.act(1, REACTION) == Act()
    assert call.quiet
