from __future__ import annotations

import pytest

from flowengine.language.checks.outcomes import outcomes_exist
from tests.language.checks.scopes import scope, told

OWN = """queue team
  outcome "Advice given"
    uk: "Пораду надано"
  outcome "Passed on"
"""
PLAIN = "queue team\n"
COMMON = 'queues\n  outcome "Settled"\n'
STANDARD = 'queues\n  outcome "Family"\n'
IF = "start:\n  if {}: -> start\n  end\n"
AT = OWN.count("\n") + 3


@pytest.mark.parametrize(
    ("condition", "found"),
    [
        ('talk.outcome == "Passed on"', 0),
        ('talk.outcome == "Pased on"', 1),
        ('talk.outcome == "passed on"', 1),
        ('"Pased on" == talk.outcome', 1),
        ('talk.outcome != "Silent"', 1),
        ('talk.outcome in ["Passed on", "Silent", "Rude"]', 2),
        ('talk.outcome not in ["Silent"]', 1),
        ('talk.outcome is set and not (talk.outcome == "Silent")', 1),
        ('"Passed on" != talk.outcome == "Silent"', 1),
        ('talk.outcome == ""', 0),  # the agent said nothing
        ("talk.outcome == talk.agent", 0),
        ("talk.outcome == 5", 0),
        ('talk.outcome in "Passed on by us"', 0),
        ('"Passed" in talk.outcome', 0),
        ('"Silent" in [talk.outcome]', 0),
        ('(talk.outcome | lower) == "silent"', 0),
        ('talk.agent == "Silent"', 0),
        ('talk.outcome > "Silent"', 0),
        ("talk.survey", 0),
    ],
)
def test_what_an_outcome_is_compared_with(condition: str, found: int) -> None:
    assert told(outcomes_exist, OWN + IF.format(condition)) == [("FE198", AT)] * found


def test_the_place_is_the_text_itself_in_an_expression_and_in_a_hole() -> None:
    here = scope(
        OWN
        + 'start:\n  if talk.outcome == "Silent": say "{{ 1 if talk.outcome == "Rude" else 2 }}"\n'
        "  end\n"
    )
    found = [here.lines[one.span.line - 1][one.span.column - 1 :] for one in outcomes_exist(here)]
    assert [rest.split()[0] for rest in found] == ['"Silent":', '"Rude"']


@pytest.mark.parametrize(
    ("written", "hint"),
    [
        ("Pased on", "Did you mean `Passed on`?"),
        (
            "Пораду надано",
            "In every language a flow compares with the name itself: `Advice given`.",
        ),
        ("Xyzzy", "There is: `Advice given`, `Passed on`."),
    ],
)
def test_the_mend(written: str, hint: str) -> None:
    (found,) = outcomes_exist(scope(OWN + IF.format(f'talk.outcome == "{written}"')))
    assert found.hint == hint


def test_many_outcomes_are_not_listed() -> None:
    many = "".join(f'  outcome "About {name}"\n' for name in "abcdefghi")
    (found,) = outcomes_exist(scope(PLAIN + many + IF.format('talk.outcome == "Xyzzy"')))
    assert found.hint == "Compare with a name that a line `outcome` gives."


@pytest.mark.parametrize(
    ("own", "project", "fits"),
    [
        (OWN, COMMON, {"Passed on"}),
        (PLAIN + COMMON, "", {"Settled"}),
        (PLAIN, COMMON, {"Settled"}),
        (PLAIN, "", {"Family"}),
        (COMMON, PLAIN, {"Settled"}),
        (PLAIN, 'queue day\n  outcome "Helped"\n', {"Helped", "Family"}),
    ],
)
def test_the_nearest_outcomes_of_a_queue_count(own: str, project: str, fits: set[str]) -> None:
    names = {"Passed on", "Settled", "Family", "Helped"}
    condition = " or ".join(f'talk.outcome == "{name}"' for name in sorted(names))
    here = scope(own + IF.format(condition), project=project, standard=STANDARD)
    assert {one.message.split("`")[1] for one in outcomes_exist(here)} == names - fits


def test_a_queue_of_another_flow_counts_for_talks_may_be_passed_on() -> None:
    other = 'flow night "Night"\nqueue late\n  outcome "Slept"\n'
    here = scope(OWN + IF.format('talk.outcome == "Slept"'), flows={"night": other})
    assert told(outcomes_exist, here) == []


def test_a_project_knows_the_queues_of_its_flows() -> None:
    step = IF.format('talk.outcome in ["Settled", "Passed on", "Silent"]')
    here = scope(
        COMMON + step,
        head="",
        name="project",
        flows={"a": 'flow a "A"\n' + OWN, "b": 'flow b "B"\nqueue late\n'},
    )
    (found,) = outcomes_exist(here)
    assert "`Silent`" in found.message


def test_a_project_without_flows_knows_its_own() -> None:
    here = scope(OWN + IF.format('talk.outcome in ["Passed on", "Silent"]'), head="")
    (found,) = outcomes_exist(here)
    assert "`Silent`" in found.message


@pytest.mark.parametrize(
    ("source", "why"),
    [
        ("", "no queue at all: something else is wrong"),
        (PLAIN, "outcomes that nobody tells"),
        (OWN + "queue duty\n", "one of two queues whose outcomes nobody tells"),
    ],
)
def test_nothing_is_said_where_outcomes_are_not_known(source: str, why: str) -> None:
    assert told(outcomes_exist, source + IF.format('talk.outcome == "Silent"')) == [], why
