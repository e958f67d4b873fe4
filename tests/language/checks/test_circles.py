from __future__ import annotations

import pytest

from flowengine.language.checks.circles import circles_wait
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
