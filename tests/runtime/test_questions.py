"""Menus and asks: who hears an answer, what it means, and where it leads."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("questions.talks")
def test_questions(case: Case) -> None:
    case.play()
