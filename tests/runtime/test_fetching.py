"""Fetches: the request, its answer in time, late or never."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("fetching.talks")
def test_fetching(case: Case) -> None:
    case.play()
