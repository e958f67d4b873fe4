"""Every event: what it does, and when it is dropped."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("taking.talks")
def test_taking(case: Case) -> None:
    case.play()
