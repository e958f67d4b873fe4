"""Forms: several answers at once, corrections, wrong values, the way back."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("forms.talks")
def test_forms(case: Case) -> None:
    case.play()
