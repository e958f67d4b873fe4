"""Asking back: between equals, after a faint hearing, and to confirm."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("sureness.talks")
def test_sureness(case: Case) -> None:
    case.play()
