from __future__ import annotations

import pytest

from flowengine.runtime.differing import dropped, presented
from tests.runtime.talk import NOON, Talk, program

ASK = 'start:\n  ask a: text "A?"\n  end\n'
FORM = 'start:\n  form "What?"\n    ask a: number "A?"\n    ask b: text "B?"\n  end\n'
PAGE = "slots\n  a: number, from page\n\n" + ASK.replace("a: text", "b: text")
SECRET = ASK.replace("a: text", "a: text, secret")


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (ASK, ASK.replace("A?", "B?"), set()),
        (ASK, ASK.replace("text", "number"), {"a"}),
        (ASK, ASK.replace("a: text", "c: text"), set()),
        (ASK, FORM, {"a"}),
        (FORM, ASK, {"a"}),
        (PAGE, ASK, {"a"}),
        (SECRET, SECRET, set()),
        (SECRET, ASK, {"a"}),
        (ASK, SECRET, set()),
    ],
)
def test_answers_that_must_not_go_along(old: str, new: str, expected: set[str]) -> None:
    assert dropped(program(old), program(new)) == expected


def test_the_same_question_is_the_same_in_both_whatever_its_place_is_called() -> None:
    talk = Talk(ASK)
    talk.start()
    session = talk.session
    assert session.asked is not None
    shown = presented(talk.program, session, session.place, session.asked, (), NOON)
    renamed = program(ASK.replace("start:", "start:\n  -> other\n\nother:"))
    assert presented(renamed, session, "line.other/a", session.asked, (), NOON) == shown
    words = program(ASK.replace("A?", "B?"))
    assert presented(words, session, session.place, session.asked, (), NOON) != shown


def test_a_question_that_fails_is_like_no_other() -> None:
    talk = Talk(ASK)
    talk.start()
    session = talk.session
    assert session.asked is not None
    broken = program(ASK.replace("A?", "{{ 1 / (language | count - 2) }}?"))
    assert presented(broken, session, session.place, session.asked, (), NOON) is None
