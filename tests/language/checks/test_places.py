from __future__ import annotations

import pytest

from flowengine.language.checks.places import (
    inherited_targets_exist,
    places_in_texts_exist,
    targets_exist,
)
from tests.language.checks.scopes import END, scope, told

CLINIC = {"clinic": 'flow clinic "Clinic"\n\nstart:\n  end\n\nbooking with day:\n  end\n'}


@pytest.mark.parametrize(
    ("line", "message", "hint"),
    [
        ("-> opning", "There is no step or flow called `opning`.", "Did you mean `opening`?"),
        (
            "-> xyz",
            "There is no step or flow called `xyz`.",
            "Write a step `xyz:` at the margin, or correct the name.",
        ),
        ("-> clinik.start", "There is no flow called `clinik`.", "Did you mean `clinic`?"),
        ("-> clinic.bookin", "`clinic` has no step called `bookin`.", "Did you mean `booking`?"),
        ("-> shop.opning", "`shop` has no step called `opning`.", "Did you mean `opening`?"),
    ],
)
def test_a_target_that_is_nowhere(line: str, message: str, hint: str) -> None:
    source = f"\nstart:\n  {line}\n\nopening:\n  end\n"
    (found,) = targets_exist(scope(source, flows=CLINIC))
    assert (found.message, found.hint) == (message, hint)
    assert found.span.column == 6


@pytest.mark.parametrize("goal", ["opening", "shop.opening", "clinic", "clinic.booking", "repeat"])
def test_targets_that_exist(goal: str) -> None:
    source = f"\nstart:\n  -> {goal}\n\nopening:\n  end\n"
    assert told(targets_exist, scope(source, flows=CLINIC)) == []


def test_a_moved_step_must_have_a_new_place_only() -> None:
    assert told(targets_exist, "\nmoved gone -> start\n" + END) == []
    assert told(targets_exist, "\nmoved gone -> nowhere\n" + END) == [("FE080", 3)]


@pytest.mark.parametrize(
    ("goal", "name", "hint"),
    [
        ("clinic.booking", "day", None),
        ("clinic.booking", "dai", "It takes: `day`."),
        ("clinic", "day", "Remove this line."),
        ("repeat", "day", "Remove this line."),
    ],
)
def test_what_is_handed_over_is_asked_for(goal: str, name: str, hint: str | None) -> None:
    source = f"\nstart:\n  call {goal}\n    with {name} = 1\n  end\n"
    found = [(one.code, one.hint) for one in targets_exist(scope(source, flows=CLINIC))]
    assert found == ([("FE101", hint)] if hint else [])


def test_a_flow_must_have_the_steps_that_its_project_leads_to() -> None:
    project = 'anywhere\n  0 "x" -> reception\n  1 "y" -> start\n  2 "z" -> reception\n'
    (found,) = inherited_targets_exist(scope(END, project=project))
    assert (found.code, found.span.line) == ("FE080", 1)
    assert "`reception`" in found.message


def test_without_a_project_nothing_is_inherited() -> None:
    assert told(inherited_targets_exist, END) == []


@pytest.mark.parametrize(
    ("line", "column"),
    [
        ('say "Press {{ key("opning") }}."', 21),
        ('say "Say {{ word("halp") }}."', 20),
        ('set x = key("opning")', 15),
        ('set x = 1 + max(1, 2) + (key("opning") | count)', 32),
        ('say "Press {{ key("opening") }} or say {{ word("help") }}."', None),
        ('say "Press {{ key(x) }}."', None),
        ('set x = "opning"', None),
        ("set x = 1 +", None),
    ],
)
def test_places_that_texts_name(line: str, column: int | None) -> None:
    here = scope(f"\nstart:\n  {line}\n  -> opening\n\nopening:\n  end\n")
    found = [(one.code, one.span.line, one.span.column) for one in places_in_texts_exist(here)]
    assert found == ([("FE080", 4, column)] if column else [])


@pytest.mark.parametrize(
    ("moved", "code"),
    [
        ("moved old -> start", ""),
        ("moved start.old -> start.what", ""),
        ("moved start.old -> start.menu", ""),
        ("moved a -> b\nmoved b -> start", ""),
        ("moved old -> nowhere", "FE080"),
        ("moved start.old -> start.nothing", "FE084"),
    ],
)
def test_a_moved_place_leads_to_a_place_a_wait_or_a_name_that_moved_on(
    moved: str, code: str
) -> None:
    text = f'{moved}\n\nstart:\n  ask what: text "What?"\n  menu "Which?"\n    1 "This"\n  end\n'
    found = [code for code, _ in told(targets_exist, text)]
    assert found == ([code] if code else [])
