from __future__ import annotations

import pytest

from flowengine.language.checks import queues
from tests.language.checks.scopes import END, Check, scope, told

HAND = 'start:\n  handoff team\n    needs skill "law" level {}\n  end\nqueue team\n'

CASES = [
    (queues.levels_are_levels, "queue q\n  level 6\n" + END, [("FE183", 3)]),
    (queues.levels_are_levels, "queue q\n  relax after 5s to level 0\n" + END, [("FE183", 3)]),
    (queues.levels_are_levels, HAND.format(9), [("FE183", 4)]),
    (queues.levels_are_levels, HAND.format(5) + "  level 1\n", []),
    (queues.rings_relax, "queue q\n  relax after 5s to level 1\n" + END, [("FE184", 3)]),
    (
        queues.rings_relax,
        "queue q\n  level 4\n  relax after 9s to level 2\n  relax after 5s without language\n"
        "  relax after 10s to level 3\n" + END,
        [("FE184", 5), ("FE184", 6)],
    ),
    (
        queues.rings_relax,
        "queue q\n  level 4\n  relax after 5s to level 3\n  relax after 9s to level 2\n" + END,
        [],
    ),
    (
        queues.rings_relax,
        "queue q\n  level 4\n  relax after 0s to level 3\n  relax after 9s to level 2\n" + END,
        [("FE184", 4)],
    ),
    (queues.rings_relax, "queue q\n  relax after 0s without language\n" + END, []),
    (queues.rings_relax, "queues\n  level 3\nqueue q\n  relax after 5s to level 2\n" + END, []),
    (queues.overflow_ends, "queue q\n  overflow after 5s to q\n" + END, [("FE185", 3)]),
    (
        queues.overflow_ends,
        "queue a\n  overflow after 5s to b\nqueue b\n  overflow after 5s to c\n"
        "queue c\n  overflow after 5s to b\n" + END,
        [("FE185", 5), ("FE185", 7)],
    ),
    (queues.overflow_ends, "queue a\n  overflow after 5s to b\nqueue b\n" + END, []),
    (queues.terms_can_be_kept, "queue q\n  offer for 1s\n" + END, [("FE186", 3)]),
    (
        queues.terms_can_be_kept,
        "queues\n  offer for 20s\n  wrap up 2h\n  answer within 1m\n" + END,
        [("FE186", 4)],
    ),
    (queues.terms_can_be_kept, "queue q\n  at most 0 waiting\n" + END, [("FE186", 3)]),
    (queues.terms_can_be_kept, "queue q\n  at most 1 waiting\n" + END, []),
    (queues.scripts_are_for_agents, "queue q\n  script guide\n" + END, [("FE084", 3)]),
    (queues.scripts_are_for_agents, "queue q\n  script shop\n" + END, [("FE187", 3)]),
    (queues.scripts_are_for_agents, "channels agent\nqueue q\n  script shop\n" + END, []),
    (queues.scripts_are_for_agents, "queue q\n" + END, []),
    (
        queues.promises_are_calls,
        'start:\n  send sms "Hi."\n    at = now\n  send callback "Hi."\n    safe = yes\n  end\n',
        [("FE188", 4)],
    ),
    (
        queues.replies_have_one_text,
        'queue q\n  reply "A"\n    "a"\n    sms uk: "b"\n    uk: "c" or "d"\n    ru: "e"\n' + END,
        [("FE189", 5), ("FE189", 6)],
    ),
    (
        queues.names_need_a_text,
        'queue q "{{ name }}"\n  uk: ""\n  ru: "Р"\n' + END,
        [("FE190", 2), ("FE190", 3)],
    ),
    (queues.names_need_a_text, 'queue q "Team"\n  uk: "Команда"\nqueue r\n' + END, []),
    (
        queues.categories_are_known,
        'queue q\n  outcome "A" category "Violense"\n  outcome "B" category "Weather"\n'
        '  outcome "C" brief category "family"\n  outcome "D" category "Mental  health"\n' + END,
        [("FE193", 3), ("FE193", 4), ("FE193", 5), ("FE193", 6)],
    ),
    (
        queues.categories_are_known,
        'queues\n  outcome "A" category "mental health"\n    uk: "А"\n  outcome "B"\n' + END,
        [],
    ),
    (
        queues.names_at_the_desk_are_unique,
        'queue q\n  outcome "A"\n  outcome "a" brief\n  reply "A"\n    "b"\n' + END,
        [("FE143", 4)],
    ),
    (
        queues.names_need_a_text,
        'queue q\n  outcome " "\n  reply "A {{ b }}"\n    "c"\n  outcome "D"\n' + END,
        [("FE190", 4), ("FE190", 3)],
    ),
]


@pytest.mark.parametrize(("check", "source", "codes"), CASES)
def test_terms_that_make_no_sense_are_told(
    check: Check, source: str, codes: list[tuple[str, int]]
) -> None:
    assert told(check, source) == codes


def test_a_script_may_be_another_flow() -> None:
    flows = {"guide": 'flow guide "Guide"\nchannels agent\nstart:\n  end\n'}
    found = told(
        queues.scripts_are_for_agents, scope("queue q\n  script guide\n" + END, flows=flows)
    )
    assert found == []
