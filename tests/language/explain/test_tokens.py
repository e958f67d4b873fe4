from __future__ import annotations

import pytest

from tests.language.reading import told

CASES = [
    ("start:\n  ->\n  end", "FE004:2"),
    ('start:\n  say "Hi" ->', "FE004:2"),
    ("moved ->", "FE021:1"),
    ("start:\n  wait 5\n  wait 5 seconds\n  wait 2 Minutes -> x", "FE019:2 FE019:3 FE019:4"),
    ('start:\n  say "A" "B"', "FE011:2"),
    ("start:\n  call x with a = b\n  -> x with c = d", "FE040:2 FE040:3"),
    ("start:\n  end with x", "FE021:2"),
    ('menu m "Q"\n  "A" -> a', "FE012:2"),
    ("start\n  end", "FE003:1"),
    ('start:\n  ask x number "Q"\n  if a\n    end', "FE003:2 FE003:3"),
    ("on nobody -> x", "FE021:1"),
    ("on fault -> x", "FE003:1"),
    ('start:\n  say "A" x\n  if a: x', "FE006:2 FE006:3"),
    ("languages uk ru en\nchannels voice sms", "FE018:1 FE018:2"),
    ('start:\n  ask x: text optional "Q"', "FE018:2"),
    ("hours h\n  mon 9-18\n  tue 9.00-18.00\n  1.2.2027 closed", "FE042:2 FE042:3 FE042:4"),
    ("start:\n  wait until 9.30", "FE042:2"),
    ("start:\n  say Hello there -> x\n  say", "FE023:2 FE023:3"),
    ("start:\n  play", "FE023:2"),
    ("start:\n  -> call back", "FE022:2"),
    ("start:\n  handoff to q\n  call to place\n  handoff to", "FE021:2 FE021:3"),
    ('start:\n  ask x: number from 1 to "Q"\n  handoff big team', "FE025:2 FE022:3"),
    ('start:\n  clear\n  tag "x"\n  call', "FE025:2 FE025:3 FE025:4"),
    ("start:\n  set x =\n  if :\n    end", "FE028:2 FE028:3"),
    ("start:\n  set x 5\n  repeat 3 times:\n    end", "FE020:2 FE020:3"),
    ("queue q\n  at most ten waiting", "FE021:2"),
    ("hours h\n  monday to friday 9:00-17:00", "FE042:2"),
    ('anywhere:\n  0 "A" -> a\nrepairs:\n  silence: again', "FE021:1 FE021:3"),
    ('start:\n  ask x = number "Q"', "FE021:2"),
    ('start:\n  end;\n  say "A"; "B" C', "FE021:2 FE021:3"),
    ("start:\n  play foo ->\n", "FE021:2"),
]
"""What an author wrote, and the code and line of each message."""


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_the_mistake_is_told_by_its_name_in_its_line(source: str, expected: str) -> None:
    assert " ".join(f"{code}:{line}" for code, line in told(f"{source}\n")) == expected
