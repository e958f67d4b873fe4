from __future__ import annotations

import inspect
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from flowengine.language import checks
from flowengine.language.checks import CHECKS, Scope, check_flow
from flowengine.language.parse import parse
from tests.language.checks.scopes import scope

PROBE = Path(__file__).parents[4] / "shared" / "language-probe" / "after"

MENDED = """
languages en
channels voice, sms

start:
  ask name: text "What is your name?"
  say "Hello {{ name }}."
  end
"""


def test_a_good_flow_is_passed_in_silence() -> None:
    assert check_flow(scope(MENDED)) == ()


def test_mistakes_come_in_the_order_of_the_lines_and_once() -> None:
    found = check_flow(scope('start:\n  -> nowhere\nlost:\n  say "{{ x }}"\n'))
    lines = [(one.span.line, one.span.column, one.code) for one in found]
    assert lines == sorted(set(lines))
    assert {one.code for one in found} == {"FE080", "FE096", "FE064", "FE097"}


def test_every_check_of_the_room_is_in_the_list() -> None:
    assert {check.__qualname__ for check in CHECKS} == set(_written())


def _written() -> Iterator[str]:
    for module in vars(checks).values():
        if isinstance(module, ModuleType) and module.__name__.startswith(checks.__name__):
            for name, function in inspect.getmembers(module, inspect.isfunction):
                public = not name.startswith("_") and function.__module__ == module.__name__
                if public and function.__annotations__.get("return") == "Iterator[Diagnostic]":
                    yield name


KNOWN = {
    "health_centre": set(),
    "hotline_callback": {("FE084", 18)},  # another flow, which is not there
    "page": {("FE133", 32), ("FE133", 137), ("FE085", 139)},  # files and a queue that are not
}


@pytest.mark.parametrize("name", KNOWN)
def test_services_written_by_trial_authors_have_no_false_errors(name: str) -> None:
    path = PROBE / f"{name}.flow"
    if not path.exists():
        pytest.skip("the trial flows are not part of the project")
    source = path.read_text("utf-8")
    file, _ = parse(source, path.name)
    assert file is not None
    called = 'flow x "X"\n\nstart with phone, at:\n  return\n'
    here = scope(source, head="", name=name, flows={"callback": called, "survey": called})
    errors = {(d.code, d.span.line) for d in check_flow(here) if d.severity == "error"}
    assert errors == KNOWN[name]


SURFACE = """flow shop "Shop"
languages en, uk
channels voice, sms
screen 160, more "Next", less "Back"

slots
  phone: phone, remembered

hours office
  zone Europe/Kyiv
  mon-fri 9:00-12:00, 13:00-17:00
  holidays UA closed

queue team
  hours office

service finder "https://finder.example"
  header "Authorization" = secret.key

table towns from "towns.csv"
rule size = "small | big"

words danger
  "fire"
  uk: "вогонь"

anywhere
  0 "a person" -> person
    uk: "людина"

repairs
  silence: again
  give up after 3: -> person

on word danger: -> person

start:
  say "Hello."
    uk: "Вітаємо."
    recording voice: "hello.wav"
  -> main

menu main "Which?" into topic
  1 "A parcel" or "[a] <size> parcel" = parcel
    uk: "Пакунок"
  - "A town" if office is open -> town
    uk: "Місто"
  silence: ask "Press 1."

town:
  ask day: date from today to today + 60 days "When?"
    hint "A day."
    wrong if day is weekend: again
  form "What?"
    ask beds: number from 1 to 6 "Beds?"
    ask town: choice from towns by name "Where?"
    read back "{{ beds }} beds in {{ town }}?"
  fetch places from finder "/free?beds={{ beds }}"
    send day = day
    slow 2s: say "One moment."
    on error: -> person
    on late: send sms to phone "Late."
  browse p in places.items
    show "{{ p.name }}"
    - "this" -> thanks
  for r in towns | first(3):
    say "{{ r.name }}"
  repeat up to 3 times while topic is empty:
    wait 5s
  if topic == "parcel": set place = places.name
  elif channel is sms: clear topic
  else:
    save "Topic" = topic
  call thanks
    with name = place
  end

person:
  handoff team
    needs skill "food" if topic == "parcel"
    brief "{{ topic or 'nothing' }}"
    after 3m: also team
    on closed: transfer to "112"
  end

thanks with name:
  say "Thank you, {{ name }}."
  return
"""


@pytest.mark.parametrize("left_out", range(len(SURFACE.splitlines())))
def test_whatever_can_be_parsed_can_be_checked(left_out: int) -> None:
    """Each line is left out in turn; a mistake lies within the file, whatever is missing."""
    lines = SURFACE.splitlines()
    del lines[left_out]
    source = "\n".join(lines) + "\n"
    file, _ = parse(source, "shop.flow")
    if file is None:
        return
    for found in check_flow(Scope("shop", file, source)):
        assert 1 <= found.span.line == found.span.end_line <= len(lines)
        assert found.span.column <= found.span.end_column <= len(lines[found.span.line - 1]) + 2
