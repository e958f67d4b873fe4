from __future__ import annotations

import pytest

from flowengine.language.checks.circles import circles_wait, refusals_lead_on
from tests.language.checks.scopes import scope, told

BACK = "-> start"


def steps(**bodies: list[str]) -> str:
    return "".join(
        f"{name}:\n" + "".join(f"  {line}\n" for line in lines) for name, lines in bodies.items()
    )


@pytest.mark.parametrize(
    "start",
    [
        [BACK],
        ['say "x"', BACK],
        ["if x: -> start", "end"],
        ["if x: -> start", "else: -> start"],
        ["set x = x + 1", BACK],
        ["for a in b:", "  -> start", "end"],
    ],
)
def test_a_step_that_leads_back_to_itself(start: list[str]) -> None:
    body = start if start[0] != "for a in b:" else ["set x = 1", *start[:2], BACK]
    assert told(circles_wait, steps(start=body)) == [("FE099", 2)]


@pytest.mark.parametrize(
    "start",
    [
        ["wait 5s", BACK],
        ['menu "?"', '  1 "A" -> start'],
        ['ask x "?"', BACK],
        ['fetch x from "u"', BACK],
        ["call other", BACK],
        ["set x = x + 1", "if x < 3: -> start", "end"],
        ["set x = x + 1", "if x < 3: -> start", "else: -> other"],
        ["set x = x + 1", "if x < 3: -> start", "elif x: -> repeat", "end"],
        ["set x = x + 1", "if x < 3: -> start", 'say "runs out"'],
        ["for a in b:", "  -> start", "end"],
        ["end"],
    ],
)
def test_circles_that_wait_or_end(start: list[str]) -> None:
    assert told(circles_wait, steps(start=start, other=["return"])) == []


def test_the_steps_of_a_circle_are_named_in_the_order_of_the_file() -> None:
    source = steps(one=["-> two"], two=["if x: -> one", "end"])
    (found,) = circles_wait(scope(source))
    assert found.span.line == 2
    assert "`one`, `two` lead back" in found.message


@pytest.mark.parametrize(
    ("start", "other", "said"),
    [
        (["handoff a", "  on nobody: -> start", "end"], [], "`a` refuses, and the way leads"),
        (["handoff a", BACK], [], "`a` refuses, and the way leads"),  # all three go on below
        (
            ["handoff a", "  on full: -> other", "end"],
            ["handoff b", "  on closed: -> start", "end"],
            "`a`, `b` refuse one after the other",
        ),
        (["if x: -> other", "end"], ["handoff b", "  on full: -> start"], "`b` refuses"),
    ],
)
def test_hand_offs_that_refuse_in_a_circle(start: list[str], other: list[str], said: str) -> None:
    (found,) = refusals_lead_on(scope(steps(start=start, other=other or ["end"])))
    assert found.code == "FE194"
    assert said in found.message


@pytest.mark.parametrize(
    ("start", "other"),
    [
        (["handoff a", "  on nobody: -> other", "end"], ['menu "?"', '  1 "Again" -> start']),
        (["handoff a", "  on nobody: -> other", "end"], ["wait 5m", BACK]),
        (["handoff a", "  on nobody: -> other", "end"], ["call survey", BACK]),
        (
            ["handoff a", *(f"  on {one}: end" for one in ("nobody", "full", "closed")), BACK],
            ["end"],
        ),
        (
            ["set x = x + 1", "if x > 3: -> other", "handoff a", "  on nobody: -> start", "end"],
            ["end"],
        ),
        ([BACK], ["handoff a", "end"]),  # FE099
    ],
)
def test_hand_offs_that_lead_on(start: list[str], other: list[str]) -> None:
    assert told(refusals_lead_on, steps(start=start, other=other)) == []
