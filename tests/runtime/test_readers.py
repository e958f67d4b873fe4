"""From words and keys to values, and their bounds."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("readers.talks")
def test_readers(case: Case) -> None:
    case.play()
