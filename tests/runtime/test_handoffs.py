"""Hand-offs: joining, waiting, being offered a call, talking, leaving."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("handoffs.talks")
def test_handoffs(case: Case) -> None:
    case.play()
