"""Faults: where they are told, and where the conversation goes on."""

from __future__ import annotations

from tests.runtime.talk import Talk
from tests.runtime.talks import Case, cases


@cases("run.talks")
def test_run(case: Case) -> None:
    case.play()


def test_a_turn_that_says_too_much_is_stopped_and_leaves_room_for_on_fault() -> None:
    talk = Talk(
        'on fault: say "Fault." -> leave\n\nstart:\n  repeat up to 100 times:\n'
        '    say "A."\n    say "B."\n    say "C."\n  end\n\nleave:\n  end\n'
    )
    said = talk.start()
    assert said[-3:] == [
        "fault line.flow:9:5 This turn says and does too much without waiting for an answer.",
        "Fault.",
        "ended: end",
    ]
    assert 100 < len(said) < 200


def test_a_trace_names_every_line_that_ran() -> None:
    talk = Talk('start:\n  set n = 1\n  if n == 2: say "Two."\n  else: say "Other."\n  end\n')
    talk.start()
    assert [line for _, line in talk.trace] == [4, 5, 6, 7]


def test_a_yes_line_runs_by_any_way_of_saying_yes() -> None:
    source = 'start:\n  ask ok: yes/no "Sure?"\n    yes "Of course"\n    no "Never"\n  end\n'
    for words, line in (("sure", 5), ("1", 5), ("no way", 6), ("never", 6)):
        talk = Talk(source)
        talk.start()
        talk.says(words)
        assert [one for _, one in talk.trace if one in (5, 6)] == [line]
