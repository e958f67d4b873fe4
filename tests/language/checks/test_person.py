from __future__ import annotations

import pytest

from flowengine.language.checks.person import menus_lead_to_people
from tests.language.checks.scopes import scope, told

MENU = 'start:\n  menu "?"\n    1 "A" -> other\n  end\n'
OTHER = "other:\n  end\n"
QUEUE = "queue team\n"
ANYWHERE = 'anywhere\n  0 "x" -> calm\n'
STAY = "stay:\n  -> desk\n"
ASKED = 'calm:\n  ask a: text "?"\n  -> stay\n'
HANDOFF = "desk:\n  handoff team\n  end\n"


@pytest.mark.parametrize(
    ("source", "found"),
    [
        (MENU + OTHER, []),
        (QUEUE + MENU + OTHER, [("FE115", 4)]),
        (QUEUE + MENU + "other:\n  handoff team\n  end\n", []),
        (QUEUE + MENU + "other:\n  -> person\n", []),
        (QUEUE + MENU + "other:\n  -> repeat\n", [("FE115", 4)]),
        (QUEUE + MENU + "other:\n  -> desk\n" + HANDOFF, []),
        (QUEUE + MENU + 'other:\n  transfer to "112"\n', []),
        (QUEUE + MENU + "other:\n  -> nowhere\n", [("FE115", 4)]),
        (QUEUE + 'anywhere\n  0 "x" -> person\n' + MENU + OTHER, []),
        (QUEUE + 'anywhere\n  0 "x" -> desk\n' + MENU + OTHER + HANDOFF, []),
        (QUEUE + 'anywhere\n  0 "x" -> other\n' + MENU + OTHER, [("FE115", 6)]),
        (QUEUE + ANYWHERE + MENU + OTHER + "calm:\n  call stay\n" + STAY + HANDOFF, []),
        (QUEUE + ANYWHERE + MENU + OTHER + "calm:\n  -> calm\n", [("FE115", 6)]),
        (QUEUE + ANYWHERE + MENU + OTHER + ASKED + STAY + HANDOFF, [("FE115", 6)]),
        (QUEUE + 'on message:\n  menu "?"\n    1 "A"\nstart:\n  end\n', [("FE115", 4)]),
    ],
)
def test_ways_to_a_person(source: str, found: list[tuple[str, int]]) -> None:
    assert told(menus_lead_to_people, source) == found


def test_the_project_may_show_the_way() -> None:
    project = QUEUE + 'anywhere\n  0 "x" -> person\n'
    assert told(menus_lead_to_people, scope(MENU + OTHER, project=project)) == []
    assert told(menus_lead_to_people, scope(MENU + OTHER, project=QUEUE)) == [("FE115", 3)]


def test_the_standard_person_is_one() -> None:
    source = QUEUE + MENU + "other:\n  -> person\n"
    assert told(menus_lead_to_people, scope(source, standard="person:\n  end\n")) == []
