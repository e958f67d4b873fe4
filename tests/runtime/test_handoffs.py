"""Hand-offs: joining, waiting, being offered a call, talking, leaving."""

from __future__ import annotations

import pytest

from flowengine.runtime.limits import REBUFFS
from tests.runtime.talk import Talk
from tests.runtime.talks import Case, cases, happens

CIRCLE = """queue one
queue two

{fault}start:
  set tries = (tries or 0) + 1
  handoff one
    on full: -> other
  end

other:
  if tries > 900: -> person
  handoff two
    on full: -> start
  end

person:
  handoff one
    on full: -> start
  end
"""


@cases("handoffs.talks")
def test_handoffs(case: Case) -> None:
    case.play()


def refusals(fault: str) -> tuple[Talk, list[str]]:
    """Both queues refuse, until the flow is stopped. What happened at the last of it."""
    talk = Talk(CIRCLE.format(fault=fault))
    happens(talk, "start")
    for _ in range(REBUFFS - 1):
        (only,) = happens(talk, "handed full")
        assert only.startswith("hand off to ")
    return talk, list(happens(talk, "handed full"))


def test_queues_that_refuse_in_a_circle_are_stopped() -> None:
    _, told = refusals('on fault: say "Call 112." -> leave\n\nleave:\n  end\n\n')
    assert "One queue after the other refuses" in told[0]
    assert told[1:] == ["Call 112.", "ended: end"]


def test_where_the_way_out_leads_into_the_circle_again_it_ends() -> None:
    talk, told = refusals('on fault: say "A person." -> person\n\n')
    assert told[1:] == ["A person.", "hand off to one, normal"]
    last = list(happens(talk, "handed full"))
    assert "One queue after the other refuses" in last[0]
    assert last[-1] == "ended: fault"


@pytest.mark.parametrize("between", ["says hello", "due waiting", "handed done"])
def test_whatever_happens_between_makes_it_no_circle(between: str) -> None:
    circle = CIRCLE.replace("    on full", '    while waiting every 9s: say "Wait."\n    on full')
    talk = Talk(circle.format(fault="").replace("  end\n", "  -> start\n", 2))
    happens(talk, "start")
    for _ in range(REBUFFS + 3):
        happens(talk, "handed full")
        told = list(happens(talk, between))
        assert not [one for one in told if "fault" in one]
