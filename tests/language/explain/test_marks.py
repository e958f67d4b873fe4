from __future__ import annotations

import pytest

from tests.language.reading import told

CASES = [
    ('start:\n  say "Hello\n  end', "FE001:2"),
    ('start:\n  say Hello"\n  end', "FE001:2"),
    ('start:\n  say "Hello # note\n  end', "FE001:2"),
    ('menu main "Q"\n  1 "A -> x\n    uk: "Ґ"\n  2 "B" -> y', "FE001:2"),
    ("start:\n  say “Hello\n  end", "FE001:2"),
    ('start:\n  set x = "a # "b" # c\n  end', "FE001:2"),
    ('start:\n  say "Say "hello" to us."\n  say "A"b c', "FE021:2 FE021:3"),
    ("start:\n  // note\n  end", "FE038:2"),
    ("start:\n  say 'Hi' -> x", "FE002:2"),
    ("start:\n  say ‘Hi’", "FE002:2"),
    ('start:\n  say "Hi" => x', "FE005:2"),
    ("start:\n  - > x", "FE005:2"),
    ("start:\n  if a => x", "FE005:2"),
    ('start:\n  say "Hi" - x', "FE005:2"),
    ("start:\n  set x = (1 + 2\n  end", "FE026:2"),
    ("start:\n  set x = f[\n  end", "FE026:2"),
    (
        'menu m "Q"\n  1. "A" -> a\n  * "B" -> b\n  2) "C" -> c\n  3 - "D"',
        "FE039:2 FE039:3 FE039:4 FE039:5",
    ),
]
"""What an author wrote, and the code and line of each message."""


@pytest.mark.parametrize(("source", "expected"), CASES)
def test_the_mistake_is_told_by_its_name_in_its_line(source: str, expected: str) -> None:
    assert " ".join(f"{code}:{line}" for code, line in told(f"{source}\n")) == expected


def test_what_stands_below_an_unclosed_text_is_read_as_well() -> None:
    source = 'menu main "How can I help?\n  1 "A" => a\n  2 "B" -> b\n  3 "C" => c\n'
    assert told(source) == [("FE001", 1), ("FE005", 2), ("FE005", 4)]
