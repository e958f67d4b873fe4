from __future__ import annotations

import pytest

from flowengine.language.parse import parse
from tests.language.reading import told

CASES = [
    ("start:\n  if a:\n    end\n  else if b:\n    end\n  elseif c: end", "FE037:4 FE037:6"),
    ("menu:\n  end", "FE010:1"),
    ('menu m "Q"\n  1 "A"\n    no: "Nei"\n  no: "Nei"', "FE038:4"),
    ('start:\n  sаy "Hi"', "FE008:2"),
    ("start:\n  hаndoff q\n    needs language", "FE008:2"),
    ('start:\n  hint "x"\n  else:\n    end', "FE009:2 FE009:3"),
    ('say "x"\nslots\n  a: text', "FE009:1"),
    ('start:\n  say "A"\n  show "x"', "FE009:3"),
    ('start:\n  sya "Hi"', "FE007:2"),
    ("start:\n  hand off q", "FE007:2"),
    ('start:\n  ask x: number form 1 to 6 "Q"', "FE007:2"),
    ('menu m "Q"\n  1 "A" -> x\n  giveup after 3: -> y', "FE007:3"),
    ("on hangup:\n  end", "FE007:1"),
    ("call back:\n  end", "FE022:1"),
    ('start:\n  print "Hi"\n  goto x\n  input y "Z"', "FE007:2 FE007:3 FE007:4"),
    (
        "slots\n  a: int\n  b: nubmer\n  c: banana\n  d:\n  e: 5",
        "FE024:2 FE007:3 FE024:4 FE024:5 FE024:6",
    ),
    ("start:\n  -> 2hours\n  call 3rd_step\n4th:\n  end", "FE025:2 FE025:3 FE025:4"),
    (
        'start:\n  ask x: number between 1 and 4 "Q"\n  ask y: time 9:00-17:00 "Q"',
        "FE007:2 FE007:3",
    ),
    ('start:\n  ask x: date 2027-01-02 to today "Q"', "FE007:2"),
    ("start:\n  ends", "FE007:2"),
    ("start:\n  gosub", "FE007:2"),
    ("start:\n  slots x\n", "FE009:2"),
]
"""What an author wrote, and the code and line of each message."""


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_the_mistake_is_told_by_its_name_in_its_line(source: str, expected: str) -> None:
    assert " ".join(f"{code}:{line}" for code, line in told(f"{source}\n")) == expected


@pytest.mark.parametrize(
    ("line", "hint"),
    [
        ('ask x: number between 1 and 4 "Q"', "Write `from 1 to 4`."),
        ('ask x: date today..2027-02-01 "Q"', "Write `from today to 2027-02-01`."),
        ("-> 2hours", "Put a letter first, as in `hours_2`."),
    ],
)
def test_the_mend_is_written_out(line: str, hint: str) -> None:
    (found,) = parse(f'flow a "A"\n\nstart:\n  {line}\n', "a.flow")[1]
    assert found.hint == hint
