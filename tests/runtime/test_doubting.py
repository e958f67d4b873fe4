"""What a form does with words that were hardly heard."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("doubting.talks")
def test_doubting(case: Case) -> None:
    case.play()
