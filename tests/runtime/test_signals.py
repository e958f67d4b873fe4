from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("signals.talks")
def test_signals(case: Case) -> None:
    case.play()
