from __future__ import annotations

import pytest

from flowengine.language.checks.desk import (
    queues_are_declared_once,
    scripts_are_no_calls,
    surveys_end,
)
from tests.language.checks.scopes import HEAD, scope, told

SCRIPT = HEAD + "channels agent\n"
SURVEY = 'flow survey "Opinion"\n'
TEAM = 'flow other "Other"\nqueue team\nstart:\n  handoff team\n  end\n'


def start(*lines: str) -> str:
    return "queue team\nstart:\n" + "".join(f"  {line}\n" for line in (*lines, "end"))


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("handoff team", "`handoff` is for callers"),
        ('transfer to "112"', "`transfer` is for callers"),
        ("stop messages", "`stop messages` is for callers"),
        ("call by_sms", "`by_sms` asks callers"),
        ("call survey", "`survey` asks callers"),
    ],
)
def test_what_is_for_callers_in_a_script(line: str, said: str) -> None:
    (found,) = scripts_are_no_calls(scope(start(line), head=SCRIPT))
    assert (found.code, found.span.line) == ("FE195", 5)
    assert said in found.message


@pytest.mark.parametrize(
    ("head", "line"),
    [
        (HEAD, "handoff team"),  # for everybody
        (HEAD + "channels chat, agent\n", "handoff team"),  # callers come, too
        (SCRIPT, 'say "Transfer them."'),
        (SCRIPT, 'note "Rang twice."'),
        (SCRIPT, "call start"),
        (SCRIPT, "call other.survey"),  # a step of a flow of one's own
    ],
)
def test_what_may_stand_there(head: str, line: str) -> None:
    assert told(scripts_are_no_calls, scope(start(line), head=head)) == []


def test_a_step_of_ones_own_by_the_name_of_a_standard_flow() -> None:
    source = start("call survey") + "survey:\n  return\n"
    assert told(scripts_are_no_calls, scope(source, head=SCRIPT)) == []


def test_a_survey_that_leads_into_a_queue() -> None:
    survey = scope(start("handoff team"), head=SURVEY)
    (found,) = surveys_end(survey)
    assert (found.code, found.span.line) == ("FE196", 4)
    assert "`team`" in found.message
    assert told(surveys_end, start("handoff team")) == []  # no survey
    assert told(surveys_end, scope(start("handoff team"), head="", name="project")) == []
    assert told(surveys_end, scope(start('say "Thank you."'), head=SURVEY)) == []


@pytest.mark.parametrize(
    ("flows", "project", "said"),
    [
        ({"other": TEAM}, "", "other.flow has a queue `team`"),
        ({}, "queue team\n", "project.flow has a queue `team`"),
        ({"other": TEAM}, "queue team\n", "other.flow and project.flow have a queue `team`"),
        ({"zebra": TEAM}, "", ""),  # told there: this one is the first
        ({"other": TEAM.replace("team", "help")}, "queue help\n", ""),
        ({}, "", ""),
    ],
)
def test_a_queue_in_two_places(flows: dict[str, str], project: str, said: str) -> None:
    found = list(queues_are_declared_once(scope(start(), flows=flows, project=project)))
    assert [(one.code, one.span.line) for one in found] == [("FE197", 2)] * bool(said)
    assert all(said in one.message for one in found)


def test_the_project_itself_is_the_first_place() -> None:
    project = scope("queue team\n", head="", flows={"other": TEAM}, name="project")
    assert told(queues_are_declared_once, project) == []
