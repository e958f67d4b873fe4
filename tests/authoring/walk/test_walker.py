from __future__ import annotations

from dataclasses import replace

from flowengine.authoring.transcript_read import read
from flowengine.authoring.walk.walker import walk
from tests.authoring.walk.walks import prepared, walked

EVERYTHING = """
entry call "Call me" -> call_me

words danger
  "fire"

on word danger: say "Danger." -> person

on hang up:
  note "gone"

on quiet 1h: say "Still there?"

on missed call: say "Missed." -> start

on wrong media: say "No pictures."

rule size = "small | large"

queue team

start:
  ask size: rule size "Which size?"
    no match 2: say "Second."
    silence 2: say "Quiet."
  ask pin: digits 4 "Your PIN?"
    wrong: say "Four."
  ask day: date from today to today + 3 days "Which day?"
    wrong: say "Not then."
  ask at: time from 9:00 to 17:00 "When?"
    wrong: say "Not so late."
  fetch found from "http://a.example/"
    slow 2s: say "One moment."
    on error: say "No answer." -> person
  if found.count == 7: say "Seven."
  wait 5s
  -> person

call_me:
  form "Who?"
    ask name: text "Name?"
    ask sure: yes/no "Sure?"
    ask which: choice "Which?"
      1 "One" = one
      2 "Two" = two
  -> person

person:
  handoff team
    while waiting every 45s: say "Number {{ queue.position }}."
    after 3m: say "Long."
    on closed: say "Closed."
    on nobody: say "Nobody."
    on full: say "Full."
  say "Talked."
  end
"""
GIVEN = 'test "a"\n  given fetch found = { "count": 7 }\n  bot: …\n'


def test_every_line_of_a_flow_with_everything_runs() -> None:
    transcript, mistakes = read(GIVEN, "line.transcript")
    assert not mistakes
    found, _ = walked(EVERYTHING, transcripts=[transcript])
    program = prepared(EVERYTHING).program
    lines = EVERYTHING.split("\n")
    missed = {n for f, n in program.lines - found.lines if f == "line.flow"}
    # Two lines of the head are put before the source.
    assert {lines[number - 3].strip() for number in missed} == set()


def test_pictures_where_pictures_can_be_sent() -> None:
    transcript, _ = read(GIVEN, "line.transcript")
    found, _ = walked(EVERYTHING, "chat", transcripts=[transcript])
    program = prepared(EVERYTHING, "chat").program
    lines = EVERYTHING.split("\n")
    missed = {lines[n - 3].strip() for f, n in program.lines - found.lines if f == "line.flow"}
    assert missed <= {'silence 2: say "Quiet."'}


def test_the_same_walk_twice() -> None:
    first, second = walked(EVERYTHING)[0], walked(EVERYTHING)[0]
    assert first.ways == second.ways
    assert [one.place for one in first.situations] == [one.place for one in second.situations]


def test_what_there_was_no_room_for_is_told() -> None:
    found = walk(replace(prepared(EVERYTHING), most=5))
    assert len(found.left) > 0
    assert len(found.situations) >= 5


def test_how_far_it_has_come_is_told() -> None:
    told: list[int] = []
    walk(prepared(EVERYTHING), told.append)
    assert told == sorted(told)
    assert told


def test_values_that_cannot_matter_any_more_make_no_new_situations() -> None:
    asks = "".join(f'  ask a{n}: yes/no "?"\n  if a{n}: say "Yes."\n' for n in range(9))
    found, _ = walked(f'start:\n{asks}  -> last\n\nlast:\n  ask z: yes/no "?"\n  end\n', "chat")
    at_last = [one for one in found.situations if one.place == "line.last/z"]
    assert len(at_last) < 20  # and not two to the ninth
