from __future__ import annotations

from flowengine.language import program as p
from flowengine.language.categories import categories
from flowengine.language.compile import compile_flow
from flowengine.language.project import Sources

FLOW = """flow line "Line"
languages en, uk
on signal anger: say "Of the flow."
queue team
  level 4
  relax after 30s to level 3
  relax after 60s without skill "law"
  relax after 60s without language, to level 1
  overflow after 90s to duty
  overflow after 20s to night
  reply "Bye"
    "Goodbye."
    uk: "Бувайте."
queue duty
queue night
  anonymous
  outcome needed
start:
  handoff team
  end
"""
PROJECT = """queue team
  level 1
queue garden
  level 2
on signal anger: say "Of the project."
queues
  offer for 30s
  wrap up 2m
  record calls
  script line
  reply "Bye"
    "Never this."
  reply "Hours"
    "Nine"
    "to five, {{ agent }}."
  outcome "Done"
    uk: "Зроблено"
  outcome "Test" brief
"""


def queues(**flows: str) -> dict[str, p.Queue]:
    found = compile_flow(Sources({f"{name}.flow": text for name, text in flows.items()}), "line")
    assert found.program is not None, found.diagnostics
    return dict(found.program.queues)


def test_rings_carry_what_those_before_them_gave_up() -> None:
    team = queues(line=FLOW)["team"]
    assert team.level == 4
    assert team.rings == (p.Ring(30, 3, ()), p.Ring(60, 1, ("law", "language")))
    assert team.overflow == ((20, "night"), (90, "duty"))


def test_what_a_queue_leaves_open_the_nearest_queues_block_says() -> None:
    agent = 'flow line "Line"\nchannels chat, agent'
    found = queues(line=FLOW.replace('flow line "Line"', agent), project=PROJECT)
    team, night = found["team"], found["night"]
    assert (team.level, found["garden"].level) == (4, 2)
    assert (team.offer, team.wrap_up, team.within, team.script) == (30, 120, 60, "line")
    assert (team.record, team.anonymous, night.anonymous) == (True, False, True)
    assert (team.outcome_needed, night.outcome_needed) == (False, True)
    assert [(one.label, dict(one.texts)) for one in team.replies] == [
        ("Bye", {"en": "Goodbye.", "uk": "Бувайте."}),
        ("Hours", {"en": "Nine\nto five, {{ agent }}."}),
    ]
    assert team.outcomes == (
        p.Outcome("Done", {"en": "Done", "uk": "Зроблено"}),
        p.Outcome("Test", {"en": "Test"}, brief=True),
    )


def test_a_queue_has_a_title_in_each_language_the_written_one_first() -> None:
    named = FLOW.replace("queue duty", 'queue duty "On duty"\n  uk: "Чергові"')
    garden = 'queue garden "Garden"\n  uk: "Сад"\n'
    found = queues(line=named, project=garden)
    assert list(found["duty"].titles.items()) == [("en", "On duty"), ("uk", "Чергові")]
    assert list(found["garden"].titles.items()) == [("en", "Garden"), ("uk", "Сад")]
    assert found["team"].titles == {}


def test_an_outcome_names_its_category_however_it_is_written() -> None:
    own = 'queue duty\n  outcome "Bullied" category "mental HEALTH"\n  outcome "Other"'
    found = queues(line=FLOW.replace("queue duty", own))["duty"].outcomes
    assert [(one.name, one.category) for one in found] == [
        ("Bullied", "Mental health"), ("Other", ""),
    ]  # fmt: skip


def test_without_a_word_a_queue_has_the_starter_outcomes_and_each_has_its_category() -> None:
    outcomes = queues(line=FLOW)["duty"].outcomes
    assert {"Silent", "Hang-up", "Abusive", "Wrong number", "Test", "Thanks"} <= {
        one.name for one in outcomes if one.brief
    }
    assert {one.name for one in outcomes} == set(categories())
    assert all({"en", "uk", "ru", "hr", "fa"} == set(one.labels) for one in outcomes)
    assert sum(bool(category) for category in categories().values()) == 10
