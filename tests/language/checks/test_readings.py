from __future__ import annotations

import pytest

from flowengine.language.checks.readings import Reading, readings
from tests.language.checks.scopes import HEAD, parsed


def read(source: str) -> list[Reading]:
    return list(readings(parsed(HEAD + source)))


def sources(source: str) -> set[str]:
    return {reading.leaf.source for reading in read(source)}


ANYWHERE = """
service finder "https://{{ a }}.example"
  header "Name" = b

rule size = "big"
  uk: "великий"

table towns from "towns.csv"

words danger
  "fire"
  uk: "вогонь"

anywhere
  0 "c" or "phrase" = "value" -> person
    uk: "d" or "фраза"

start:
  say "e"
    uk: "f"
    recording voice: "r.wav"
  fetch x from finder "g"
    send name = h
  send sms to i "j"
  save "k" = l
  tag contact "m"
  note "n"
  play "o"
  browse p in q.items
    show "r"
    - "s" or "phrase" -> start
  menu
    each t in u "v" = t.id -> start
    each t in u "v" = fixed -> start
  ask day: choice from w.items "x"
  ask size: number from y to 6 "z"
  handoff team
    needs skill "skill" if aa
    brief "bb"
    music "music.wav"
    on closed: transfer to "cc"
  end
"""


def test_all_that_reads_values_is_read_and_no_grammar() -> None:
    letters = "abcdefghjklmnorsvxz"
    assert sources(ANYWHERE) == {
        "https://{{ a }}.example", *letters[1:], "i", "q.items", "u", "t.id", "w.items", "y",
        "aa", "bb", "cc",
    }  # fmt: skip


def test_uses_are_placed_from_the_beginning_of_the_quote() -> None:
    reading = next(r for r in read('\nstart:\n  say "Hi {{ name or x.y }}."\n  end\n') if r.parts)
    assert [(use.path, use.start, use.guarded) for use in reading.uses()] == [
        ("name", 6, True),
        ("x.y", 14, False),
    ]


def test_what_cannot_be_read_has_problems_and_no_uses() -> None:
    reading = next(iter(read("\nstart:\n  if x = 1:\n    end\n  end\n")))
    assert reading.problems
    assert reading.uses() == ()


LOOPS = """
start:
  for a in b:
    say "{{ a }}"
  browse c in d.items
    show "{{ c }}"
    - "x" -> start
  menu
    each e in f "{{ e }}" = e.id -> start
  end
"""


@pytest.mark.parametrize(
    ("leaf", "local"),
    [
        ("b", set()),
        ("{{ a }}", {"a"}),
        ("d.items", set()),
        ("{{ c }}", {"c"}),
        ("x", {"c"}),
        ("f", set()),
        ("{{ e }}", {"e"}),
        ("e.id", {"e"}),
    ],
)
def test_names_of_loops_hold_inside_them(leaf: str, local: set[str]) -> None:
    reading = next(one for one in read(LOOPS) if one.leaf.source == leaf)
    assert reading.local() == local
