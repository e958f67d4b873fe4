from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

import pytest

from flowengine.host.library import read_folder
from flowengine.host.recordings import Recording, recording
from flowengine.host.replay import (
    ELSEWHERE,
    ENDS,
    FAULT,
    SAID,
    Difference,
    Findings,
    compared,
)
from flowengine.host.tracing import Beginning
from flowengine.language.compile import compile_flow
from flowengine.runtime import events as ev
from tests.conftest import TOP
from tests.host.walks import walked
from tests.runtime.talk import program

if TYPE_CHECKING:
    from flowengine.language.program import Program

FLOW = """start:
  ask name: text "Your name?"
  -> main

menu main "What now, {{ name or 'you' }}?"
  1 "Tea" -> tea
  2 "Milk" -> milk
  3 "Nothing" -> bye

tea:
  say "It is {{ today | date }}, time for tea, {{ name or 'you' }}."
  -> main

milk:
  ask much: number "How much?"
  say "{{ much }} it is."
  -> main

bye:
  say "Bye."
  end
"""


def run(*events: ev.AnyEvent, name: str = "Ann") -> Recording:
    first = (ev.Started(at=1e9), ev.Said(at=1e9, text=name))
    began = Beginning(flow="line", digest="", channel="chat", seed=1, at=1e9, language="en")
    return Recording("k", "line", "", "chat", began, (*first, *events), "whole")


def said(text: str, at: float = 1e9) -> ev.Said:
    return ev.Said(at=at, text=text)


def differ(new: str, *events: ev.AnyEvent) -> list[Difference]:
    return compared(run(*events), program(FLOW), program(new))


TALK = (said("tea"), said("milk"), said("4"), said("nothing"))


def test_the_same_flow_says_the_same() -> None:
    assert differ(FLOW, *TALK) == []
    assert differ(FLOW + "\n# a comment\n", *TALK) == []


def test_words_that_changed_are_told_with_the_place_and_both_wordings() -> None:
    assert differ(FLOW.replace("it is.", "it shall be."), *TALK) == [
        Difference(SAID, "line.main/menu", "4 it is.", "4 it shall be.")
    ]


def test_a_changed_question_is_told_each_time_it_is_asked() -> None:
    found = differ(FLOW.replace("What now", "And now"), *TALK)
    assert found == [
        Difference(SAID, "line.main/menu", "What now, Ann?", "And now, Ann?") for _ in range(3)
    ]


def test_a_line_that_came_or_went_stands_against_nothing() -> None:
    more = FLOW.replace('  say "Bye."\n', '  say "Take care."\n  say "Bye."\n')
    assert differ(more, *TALK) == [Difference(SAID, "line.main/menu", "", "Take care.")]
    less = FLOW.replace('  say "Bye."\n', "")
    assert differ(less, *TALK) == [Difference(SAID, "line.main/menu", "Bye.", "")]


def test_whoever_goes_elsewhere_is_told_once() -> None:
    other = FLOW.replace('"Milk" -> milk', '"Milk" -> tea')
    assert differ(other, *TALK) == [
        Difference(ELSEWHERE, "line.main/menu", "line.milk/much", "line.main/menu")
    ]


def test_a_place_under_another_name_is_the_same_place() -> None:
    renamed = "moved milk -> dairy\n\n" + FLOW.replace("milk", "dairy")
    assert differ(renamed, *TALK) == []


@pytest.mark.parametrize(
    ("old", "new", "before", "after"),
    [
        ('"Nothing" -> bye', '"Nothing" -> tea', "ends (end)", "goes on at line.main/menu"),
        ('"Milk" -> milk', '"Milk" -> bye', "goes on at line.milk/much", "ends (end)"),
        ('"Bye."\n  end', '"Bye."\n  transfer to "1"', "ends (end)", "ends (transfer)"),
    ],
)
def test_another_end_is_told(old: str, new: str, before: str, after: str) -> None:
    assert differ(FLOW.replace(old, new), *TALK)[-1] == Difference(
        ENDS, "line.main/menu", before, after
    )


def test_a_fault_of_the_new_version_is_told_with_its_line() -> None:
    broken = FLOW.replace("{{ much }} it is.", "{{ 1 / (much - 4) }} it is.")
    found = differ(broken, *TALK)
    assert (found[0].kind, found[0].before) == (FAULT, "")
    assert found[0].after.startswith("line.flow:18: ")
    assert found[-1].kind == ENDS


