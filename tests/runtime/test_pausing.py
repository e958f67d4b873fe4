"""Pauses: how long, and what may happen meanwhile."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("pausing.talks")
def test_pausing(case: Case) -> None:
    case.play()
