from __future__ import annotations

from flowengine.host.calls.waiting import AGAIN, FIRST, Waiting


def test_a_word_is_due_after_a_second_and_then_every_eight() -> None:
    waiting = Waiting()
    assert waiting.left(0.0) is None
    waiting.begins(0.0)
    waiting.begins(0.5)  # it has begun already
    assert waiting.left(0.0) == FIRST
    assert not waiting.tell(FIRST - 0.1)
    assert waiting.tell(FIRST)
    assert not waiting.tell(FIRST)  # once
    waiting.begins(2.0)
    assert waiting.left(2.0) == AGAIN


def test_while_something_is_heard_nobody_waits() -> None:
    waiting = Waiting()
    waiting.begins(0.0)
    waiting.ends()
    assert waiting.left(5.0) is None
    assert not waiting.tell(5.0)


def test_after_an_answer_the_next_wait_is_a_first_one() -> None:
    waiting = Waiting()
    waiting.begins(0.0)
    assert waiting.tell(FIRST)
    waiting.answered()
    waiting.begins(9.0)
    assert waiting.left(9.0) == FIRST
