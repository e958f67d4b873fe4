"""Small screens: paging, keys afresh on each page."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("screens.talks")
def test_screens(case: Case) -> None:
    case.play()
