"""The standard words: repeat, back, skip, cancel, help, stop, person."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("standing.talks")
def test_standing(case: Case) -> None:
    case.play()
