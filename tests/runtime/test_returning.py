"""Coming back: resume ask, always, never, on return; and messages when nothing runs."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("returning.talks")
def test_returning(case: Case) -> None:
    case.play()
