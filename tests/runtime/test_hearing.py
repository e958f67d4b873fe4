"""Understanding: forgiving, but the nearest first."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("hearing.talks")
def test_hearing(case: Case) -> None:
    case.play()
