from __future__ import annotations

import pytest

from tests.language.reading import told

CASES = [
    ('start:\n  1 "A" -> x\n  - "B"', "FE013:2 FE013:3"),
    ('12 "x"', "FE013:1"),
    ('start:\n  "Hello"', "FE041:2"),
    ("resume", "FE025:1"),
    ('start:\n  say "A" or', "FE023:2"),
    ("start:\n  wait", "FE020:2"),
    ("start:\n  handoff q\n    offer callback", "FE020:3"),
    ("hours h\n  zone\n  mon", "FE020:2 FE020:3"),
    ("start:\n  frobnicate the wheel", "FE007:2"),
    ("start:\n  sya the wheel", "FE007:2"),
    ("start:\n  @foo bar\n  say %", "FE038:2 FE023:3"),
    ("start:\n  on x", "FE009:2"),
]
"""What an author wrote, and the code and line of each message."""


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_the_mistake_is_told_by_its_name_in_its_line(source: str, expected: str) -> None:
    assert " ".join(f"{code}:{line}" for code, line in told(f"{source}\n")) == expected
