"""Keys to answers. The clocks are in the table of cases."""

from __future__ import annotations

import pytest

from flowengine.speech.turns.digits import BETWEEN, GOES_ON, NEVER, Collector
from tests.speech.script import QUESTIONS


@pytest.mark.parametrize(
    ("question", "keys", "answers"),
    [
        ("menu", "1", ["1"]),
        ("menu", "7", ["7"]),
        ("menu", "#", ["#"]),
        ("star menu", "*", ["*"]),
        ("long menu", "1", [""]),
        ("long menu", "12", ["", "12"]),
        ("account", "1234567#", [""] * 7 + ["1234567#"]),
        ("account", "12345678", [""] * 7 + ["12345678"]),
        ("code", "#", ["#"]),
        ("code", "*", [""]),
        ("code", "2*3#", ["", "", "", "3#"]),
        ("amount", "2*", ["", "*"]),
        ("amount", "A", ["A"]),
        ("amount", "2A", ["", "A"]),
    ],
)
def test_answers(question: str, keys: str, answers: list[str]) -> None:
    collector = Collector(QUESTIONS[question])
    assert [collector.press(key, 1.0) for key in keys] == answers


@pytest.mark.parametrize(
    ("question", "keys", "due"),
    [
        ("long menu", "1", 1.0 + GOES_ON),
        ("long menu", "0", 1.0 + BETWEEN),
        ("amount", "1", 1.0 + BETWEEN),
        ("amount", "1#", NEVER),
        ("code", "1*", NEVER),
        ("menu", "1", NEVER),
    ],
)
def test_when_what_was_typed_is_the_answer(question: str, keys: str, due: float) -> None:
    collector = Collector(QUESTIONS[question])
    for key in keys:
        collector.press(key, 1.0)
    assert collector.due == due


def test_what_was_typed_is_the_answer_when_it_is_due_and_then_forgotten() -> None:
    collector = Collector(QUESTIONS["amount"])
    collector.press("4", 1.0)
    assert collector.typed == "4"
    assert collector.expired() == "4"
    assert collector.typed == ""
    assert collector.due == NEVER


@pytest.mark.parametrize(
    ("question", "answer", "owed"),
    [("account", "12345678", True), ("account", "1#", False), ("menu", "1", False)],
)
def test_a_terminator_may_still_come_behind_a_number(
    question: str, answer: str, owed: bool
) -> None:
    assert Collector(QUESTIONS[question]).owes_end(answer) is owed


@pytest.mark.parametrize(
    ("question", "key", "means"),
    [("menu", "1", True), ("menu", "9", False), ("account", "9", True), ("account", "*", False)],
)
def test_what_an_answer_may_begin_with(question: str, key: str, means: bool) -> None:
    assert Collector(QUESTIONS[question]).means(key) is means
