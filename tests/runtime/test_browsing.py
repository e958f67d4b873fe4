"""Browsing: next, previous, first, and choosing the one that is shown."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("browsing.talks")
def test_browsing(case: Case) -> None:
    case.play()
