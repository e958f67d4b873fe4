"""Ladders: what each failed answer leads to, and what costs no try."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("ladders.talks")
def test_ladders(case: Case) -> None:
    case.play()
