"""What one utterance says about several questions of a form."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("spotting.talks")
def test_spotting(case: Case) -> None:
    case.play()
