from __future__ import annotations

import pytest

from flowengine.desk.people import Switch
from flowengine.host.desk import terms
from flowengine.host.desk.terms import CLOSE, DIVERT, NO_TERMS
from flowengine.language.compile import compile_flow
from flowengine.language.project import Sources

FLOW = """flow {name} "Line"

hours day
  zone Europe/Kyiv
  mon-fri 9:00-13:00, 14:00-17:00

queue people
  hours day
  at most {most} waiting

queue always

queue never
  hours closed

hours closed
  mon closed

start:
  handoff people
    on nobody: end
  end
"""
MONDAY = 1_609_754_400.0  # 4 January 2021, 10:00 in UTC, noon in Kyiv
HOUR = 3600.0


def found(**flows: int) -> dict[str, terms.Terms]:
    sources = Sources(
        {f"{name}.flow": FLOW.format(name=name, most=most) for name, most in flows.items()},
        {}, frozenset(), {}, {},
    )  # fmt: skip
    programs = [compile_flow(sources, name).program for name in flows]
    return terms.gathered(one for one in programs if one is not None)


@pytest.mark.parametrize(
    ("hour", "is_open", "opens"),
    [(0, True, 0), (1.5, False, 2), (2, True, 2), (5, False, 21), (-4, False, -3)],
)
def test_a_queue_is_open_in_its_hours_and_opens_after_them(
    hour: float, is_open: bool, opens: float
) -> None:
    people = found(a=5)["people"]
    at = MONDAY + hour * HOUR
    assert people.open(at) == is_open
    assert people.opens(at) == MONDAY + opens * HOUR


def test_without_hours_it_is_open_and_without_openings_there_is_no_moment() -> None:
    queues = found(a=5)
    assert queues["always"].open(MONDAY)
    assert queues["never"].opens(MONDAY) == MONDAY
    assert not queues["never"].open(MONDAY)
    assert NO_TERMS.open(MONDAY)


def test_of_two_flows_with_a_queue_of_one_name_the_first_counts() -> None:
    assert found(b=7, a=5)["people"].queue.most == 5


def switch(queue: str, kind: str, value: str = "", until: float = 0.0) -> Switch:
    return Switch(queue=queue, kind=kind, value=value, until=until)


def test_what_has_ended_is_switched_no_more() -> None:
    given = [switch("a", CLOSE, until=5.0), switch("b", CLOSE, until=6.0), switch("c", CLOSE)]
    assert set(terms.switched(given, 5.0)) == {"b", "c"}


@pytest.mark.parametrize(
    ("ways", "to"),
    [
        ({}, ""),
        ({"a": "b"}, "b"),
        ({"a": "b", "b": "c"}, "c"),
        ({"a": "a"}, ""),
        ({"a": "b", "b": "c", "c": "b"}, ""),
    ],
)
def test_a_diversion_is_followed_to_its_end(ways: dict[str, str], to: str) -> None:
    switches = terms.switched([switch(one, DIVERT, other) for one, other in ways.items()], 0.0)
    assert terms.diverted("a", switches) == to
