from __future__ import annotations

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from flowengine.authoring.transcript import (
    Agent,
    Answer,
    Bot,
    Caller,
    Clock,
    Deed,
    Expect,
    GivenFetch,
    Mistake,
    Start,
    Wait,
)
from flowengine.authoring.transcript_read import read

PAGE = """\
# what must happen
test "Closed" on voice, sms
  given clock 2027-03-02 12:00
  given fetch ticket fails
  start at call_back with topic = "grants"
  bot: The next deadline is 1 March 2027.   # a note
  bot sms: Deadline 1 Mar …

  caller: 3 | says "three" | silence (voice)
  wait 45s
  agent: accepts
  expect queue listeners has caller, priority highest
  expect saved "Booking" = 4711

test "Another"
    bot: Press # to hear it again,
      # alone on a line is a note
      1. Yes
      #. Main menu
"""


def test_a_page_is_read_line_by_line() -> None:
    transcript, mistakes = read(PAGE, "night.transcript")
    assert mistakes == ()
    assert transcript.flow == ""
    closed, other = transcript.tests
    assert (closed.name, closed.line, closed.channels) == ("Closed", 2, ("voice", "sms"))
    assert closed.lines == (
        Clock(3, datetime.fromisoformat("2027-03-02T12:00"), ""),
        GivenFetch(4, "ticket", Answer(None, 0, "no answer"), False),
        Start(5, "call_back", None, (("topic", "grants"),)),
        Bot(6, (), "The next deadline is 1 March 2027."),
        Bot(7, ("sms",), "Deadline 1 Mar …"),
        Caller(9, (Deed("plain", "3"), Deed("says", "three"), Deed("silence", "", ("voice",)))),
        Wait(10, 45.0),
        Agent(11, "accepts"),
        Expect(12, "queue", "listeners", None, (("priority", "highest"),)),
        Expect(13, "saved", "Booking", 4711),
    )
    assert other.lines == (Bot(16, (), "Press # to hear it again,\n1. Yes\n#. Main menu"),)


def test_json_may_go_on_over_several_lines_and_keep_its_marks() -> None:
    source = (
        'test "x"\n  given fetch a = {\n    "n": "# 1  # 2",\n    "m": 2 }\n  expect ended # so\n'
    )
    transcript, mistakes = read(source, "x.transcript")
    assert mistakes == ()
    answer, ended = transcript.tests[0].lines
    assert answer == GivenFetch(2, "a", Answer({"n": "# 1  # 2", "m": 2}), False)
    assert ended == Expect(5, "ended")


def test_the_flow_may_be_named_at_the_top() -> None:
    transcript, mistakes = read('flow Night_Line\n\ntest "x"\n  expect ended\n', "x.transcript")
    assert (transcript.flow, mistakes) == ("night_line", ())
    assert len(transcript.tests) == 1


def test_every_mistake_of_the_file_is_told_and_only_whole_tests_are_kept() -> None:
    source = (
        'test "good"\n  expect ended\n'
        'test "bad"\n  boot: hello\n  wait long\n'
        "test nameless\n  expect ended\n"
        "  stray\n"
        "flow x\n  expect ended\n"
    )
    transcript, mistakes = read(source, "x.transcript")
    assert [test.name for test in transcript.tests] == ["good"]
    assert [mistake.line for mistake in mistakes] == [4, 5, 6, 9]
    assert mistakes[0] == Mistake(
        "x.transcript",
        4,
        "A line cannot begin with “boot:”.",
        "It begins with given, start, bot:, caller:, agent:, wait or expect.",
    )
    assert all(mistake.hint for mistake in mistakes)


def test_windows_line_ends_a_mark_in_front_and_hard_blanks_are_read() -> None:
    transcript, mistakes = read('\ufefftest "x"\r\n\xa0\xa0bot: Hi.\r\n', "x.transcript")
    assert mistakes == ()
    assert transcript.tests[0].lines == (Bot(2, (), "Hi."),)


@pytest.mark.parametrize("source", ["", "\n\n", "# nothing here\n"])
def test_an_empty_file_has_no_tests(source: str) -> None:
    transcript, mistakes = read(source, "x.transcript")
    assert (transcript.tests, mistakes) == ((), ())


WORDS = st.sampled_from(
    [
        "test", '"x"', "on", "voice", "given", "fetch", "a", "=", "{", "}", "[", '"', "“", "bot:",
        "caller:", "key", "3", "|", "(voice)", "wait", "45s", "expect", "queue", "saved", "…", "#",
        "start", "at", "with", ",", "clock", "2027-03-02", "12:00", "\n", "\n  ", "\n    ", "\x00",
    ]
)  # fmt: skip


@given(st.lists(WORDS, max_size=40).map(" ".join) | st.text(max_size=200))
def test_whatever_is_written_is_read_or_told_with_its_line(source: str) -> None:
    _, mistakes = read(source, "x.transcript")
    for mistake in mistakes:
        assert 1 <= mistake.line <= len(source.splitlines())
        assert mistake.message