def test_the_same_button_is_pressed_though_it_has_another_number() -> None:
    turned = FLOW.replace(
        '1 "Tea" -> tea\n  2 "Milk" -> milk', '1 "Milk" -> milk\n  2 "Tea" -> tea'
    )
    found = differ(turned, ev.Picked(at=1e9, turn=2, choice="0"))
    assert {one.kind for one in found} == {SAID}  # still tea


def test_a_button_with_another_label_is_still_that_button() -> None:
    found = differ(FLOW.replace('"Milk"', '"Fresh milk"'), ev.Picked(at=1e9, turn=2, choice="1"))
    assert found == [Difference(SAID, "line.main/menu", "[2 Milk]", "[2 Fresh milk]")]


def test_a_button_that_is_gone_ends_the_comparison() -> None:
    gone = FLOW.replace('  2 "Milk" -> milk\n', "")
    found = differ(gone, ev.Picked(at=1e9, turn=2, choice="1"), said("4"))
    assert found[-1] == Difference(ELSEWHERE, "line.main/menu", "[Milk]", "no such button")


def test_a_button_of_an_old_question_is_as_old_in_the_new_version() -> None:
    assert differ(FLOW, ev.Picked(at=1e9, turn=1, choice="1")) == []
    assert differ(FLOW, ev.Picked(at=1e9, turn=2, choice="99")) == []


def test_the_clock_is_that_of_the_events() -> None:
    found = differ(FLOW.replace("time for tea", "tea time"), said("tea", at=86_400.0 * 365))
    assert "1971" in found[0].before


def test_nothing_is_found_in_what_has_no_beginning() -> None:
    empty = replace(run(), events=(), beginning=None)
    assert compared(empty, program(FLOW), program(FLOW)) == []


def test_what_is_shown_sent_and_played_is_compared_too() -> None:
    body = """start:
  say "Look."
    picture "{0}.png", "A {0}"
  send sms to caller.phone "{0}."
  send email to contact.email
    subject "{0}"
    "Text."
  play "{0}.wav"
  form "Form?"
    hint "{0}!"
    ask a: text "{0}?"
    ask b: text "B?"
  end
"""
    files = ("x.png", "y.png", "x.wav", "y.wav")
    old, new = (program(body.format(one), files=files) for one in "xy")
    first = replace(run(), events=(ev.Started(at=1e9),))
    found = [(one.before, one.after) for one in compared(first, old, new)]
    assert ("picture: x.png A x", "picture: y.png A y") in found
    assert ("sms: x.", "sms: y.") in found
    assert ("play x.wav", "play y.wav") in found
    assert ("x!", "y!") in found
    assert any("email: x" in one for one, _ in found)
    assert ("x?", "y?") in found


def test_the_same_change_in_many_conversations_is_one_entry() -> None:
    findings = Findings()
    for number, name in enumerate(("Ann", "Bo", "Bo Li")):
        old, new = program(FLOW), program(FLOW.replace("What now", "And now"))
        findings.add(str(number), compared(run(*TALK, name=name), old, new))
    (only,) = findings.entries
    assert (len(only.keys), only.times) == (3, 9)
    assert (only.key, only.example.before) == ("0", "What now, Ann?")


# ------------------------------------------------------------ a thousand people

HOTLINES = ("food_bank", "college_line", "student_desk", "donors", "clinic")


@cache
def compiled(name: str, old: str = "", new: str = "") -> Program:
    sources = read_folder(TOP / "flows")
    text = sources.flows[f"{name}.flow"]
    assert old in text
    changed = replace(sources, flows={**sources.flows, f"{name}.flow": text.replace(old, new)})
    found = compile_flow(changed, name).program
    assert found is not None
    return found


@pytest.mark.slow
def test_one_changed_prompt_is_found_in_a_thousand_conversations_and_nothing_else() -> None:
    old = compiled("food_bank")
    new = compiled("food_bank", "For how many people?", "How many people shall eat?")
    findings = Findings()
    for seed in range(1_000):
        findings.add(str(seed), compared(recording(*walked(old, seed)), old, new))
    (only,) = findings.entries
    assert only.example.kind == SAID
    assert len(only.keys) > 100


@pytest.mark.slow
@pytest.mark.parametrize("name", HOTLINES)
def test_nothing_is_found_where_nothing_was_changed(name: str) -> None:
    old, same = compiled(name), compiled(name, "\n\nstart:", "\n\n# The same.\nstart:")
    turns = 0
    for seed in range(200):
        one = recording(*walked(old, seed, ("chat", "sms", "voice")[seed % 3]))
        turns += len(one.events)
        assert compared(one, old, same) == []
    assert turns > 600
