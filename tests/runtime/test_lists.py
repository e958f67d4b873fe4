"""Long lists on the phone: heard in parts, keys that stay, names in any part."""

from __future__ import annotations

from tests.runtime.talks import Case, cases


@cases("lists.talks")
def test_lists(case: Case) -> None:
    case.play()
