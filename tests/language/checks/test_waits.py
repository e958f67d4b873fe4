from __future__ import annotations

import pytest

from flowengine.language.checks.waits import gathering_is_short, waits_have_names
from tests.language.checks.scopes import scope, told

MENU = ['menu "?"', '  1 "A"']
FORM = ['form "?"', '  ask x: text "?"']


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        ([*MENU, *MENU], [5]),
        ([*MENU, 'menu "?" into x', '  1 "A"'], []),
        ([*MENU, 'menu x "?"', '  1 "A"'], []),
        (['ask x "?"', 'ask x "?"'], [4]),
        (['ask x "?"', 'menu x "?"', '  1 "A"'], [4]),
        (['ask x "?"', *FORM], []),
        ([*FORM, *FORM], [6, 5]),
        (['fetch x from "u"', 'fetch x from "u"'], [4]),
        (["browse x in y", '  show "."', "browse x in y", '  show "."'], [5]),
    ],
)
def test_two_waits_of_one_name_in_a_step(lines: list[str], at: list[int]) -> None:
    body = "".join(f"  {line}\n" for line in lines)
    found = told(waits_have_names, f"start:\n{body}  end\n")
    assert sorted(line for _, line in found) == sorted(at)


def test_a_name_may_come_again_in_another_step() -> None:
    assert told(waits_have_names, 'one:\n  ask x "?"\n  end\ntwo:\n  ask x "?"\n  end\n') == []


def test_handlers_have_no_place_to_come_back_to() -> None:
    handler = 'on message:\n  fetch x from "u"\n  fetch x from "u"\n'
    assert told(waits_have_names, scope(handler + "start:\n  end\n")) == []


def test_the_first_of_the_two_is_named() -> None:
    (found,) = waits_have_names(scope('start:\n  ask x "?"\n  ask x "?"\n  end\n'))
    assert "also in line 3" in found.message


@pytest.mark.parametrize(
    ("line", "found"), [("", 0), ("gather 3s\n", 0), ("gather 30s\n", 0), ("gather 1m\n", 1)]
)
def test_nobody_waits_long_for_an_answer_to_be_whole(line: str, found: int) -> None:
    source = scope(f'flow shop "A"\n{line}', head="")
    assert told(gathering_is_short, source) == [("FE179", 2)] * found
