"""Going from place to place: jumps, calls, detours, back."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("moves.talks")
def test_moves(case: Case) -> None:
    case.play()
