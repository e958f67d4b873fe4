from __future__ import annotations

import io
from typing import TYPE_CHECKING

import pytest
from prompt_toolkit.application import create_app_session
from prompt_toolkit.input import create_pipe_input
from prompt_toolkit.output import DummyOutput

from flowengine.authoring.terminal import (
    Terminal,
    begins,
    coloured,
    is_seated,
    no_service,
    offered,
    person,
    piped,
    seated,
)
from flowengine.authoring.transcript import Answer
from flowengine.authoring.transcript_play import play
from tests.authoring.conftest import only_test, program

if TYPE_CHECKING:
    from flowengine.language.program import Program

NOON = 1_803_981_600.0  # 2027-03-02 12:00 in Kyiv


def talk(
    shop: Program, typed: str, channel: str = "chat", answer: Answer | None = None
) -> tuple[str, Terminal]:
    """What is printed for the lines typed."""
    out = io.StringIO()
    ask = no_service if answer is None else lambda _request: answer
    terminal = Terminal(shop, person(shop, channel, "", 1), NOON, ask, out, colour=False)
    terminal.hold(piped(io.StringIO(typed), out))
    return out.getvalue(), terminal


def test_a_line_that_nothing_waited_for_is_told_and_not_kept(shop: Program) -> None:
    printed, terminal = talk(shop, "2\nhello?\n/key 4\n", "voice")
    assert "(nothing waits for it now (event: pressed))" in printed
    assert "key 4" not in terminal.recorder.text()
    assert play(shop, only_test(terminal.recorder.text())) == ()


def test_lines_of_a_program_are_answered_in_plain_words(shop: Program) -> None:
    printed, _ = talk(shop, "1\n2\n", "sms")
    assert printed == (
        "Hi.\n"
        "How can we help?\n1. Beds\n2. A person\n3. Order\n4. Goodbye\n"
        "> 1\n"
        "For how many people?\n"
        "> 2\n"
        "Done.\n"
        "(saved “Beds”: 2)\n"
        "(note: beds for 2)\n"
        "(tag on the contact: shelter)\n"
        "(kept of the person: beds = 2)\n"
        "(sms to +380501112233: Beds: 2.)\n"
        "(the conversation is over)\n"
    )


@pytest.mark.parametrize(
    ("channel", "typed", "answer"),
    [
        ("chat", "1\n/say two\n", None),
        ("voice", "/key 1\n/silence\n7\ntwo\n", None),
        ("sms", "order\n", Answer({"number": 4711})),
        ("chat", "3\n", None),
        ("chat", "3\n", Answer(None, 500)),
        ("voice", "2\n/wait 45s\n/agent accepts\n/agent done\n", None),
        ("chat", "2\n/agent nobody\n", None),
        ("sms", "1 | 2\nsilence\n/hangup\n/return\n", None),
    ],
)
def test_a_saved_talk_passes_as_a_transcript(
    shop: Program, channel: str, typed: str, answer: Answer | None
) -> None:
    _, terminal = talk(shop, typed, channel, answer)
    text = terminal.recorder.text()
    assert text.count("caller:") + text.count("agent:") + text.count("wait") == typed.count("\n")
    assert play(shop, only_test(text)) == ()


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/nothing\n", "(“/nothing” is no command here. /help lists them.)"),
        ("/silence\n", "(Nobody can do that on chat.)"),
        ("/agent accepts\n", "(Nobody waits for an agent here.)"),
        ("4\n1\n", "(The conversation is over. /return comes back, /quit leaves.)"),
        ("/pick Soup\n", "(There is no choice “Soup” here."),
        ("/help\n", "/wait 5m        let time pass"),
        ("3\n", "(fetch: POST https://club.example/orders)"),
        ("\n/quit\n1\n", "> /quit"),
    ],
)
def test_what_the_terminal_itself_has_to_say(shop: Program, typed: str, told: str) -> None:
    printed, _ = talk(shop, typed)
    assert told in printed.replace("GET", "POST")
    assert "For how many people?" not in printed


def test_a_pause_of_the_flow_passes_at_once() -> None:
    pausing = program(
        'flow calm "Calm"\nchannels chat\n\nstart:\n  say "One."\n  wait 5s\n  say "Two."\n  end\n'
    )
    printed, terminal = talk(pausing, "")
    assert printed == "One.\n(5 seconds later)\nTwo.\n(the conversation is over)\n"
    assert play(pausing, only_test(terminal.recorder.text())) == ()


def test_colour_sets_the_words_of_the_bot_apart(shop: Program) -> None:
    out = io.StringIO()
    terminal = Terminal(shop, person(shop, "", "uk", 1), NOON, no_service, out, colour=True)
    terminal.hold(piped(io.StringIO(""), out))
    assert out.getvalue().startswith(
        "\x1b[2m(/help lists what else you can do)\x1b[0m\n\x1b[1mВітаємо.\x1b[0m\n"
    )


def test_who_talks_must_be_known_to_the_flow(shop: Program) -> None:
    assert person(shop, "", "", 7).channel == "chat"
    with pytest.raises(ValueError, match="It has: voice, sms, chat"):
        person(shop, "ussd", "", 1)
    with pytest.raises(ValueError, match="It has: en, uk"):
        person(shop, "", "fr", 1)


def test_a_talk_begins_when_it_is_said_in_the_time_of_the_flow(shop: Program) -> None:
    assert begins(shop, "2027-03-02 12:00", 0.0) == NOON
    assert begins(shop, "", NOON + 59.5) == NOON
    with pytest.raises(ValueError, match="is no moment"):
        begins(shop, "noon", 0.0)


def test_a_person_types_until_the_end_of_input(shop: Program) -> None:
    out = io.StringIO()
    terminal = Terminal(shop, person(shop, "", "", 1), NOON, no_service, out, colour=False)
    with create_pipe_input() as keys, create_app_session(input=keys, output=DummyOutput()):
        keys.send_text("goodbye\r")
        keys.send_text("\x04")
        terminal.hold(seated())
    assert "Goodbye.\n(the conversation is over)\n" in out.getvalue()


def test_choices_and_commands_are_completed(shop: Program) -> None:
    _, terminal = talk(shop, "")
    assert offered(terminal.talk)[:5] == ["Beds", "A person", "Order", "Goodbye", "/key"]
    _, terminal = talk(shop, "4\n")
    assert offered(terminal.talk)[0] == "/key"


def test_nobody_sits_at_a_pipe() -> None:
    assert not is_seated(io.StringIO(), io.StringIO())
    assert not coloured(io.StringIO())
