"""What can be chosen: labels, values, keys, options from data."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("choices.talks")
def test_choices(case: Case) -> None:
    case.play()
