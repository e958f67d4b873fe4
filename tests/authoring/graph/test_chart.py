from __future__ import annotations

from flowengine.authoring.graph.chart import Chart, Place, Way, chart, covered
from flowengine.language.project import Sources

SHOP = """\
flow shop "Shop"
languages en, uk

entry call "Call me" -> call_back
  uk: "Дзвоніть"

words danger
  "fire"
  uk: "вогонь"

on word danger: -> leave

anywhere
  0 "a person" -> leave
  - "again" -> repeat

start:
  say "Hello {{ caller.phone | digits }}."
    uk: "Вітаю."
  menu "Which?"
    1 "Left" -> leave
      uk: "Ліворуч"
    - "Right":
      if 1 < 2: -> leave
      -> start
    silence 2: -> leave
  fetch x from "http://x.example/"
    on error: -> leave
  -> call_back

call_back:
  call callback
    with phone = "1"
  handoff team
    after 2m: -> leave
    on nobody: -> leave
  end

leave:
  transfer to "112"

alone:
  -> elsewhere.start

queue team
"""
OTHER = 'flow elsewhere "Elsewhere"\n\nstart:\n  end\n'
PROJECT = 'anywhere\n  9 "exit" -> leave\n\nleave_it:\n  -> leave\n'


def _chart(language: str = "") -> Chart:
    flows = {"shop.flow": SHOP, "elsewhere.flow": OTHER, "project.flow": PROJECT}
    return chart(Sources(flows), "shop", language)


def _place(name: str, language: str = "") -> Place:
    return next(place for place in _chart(language).places if place.name == name)


def test_places_by_what_they_do() -> None:
    found = {place.name: (place.kind, place.ends) for place in _chart().places}
    assert found == {
        "start": ("start", False),
        "call_back": ("handoff", True),
        "leave": ("say", True),
        "alone": ("say", False),
        "callback": ("flow", False),
        "elsewhere": ("flow", False),
        "anywhere": ("beside", False),
        "on word danger": ("beside", False),
    }


def test_a_place_says_what_its_lines_say() -> None:
    assert _place("start").words == ("“Hello ‹caller.phone›.”", "? Which?", "fetch x")
    assert _place("start", "uk").words[0] == "“Вітаю.”"
    assert _place("call_back").words == ("⇥ Call me", "hand over to team")
    assert _place("call_back", "uk").words[0] == "⇥ Дзвоніть"
    assert _place("leave").words == ("transfer to 112",)


def test_ways_by_what_they_are_chosen_by() -> None:
    assert {(w.source, w.target, w.label, w.kind) for w in _chart().ways} == {
        ("start", "leave", "1 Left", "go"),
        ("start", "leave", "Right · if 1 < 2", "go"),
        ("start", "start", "Right", "go"),
        ("start", "leave", "silence 2", "go"),
        ("start", "leave", "no answer", "go"),
        ("start", "call_back", "", "go"),
        ("call_back", "callback", "", "call"),
        ("call_back", "leave", "after 2m", "go"),
        ("call_back", "leave", "nobody", "go"),
        ("alone", "elsewhere", "", "go"),
        ("anywhere", "leave", "0 a person", "aside"),
        ("anywhere", "leave", "9 exit", "aside"),
        ("on word danger", "leave", "", "aside"),
    }
    assert Way("start", "leave", "1 Ліворуч") in _chart("uk").ways


def test_the_share_of_lines_that_ran() -> None:
    whole = _chart()
    start, leave = _place("start"), _place("leave")
    lines = {start.first + 1, start.first + 3, leave.first + 1}
    counted = covered(whole, lines, {start.first + 1, leave.first + 1})
    shares = {place.name: place.covered for place in counted.places}
    assert (shares["start"], shares["leave"]) == (0.5, 1.0)
    assert shares["callback"] is None


def test_long_steps_are_cut() -> None:
    says = "".join(f'  say "{number}"\n' for number in range(9))
    found = chart(Sources({"a.flow": f'flow a "A"\n\nstart:\n{says}  end\n'}), "a")
    assert found.places[0].words == (*(f"“{n}”" for n in range(5)), "…")
