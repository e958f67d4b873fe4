from __future__ import annotations

import pytest

from flowengine.language.checks.roads import entries, reached, rings, roads
from tests.language.checks.scopes import scope

SOURCE = """
anywhere
  0 "x" -> desk

moved old -> fresh

start:
  -> talk

talk:
  menu "?"
    1 "A" -> start
    2 "B":
      call survey
  -> clinic

survey:
  return

desk:
  end

fresh:
  end

help:
  end

lost:
  end

shared:
  end

far:
  end
"""
CLINIC = 'flow clinic "Clinic"\n\nstart:\n  -> shop.far\n'
PROJECT = 'anywhere\n  1 "y" -> shared\n  2 "z" -> clinic.start\n'


def test_steps_lead_to_steps_of_the_same_file() -> None:
    ways = roads(scope(SOURCE, flows={"clinic": CLINIC}))
    assert ways["talk"] == {"start", "survey"}
    assert ways["start"] == {"talk"}
    assert ways["lost"] == frozenset()


def test_entries_are_where_a_conversation_may_come_from_outside() -> None:
    found = entries(scope(SOURCE, project=PROJECT, flows={"clinic": CLINIC}))
    assert found == {"start", "desk", "fresh", "help", "shared", "far"}


def test_a_step_in_place_of_a_standard_one_is_an_entry() -> None:
    standard = "offer_callback:\n  return\n"
    source = "start:\n  end\n\noffer_callback:\n  return\n"
    assert entries(scope(source, standard=standard)) == {"start", "offer_callback"}
    assert entries(scope(source)) == {"start"}


def test_steps_of_a_project_are_entered_by_its_flows() -> None:
    project = scope(
        "desk:\n  end\n\nlost:\n  end\n", head="", flows={"c": CLINIC.replace("shop.far", "desk")}
    )
    assert entries(project) == {"desk"}


def test_everything_on_the_way_is_reached() -> None:
    ways = {"a": {"b"}, "b": {"c", "a"}, "c": set(), "d": {"a"}}
    assert reached(ways, ["a"]) == {"a", "b", "c"}


@pytest.mark.parametrize(
    ("ways", "found"),
    [
        ({"a": "b", "b": "c", "c": ""}, []),
        ({"a": "a"}, ["a"]),
        ({"a": "b", "b": "a", "c": "a"}, ["ab"]),
        ({"a": "b", "b": "cd", "c": "a", "d": "e", "e": "d"}, ["abc", "de"]),
        ({"a": "bc", "b": "d", "c": "d", "d": "a"}, ["abcd"]),
    ],
)
def test_rings_are_found_once(ways: dict[str, str], found: list[str]) -> None:
    rings_found = rings({step: frozenset(goals) for step, goals in ways.items()})
    assert sorted("".join(sorted(ring)) for ring in rings_found) == found
