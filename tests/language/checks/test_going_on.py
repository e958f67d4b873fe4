from __future__ import annotations

import pytest

from flowengine.language.checks import going_on
from tests.language.checks.scopes import Check, told

TO = "start:\n  go on by {} to phone\n  end\n"
OFFER = "queue team\nstart:\n  handoff team\n    offer sms after 2m\n  end\n"
CALLER = "go on by sms to caller.phone"

CASES = [
    (going_on.roads_reach_people, TO.format("telegram"), [("FE191", 3)]),
    (going_on.roads_reach_people, TO.format("pigeon"), [("FE191", 3)]),
    (going_on.roads_reach_people, TO.format("sms"), []),
    (going_on.roads_reach_people, "channels voice\n" + TO.format("sms"), [("FE191", 4)]),
    (going_on.roads_reach_people, "channels voice, viber\n" + TO.format("viber"), []),
    (going_on.roads_reach_people, "channels voice\n" + OFFER, [("FE191", 6)]),
    (going_on.roads_reach_people, OFFER, []),
    (going_on.roads_reach_people, "queue team\nstart:\n  handoff team\n  end\n", []),
    (going_on.numbers_are_known, f"start:\n  {CALLER}\n  end\n", [("FE192", 3)]),
    (going_on.numbers_are_known, TO.format("sms"), []),
    (
        going_on.numbers_are_known,
        f"start:\n  if caller.phone is set: {CALLER}\n  end\n",
        [],
    ),
    (
        going_on.numbers_are_known,
        f"start:\n  if channel is voice: {CALLER}\n  end\n",
        [("FE192", 3)],
    ),
]


@pytest.mark.parametrize(("check", "source", "expected"), CASES)
def test_whoever_goes_on_can_be_written_to(
    check: Check, source: str, expected: list[tuple[str, int]]
) -> None:
    assert told(check, source) == expected
