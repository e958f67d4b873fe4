from __future__ import annotations

import pytest

from flowengine.language.checks.endings import (
    exits_come_last,
    giving_up_leads_on,
    steps_lead_on,
)
from tests.language.checks.scopes import scope, told


def step(*lines: str) -> str:
    return "start:\n" + "".join(f"  {line}\n" for line in lines)


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["-> start"], []),
        (["end"], []),
        (["return"], []),
        (['transfer to "112"'], []),
        (['say "x"'], [3]),
        (['say "x"', "handoff team"], [4]),
        (["if x: -> start", "else: end"], []),
        (["if x: -> start", "elif y: end", 'else: say "x"'], [5]),
        (["if x: -> start"], [3]),
        (["if x:", '  say "x"', "else: end"], [4]),
        (['menu "?"', '  1 "A" -> start', '  2 "B":', "    end"], []),
        (['menu "?"', '  1 "A" -> start', '  2 "B"'], [5]),
        (['menu "?"', '  1 "A" -> start', '  2 "B":', '    say "x"'], [5]),
        (['menu "?"', '  each c in d "{{ c }}" -> start'], []),
        (['menu "?"', '  each c in d "{{ c }}" = c'], [4]),
        (['menu "?"', '  1 "A" -> start', '  star "Again": again'], []),
        (['menu "?"', '  1 "A" -> start', '  2 "B": ask "What?"'], []),
        (['menu "?"', "  silence: -> start"], [3]),
        (["-> start", 'say "x"'], []),
    ],
)
def test_every_way_through_a_step_leads_on(lines: list[str], at: list[int]) -> None:
    assert told(steps_lead_on, step(*lines)) == [("FE097", line) for line in at]


@pytest.mark.parametrize(
    ("lines", "message"),
    [
        (["if x: end"], "When none of these conditions holds"),
        (['menu "?"', '  1 "A"'], "After this option the menu is left behind"),
        (['say "x"'], "The step `start` stops here"),
    ],
)
def test_the_message_says_what_is_missing(lines: list[str], message: str) -> None:
    (found,) = steps_lead_on(scope(step(*lines)))
    assert found.message.startswith(message)


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (["end", 'say "x"', 'say "y"'], [4]),
        (["if x: end", "else: end", 'say "x"'], [5]),
        (["if x:", "  end", '  say "x"', "end"], [5]),
        (["if x: end", 'say "x"', "end"], []),
        (['transfer to "112"', "end"], []),
        (['transfer to "112" -> start'], [3]),
        (['fetch a from "u"', "  on error:", "    end", '    say "x"', "end"], [6]),
    ],
)
def test_lines_behind_an_exit(lines: list[str], at: list[int]) -> None:
    assert told(exits_come_last, step(*lines)) == [("FE098", line) for line in at]


@pytest.mark.parametrize(
    ("ladder", "at"),
    [
        ('give up after 2: say "x"', [4]),
        ("give up after 2: end", []),
        ('silence: say "x"', []),
    ],
)
def test_giving_up_leads_somewhere(ladder: str, at: list[int]) -> None:
    source = step('ask x "?"', f"  {ladder}", "end")
    assert told(giving_up_leads_on, source) == [("FE149", line) for line in at]
