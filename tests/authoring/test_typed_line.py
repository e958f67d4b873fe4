from __future__ import annotations

import pytest

from flowengine.authoring.literal import Misread
from flowengine.authoring.transcript import Agent, Caller, Deed, Line, Start, Wait
from flowengine.authoring.transcript_line import line
from flowengine.authoring.typed_line import COMMANDS, HELP, typed, words, written


@pytest.mark.parametrize(
    ("text", "done", "as_written"),
    [
        ("3", Caller(0, (Deed("plain", "3"),)), "caller: 3"),
        ("two  beds", Caller(0, (Deed("plain", "two beds"),)), "caller: two beds"),
        ("a | b", Caller(0, (Deed("plain", "a | b"),)), 'caller: "a | b"'),
        ("silence", Caller(0, (Deed("plain", "silence"),)), 'caller: "silence"'),
        ('says "so"', Caller(0, (Deed("plain", 'says "so"'),)), 'caller: "says ""so"""'),
        ("3 (voice)", Caller(0, (Deed("plain", "3 (voice)"),)), 'caller: "3 (voice)"'),
        ('5" pipe', Caller(0, (Deed("plain", '5" pipe'),)), 'caller: 5" pipe'),
        ("no # of it", Caller(0, (Deed("plain", "no # of it"),)), 'caller: "no # of it"'),
        ("key ABC", Caller(0, (Deed("plain", "key ABC"),)), 'caller: "key ABC"'),
        ("/key 2#", Caller(0, (Deed("key", "2#"),)), "caller: key 2#"),
        ("/say two", Caller(0, (Deed("says", "two"),)), 'caller: says "two"'),
        ("/pick A | B", Caller(0, (Deed("picks", "A | B"),)), 'caller: picks "A | B"'),
        ("/silence", Caller(0, (Deed("silence"),)), "caller: silence"),
        ("/hangup", Caller(0, (Deed("hangs up"),)), "caller: hangs up"),
        ("/return", Caller(0, (Deed("comes back"),)), "caller: comes back"),
        ("/send photo x.jpg", Caller(0, (Deed("sends", "photo x.jpg"),)), None),
        ("/wait 2m5s", Wait(0, 125.0), "wait 125s"),
        ("/agent accepts Ann", Agent(0, "accepts", "Ann"), "agent: accepts Ann"),
        ("/agent done", Agent(0, "done"), "agent: done"),
        (
            '/agent done "A b" without survey',
            Agent(0, "done", "A b", survey=False),
            'agent: done "A b" without survey',
        ),
        ("/agent sends to main", Agent(0, "sends", place="main"), "agent: sends to main"),
    ],
)
def test_what_is_typed_is_a_line_of_a_transcript_and_can_be_written_again(
    text: str, done: Line, as_written: str | None
) -> None:
    assert typed(text) == done
    assert line(written(done), 0) == done
    if as_written is not None:
        assert written(done) == as_written


@pytest.mark.parametrize(
    "text", ["/nothing", "/key", "/silence now", "/wait", "/key A", "/agent sleeps", "/"]
)
def test_an_unknown_command_is_told(text: str) -> None:
    with pytest.raises(Misread) as caught:
        typed(text)
    assert caught.value.hint


def test_the_help_names_every_command() -> None:
    assert [command for command in COMMANDS if command not in HELP] == ["/help"]


def test_only_what_can_be_typed_can_be_written() -> None:
    with pytest.raises(ValueError, match="a Start is not typed"):
        written(Start(0, None, None, ()))


def test_words_are_one_line() -> None:
    assert words(" a\n b ") == "a b"
