"""Straight-line operations: what each leaves behind."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("operations.talks")
def test_operations(case: Case) -> None:
    case.play()
